package epidemic.sim;

import epidemic.kernel.Effects;
import epidemic.kernel.Message;
import epidemic.kernel.VersionEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * A node's disk: holds its version log and its journal, writes both in groups as the host's disk does, and survives its
 * node. What it has not confirmed may be lost or torn when the node crashes, of each file a tail of its own; what it has
 * confirmed stays.
 */
final class SimDisk {
    private static final long STREAM = 0x6469736BL;
    // Which draw of a write or crash is for what.
    private static final int LATENCY = 1;
    private static final int SLOW = 2;
    private static final int TEAR = 3;
    private static final int KEPT = 4;
    private static final int TORN = 5;
    private static final int TEAR_JOURNAL = 6;
    private static final int KEPT_JOURNAL = 7;

    private final Simulation simulation;
    private final SimNode node;
    private final long seed;

    /** The log as it would be if nothing went wrong; the first {@code durableCount} entries are confirmed. */
    private final List<VersionEntry> log = new ArrayList<>();

    private int durableCount;
    private int writingCount;

    private final SimJournal journal = new SimJournal();
    private int writingRecords;

    private boolean isWriting;
    private long drawCount;
    private long slowUntilNanos;
    private long slowExtraNanos;
    private boolean failsNext;
    private Fault.FailWrite failure = new Fault.FailWrite(NodeIds.NONE, 0);

    SimDisk(Simulation simulation, SimNode node, long seed) {
        this.simulation = simulation;
        this.node = node;
        this.seed = Draw.mix(Draw.mix(seed, STREAM), node.index());
    }

    /** What a reader of the log would find now, confirmed or not. */
    List<VersionEntry> log() {
        return log;
    }

    long durableVersion() {
        return durableCount;
    }

    void slowDown(long untilNanos, long extraNanos) {
        slowUntilNanos = untilNanos;
        slowExtraNanos = extraNanos;
    }

    void failNext(Fault.FailWrite fault) {
        failsNext = true;
        failure = fault;
    }

    void heal() {
        slowUntilNanos = 0;
        failsNext = false;
    }

    void append(List<VersionEntry> entries) {
        for (VersionEntry entry : entries) {
            Effects.checkNext(node.id(), entry, log.size());
            log.add(entry);
        }
        writeUnlessWriting();
    }

    void journal(SimJournal.Write write) {
        journal.add(write);
        writeUnlessWriting();
    }

    /** The node starts a life: its journal's writes are numbered anew. */
    List<Message> recoverJournal() {
        return journal.recover();
    }

    private void writeUnlessWriting() {
        if (!isWriting) {
            write();
        }
    }

    private void write() {
        isWriting = true;
        writingCount = log.size() - durableCount;
        writingRecords = journal.unconfirmed();
        long life = node.incarnation();
        simulation.schedule(simulation.nowNanos() + latency(), () -> written(life));
    }

    private long latency() {
        DiskConditions conditions = simulation.disks();
        long bits = Draw.mix(seed, drawCount++);
        long latency = 1 + Draw.exponential(Draw.mix(bits, LATENCY), conditions.writeNanos());
        if (conditions.slow() > 0 && Draw.happens(Draw.mix(bits, SLOW), conditions.slow())) {
            latency += conditions.slowNanos();
        }
        return simulation.nowNanos() < slowUntilNanos ? latency + slowExtraNanos : latency;
    }

    private void written(long life) {
        if (life != node.incarnation() || !node.isRunning()) {
            return;
        }
        if (failsNext && simulation.permits(failure)) {
            failsNext = false;
            node.diskFailed(failure);
            return;
        }
        int entries = writingCount;
        int records = writingRecords;
        durableCount += entries;
        journal.confirm(records);
        isWriting = false;
        if (records > 0) {
            node.journaled(life, journal.confirmedOfLife());
        }
        if (entries > 0) {
            node.durable(life, durableCount);
        }
        if (log.size() > durableCount || journal.unconfirmed() > 0) {
            writeUnlessWriting();
        }
    }

    /** Reads entries, behind those that are being written. */
    void load(long afterVersion, int limit) {
        int from = (int) Math.min(afterVersion, log.size());
        int to = (int) Math.min(afterVersion + limit, log.size());
        List<VersionEntry> entries = List.copyOf(log.subList(from, to));
        long life = node.incarnation();
        simulation.schedule(simulation.nowNanos() + 2 * latency(), () -> node.loaded(life, afterVersion, entries));
    }

    /**
     * The node has stopped: decides what of the unconfirmed tail is on the disk.
     *
     * @return how many entries are lost; negative, less one, if the first of them was torn
     */
    int crash() {
        int unconfirmed = log.size() - durableCount;
        long bits = Draw.mix(seed, drawCount++);
        int kept = unconfirmed;
        boolean torn = false;
        if (unconfirmed > 0
                && Draw.happens(Draw.mix(bits, TEAR), simulation.disks().tear())) {
            kept = Draw.below(Draw.mix(bits, KEPT), unconfirmed);
            torn = (Draw.mix(bits, TORN) & 1) == 0;
        }
        int lost = unconfirmed - kept;
        truncate(durableCount + kept);
        loseJournalTail(bits);
        return torn ? -lost - 1 : lost;
    }

    private void loseJournalTail(long bits) {
        int unconfirmed = journal.unconfirmed();
        boolean tears = unconfirmed > 0
                && Draw.happens(Draw.mix(bits, TEAR_JOURNAL), simulation.disks().tear());
        journal.keep(tears ? Draw.below(Draw.mix(bits, KEPT_JOURNAL), unconfirmed) : unconfirmed);
    }

    void empty() {
        truncate(0);
        journal.empty();
    }

    private void truncate(int size) {
        log.subList(size, log.size()).clear();
        durableCount = size;
        isWriting = false;
        failsNext = false;
    }
}
