package epidemic.sim;

import epidemic.kernel.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Draws sequences of faults that aim at the weak moments of a replicated system, and that single faults at random moments
 * hit too seldom: those that change who takes part, one after the other, while something is on its way.
 *
 * <p>They know critical nodes and about how long it takes to notice that a node is silent, nothing else.
 */
final class FaultPatterns {
    private static final long MILLISECOND = 1_000_000;
    private static final int STRIKES_MAX = 5;
    private static final long LATE_NANOS = 150 * MILLISECOND;

    private final SplittableRandom random;
    private final Set<FaultKind> kinds;
    private final List<NodeId> critical;
    private final long healNanos;
    private final long noticeNanos;
    private final Pattern pattern;
    private final List<FaultPlan.TimedFault> faults = new ArrayList<>();

    /** A pattern. */
    private enum Pattern {
        /** Two nodes do not hear each other, while a third hears both. */
        BROKEN_LINKS,
        /** One node is cut off; when it comes back, the next one is, and a third stops for a moment. */
        HAND_OVER,
        /** One node is cut off, so that another takes over with a third, and stops while it does; then those two meet. */
        CUT_SHORT,
        /** All stop at the same moment, most of them in the middle of writing, and one of them stays away. */
        POWER_CUT,
        /** A node after the other stops so shortly that nobody has noticed. */
        QUICK_RESTARTS,
        /** A node after the other stands still for long enough to be left out. */
        PAUSES,
        /** Two nodes do not hear each other; the third hears both and stops again and again for a moment. */
        RIVALS,
        /** One node is cut off, and the others' hosts know it before they can have noticed its silence. */
        SUSPICIONS
    }

    private FaultPatterns(SplittableRandom random, Set<FaultKind> kinds, FaultPlanDraw.Aims aims, Pattern pattern) {
        this.random = random;
        this.kinds = kinds;
        this.critical = aims.critical();
        this.healNanos = aims.healNanos();
        this.noticeNanos = aims.noticeNanos();
        this.pattern = pattern;
    }

    /**
     * One of the patterns, but none of those that come on top of another.
     *
     * @param lossless whether no message may be lost
     */
    static FaultPatterns any(SplittableRandom random, Set<FaultKind> kinds, FaultPlanDraw.Aims aims, boolean lossless) {
        Pattern[] all = Pattern.values();
        int first = lossless ? Pattern.POWER_CUT.ordinal() : 0;
        int behind = Pattern.RIVALS.ordinal();
        return new FaultPatterns(random, kinds, aims, all[first + random.nextInt(behind - first)]);
    }

    /** The pattern of rivals, which may come on top of another. */
    static FaultPatterns rivals(SplittableRandom random, Set<FaultKind> kinds, FaultPlanDraw.Aims aims) {
        return new FaultPatterns(random, kinds, aims, Pattern.RIVALS);
    }

    /** The pattern of suspicions, which may come on top of another. If nodes may not be cut off, they are wrong. */
    static FaultPatterns suspicions(SplittableRandom random, Set<FaultKind> kinds, FaultPlanDraw.Aims aims) {
        return new FaultPatterns(random, kinds, aims, Pattern.SUSPICIONS);
    }

    /** Whether it is worth most where messages take long. */
    boolean gainsBySlowLinks() {
        return pattern == Pattern.QUICK_RESTARTS || pattern == Pattern.CUT_SHORT;
    }

    /** Its faults. */
    List<FaultPlan.TimedFault> draw() {
        int turn = random.nextInt(critical.size());
        long at = random.nextLong(noticeNanos);
        for (int strike = 0; strike < STRIKES_MAX && at < healNanos; strike++) {
            turn += 1 + random.nextInt(critical.size() - 1);
            at += strike(pattern, turn, at);
        }
        return faults;
    }

    /** Lets it happen once, with one of the nodes in the main part; returns the time until it may happen again. */
    private long strike(Pattern pattern, int turn, long at) {
        return switch (pattern) {
            case BROKEN_LINKS -> brokenLink(node(turn), node(turn + 1), at);
            case HAND_OVER -> handOver(turn, at);
            case CUT_SHORT -> cutShort(turn, at);
            case POWER_CUT -> powerCut(turn, at);
            case QUICK_RESTARTS -> quickRestart(node(turn), at);
            case PAUSES -> pause(node(turn), at);
            case RIVALS -> rivals(turn, at);
            case SUSPICIONS -> suspicions(turn, at);
        };
    }

    private long brokenLink(NodeId one, NodeId other, long at) {
        long span = notices(1.2, 2.5);
        add(at, new Fault.Cut(one, other, span));
        add(at, new Fault.Cut(other, one, span));
        return span + notices(0.2, 1);
    }

    private long handOver(int turn, long at) {
        long span = notices(1, 2.2);
        add(at, new Fault.Partition(List.of(node(turn)), span + random.nextLong(LATE_NANOS)));
        if (random.nextInt(3) > 0) {
            NodeId stopped = node(turn + 1 + random.nextInt(critical.size() - 1));
            long moment = Math.max(0, at + random.nextLong(-LATE_NANOS, LATE_NANOS));
            long down = notices(0, 0.4);
            add(moment, random.nextBoolean() ? new Fault.Crash(stopped, down) : new Fault.CrashEmpty(stopped, down));
        }
        return span;
    }

    private long cutShort(int turn, long at) {
        NodeId away = node(turn);
        NodeId stopped = node(turn + 1 + random.nextInt(critical.size() - 1));
        long span = notices(1.05, 1.6);
        add(at, new Fault.SlowDisk(stopped, 2 * span, random.nextLong(20, 80) * MILLISECOND));
        add(at, new Fault.Partition(List.of(away), span));
        add(at + span, new Fault.Crash(stopped, notices(0, 0.2)));
        List<NodeId> others = new ArrayList<>(critical);
        others.removeAll(List.of(away, stopped));
        if (!others.isEmpty()) {
            add(at + span, new Fault.Partition(others, notices(1.5, 3)));
        }
        return span + notices(2, 4);
    }

    private long powerCut(int turn, long at) {
        NodeId away = node(turn);
        long before = notices(0.2, 0.5);
        for (NodeId node : critical) {
            if (!node.equals(away)) {
                add(at, new Fault.SlowDisk(node, 2 * before, random.nextLong(20, 80) * MILLISECOND));
            }
        }
        add(at + before, new Fault.Crash(away, notices(3, 5)));
        List<NodeId> others = new ArrayList<>(critical);
        others.remove(away);
        add(at + before, new Fault.Blackout(others, notices(0.1, 0.5)));
        return notices(4, 5);
    }

    private long quickRestart(NodeId node, long at) {
        add(at, new Fault.Crash(node, notices(0, 0.2)));
        return notices(0.3, 1.5);
    }

    private long pause(NodeId node, long at) {
        long span = notices(1, 2);
        add(at, new Fault.Pause(node, span));
        return span + notices(0.3, 1);
    }

    private long rivals(int turn, long at) {
        int one = 1 + random.nextInt(2);
        long span = notices(1.6, 2.6);
        add(at, new Fault.Cut(node(turn + one), node(turn + 3 - one), span));
        for (long stop = at; stop < at + span; stop += notices(0.1, 0.4)) {
            add(stop, new Fault.Crash(node(turn), notices(0, 0.05)));
        }
        return span;
    }

    private long suspicions(int turn, long at) {
        NodeId suspected = node(turn);
        long span = notices(0.8, 1.2);
        add(at, new Fault.Partition(List.of(suspected), span));
        for (NodeId node : critical) {
            if (!node.equals(suspected)) {
                add(at + notices(0.02, 0.12), new Fault.Suspicion(node, suspected));
            }
        }
        return span + notices(0.3, 0.8);
    }

    private void add(long at, Fault fault) {
        if (kinds.contains(fault.kind()) && at < healNanos) {
            faults.add(new FaultPlan.TimedFault(at, fault));
        }
    }

    /** A time between so many and so many times that in which a silent node is noticed, above 0. */
    private long notices(double least, double most) {
        return Math.max(1, (long) (noticeNanos * random.nextDouble(least, most)));
    }

    private NodeId node(int turn) {
        return critical.get(turn % critical.size());
    }
}
