package epidemic.sim;

import java.util.Arrays;

/**
 * All links between nodes. What happens to a message is a pure function of (seed, link, number of the message on the
 * link) and of the faults at that moment.
 */
final class SimNetwork {
    private static final long STREAM = 0x6C696E6BL;
    private static final long TO_SELF_NANOS = 1_000;
    // Which draw of a message is for what.
    private static final int DROP = 1;
    private static final int DUPLICATE = 2;
    private static final int LOST_ANSWER = 3;
    private static final int LATENCY = 4;
    private static final int REORDER = 5;
    private static final int SECOND_COPY = 16;

    private final Simulation simulation;
    private final long seed;
    private final int nodeCount;
    private final long[] sentCount;
    private final int[] cuts;
    private final long[] cloggedUntil;
    private LinkConditions conditions;

    SimNetwork(Simulation simulation, long seed, int nodeCount, LinkConditions conditions) {
        this.simulation = simulation;
        this.seed = Draw.mix(seed, STREAM);
        this.nodeCount = nodeCount;
        this.conditions = conditions;
        this.sentCount = new long[nodeCount * nodeCount];
        this.cuts = new int[nodeCount * nodeCount];
        this.cloggedUntil = new long[nodeCount * nodeCount];
    }

    LinkConditions conditions() {
        return conditions;
    }

    /** Everything works from now on. */
    void heal() {
        conditions = conditions.healed();
        Arrays.fill(cuts, 0);
        Arrays.fill(cloggedUntil, 0);
    }

    void cut(SimNode from, SimNode to) {
        cuts[link(from, to)]++;
    }

    void join(SimNode from, SimNode to) {
        int link = link(from, to);
        cuts[link] = Math.max(0, cuts[link] - 1);
    }

    void clog(SimNode from, SimNode to, long untilNanos) {
        int link = link(from, to);
        cloggedUntil[link] = Math.max(cloggedUntil[link], untilNanos);
    }

    void send(Mail mail) {
        if (mail.from == mail.to) {
            simulation.schedule(simulation.nowNanos() + TO_SELF_NANOS, mail);
            return;
        }
        int link = link(mail.from, mail.to);
        long bits = Draw.mix(Draw.mix(seed, link), sentCount[link]++);
        if (cuts[link] > 0 || happens(bits, DROP, conditions.drop())) {
            simulation.lost(mail);
            return;
        }
        if (mail.kind == Mail.Kind.ASKED) {
            mail.answerLost = happens(bits, LOST_ANSWER, conditions.lostAnswer());
        }
        simulation.schedule(arrival(link, bits), mail);
        if (happens(bits, DUPLICATE, conditions.duplicate())) {
            simulation.schedule(arrival(link, Draw.mix(bits, SECOND_COPY)), mail);
        }
    }

    private long arrival(int link, long bits) {
        long latency = conditions.minNanos() + Draw.exponential(Draw.mix(bits, LATENCY), conditions.meanNanos());
        if (happens(bits, REORDER, conditions.reorder())) {
            latency += Draw.exponential(
                    Draw.mix(bits, REORDER + SECOND_COPY), conditions.meanNanos() * LinkConditions.REORDER_FACTOR);
        }
        return Math.max(simulation.nowNanos(), cloggedUntil[link]) + latency;
    }

    private static boolean happens(long bits, int purpose, double chance) {
        return chance > 0 && Draw.happens(Draw.mix(bits, purpose), chance);
    }

    private int link(SimNode from, SimNode to) {
        return from.index() * nodeCount + to.index();
    }
}
