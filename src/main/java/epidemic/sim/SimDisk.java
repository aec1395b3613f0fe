package epidemic.sim;

import epidemic.kernel.Effects;
import epidemic.kernel.Message;
import epidemic.kernel.Snapshot;
import epidemic.kernel.VersionEntry;
import java.util.List;
import java.util.Optional;

/**
 * A node's disk: holds its version log and its journal, writes both in groups as the host's disk does, and survives its
 * node. With {@link Simulation#keepVersions} it puts a snapshot in place of old versions now and then, at once or, in a
 * crash, perhaps not. What it has not confirmed may be lost or torn when the node crashes, of each file a tail of its own; what it has
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
    private static final int REPLACED = 8;
    private static final int COMPACTED = 9;

    private static final long COMPACTED_PART = 4;
    private static final long COMPACTION_LATENCIES = 5;

    private final Simulation simulation;
    private final SimNode node;
    private final long seed;

    /** The log as it would be if nothing went wrong. */
    private SimLog log = new SimLog(Snapshot.EMPTY, List.of());
    /** What is on the disk until the log that takes its place is confirmed. */
    private Optional<SimLog> replaced = Optional.empty();

    private SimLog writing = log;
    private int writingCount;
    private long compactingTo;

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
    SimLog log() {
        return log;
    }

    long durableVersion() {
        return replaced.orElse(log).durableVersion();
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
            Effects.checkNext(node.id(), entry, log.lastVersion());
            log.add(entry);
        }
        writeUnlessWriting();
    }

    /** A snapshot and entries take the log's place, at once or not at all. */
    void replace(Snapshot snapshot, List<VersionEntry> entries) {
        Effects.checkReplacement(node.id(), snapshot, entries, log.lastVersion());
        if (replaced.isEmpty()) {
            replaced = Optional.of(log);
        }
        compactingTo = 0;
        log = new SimLog(snapshot, entries);
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
        writing = log;
        writingCount = log.unconfirmed();
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
        boolean isReplacement = writing == log && replaced.isPresent();
        boolean isOnDisk = writing == log || writing == replaced.orElse(log);
        int entries = writingCount;
        int records = writingRecords;
        writing.confirm(entries);
        if (isReplacement) {
            replaced = Optional.empty();
        }
        journal.confirm(records);
        isWriting = false;
        if (records > 0) {
            node.journaled(life, journal.confirmedOfLife());
        }
        if (isReplacement || entries > 0 && isOnDisk) {
            node.durable(life, durableVersion());
        }
        if (log.unconfirmed() > 0 || replaced.isPresent() || journal.unconfirmed() > 0) {
            writeUnlessWriting();
        }
        compactIfDue();
    }

    /** Now and then, and more often than a real disk would. */
    private void compactIfDue() {
        long keep = simulation.keepVersions();
        long upTo = log.durableVersion() - keep;
        boolean isDue = keep > 0 && compactingTo == 0 && replaced.isEmpty();
        if (isDue && upTo - log.snapshot().version() > keep / COMPACTED_PART) {
            compactingTo = upTo;
            long life = node.incarnation();
            simulation.schedule(simulation.nowNanos() + COMPACTION_LATENCIES * latency(), () -> compacted(life, upTo));
        }
    }

    private void compacted(long life, long upTo) {
        if (life == node.incarnation() && node.isRunning() && compactingTo == upTo) {
            compact();
        }
    }

    private void compact() {
        log.compact(compactingTo, simulation.rememberedClients());
        compactingTo = 0;
        simulation.compacted(node, log.snapshot());
    }

    /** Reads entries, behind those that are being written. */
    void load(long afterVersion, int limit) {
        List<VersionEntry> entries = log.after(afterVersion, limit);
        long life = node.incarnation();
        simulation.schedule(simulation.nowNanos() + 2 * latency(), () -> node.loaded(life, afterVersion, entries));
    }

    /**
     * The node has stopped: decides what of the unconfirmed is on the disk.
     *
     * @return how many entries are lost; negative, less one, if the first of them was torn
     */
    int crash() {
        long end = log.lastVersion();
        long bits = Draw.mix(seed, drawCount++);
        if (replaced.isPresent() && (Draw.mix(bits, REPLACED) & 1) == 0) {
            log = replaced.get();
        } else if (replaced.isPresent()) {
            log.confirm(log.unconfirmed());
        }
        replaced = Optional.empty();
        if (compactingTo > 0 && (Draw.mix(bits, COMPACTED) & 1) == 0) {
            compact();
        }
        int unconfirmed = log.unconfirmed();
        int kept = unconfirmed;
        boolean torn = false;
        if (unconfirmed > 0
                && Draw.happens(Draw.mix(bits, TEAR), simulation.disks().tear())) {
            kept = Draw.below(Draw.mix(bits, KEPT), unconfirmed);
            torn = (Draw.mix(bits, TORN) & 1) == 0;
        }
        log.keep(kept);
        forgetWrites();
        loseJournalTail(bits);
        int lost = (int) Math.max(0, end - log.lastVersion());
        return torn ? -lost - 1 : lost;
    }

    private void loseJournalTail(long bits) {
        int unconfirmed = journal.unconfirmed();
        boolean tears = unconfirmed > 0
                && Draw.happens(Draw.mix(bits, TEAR_JOURNAL), simulation.disks().tear());
        journal.keep(tears ? Draw.below(Draw.mix(bits, KEPT_JOURNAL), unconfirmed) : unconfirmed);
    }

    void empty() {
        log = new SimLog(Snapshot.EMPTY, List.of());
        forgetWrites();
        journal.empty();
    }

    private void forgetWrites() {
        replaced = Optional.empty();
        compactingTo = 0;
        isWriting = false;
        failsNext = false;
    }
}
