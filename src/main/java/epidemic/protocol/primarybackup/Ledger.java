package epidemic.protocol.primarybackup;

import epidemic.kernel.Invariants;
import epidemic.kernel.Message;
import epidemic.kernel.Operation;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.RequestId;
import epidemic.kernel.VersionEntry;
import epidemic.model.store.VersionedState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What a node holds and must not forget: the version log, the updates behind it that are not known to be committed, the
 * epochs it has promised and joined.
 *
 * <p>Invariants: versions and held updates are without gaps; what is held and not committed is in the journal as long as the
 * version log on disk does not have it; a node's held updates are those of one epoch's primary, the label.
 */
final class Ledger {
    private final PrimaryBackupConfig config;
    private final VersionedState state;
    private final HeldUpdates held = new HeldUpdates();
    private final Journal journal = new Journal();

    // Durable.
    private long promised;
    private long label;
    private List<Span> lineage = List.of();
    private boolean isMember;

    // Volatile.
    private long durableVersion;
    /** Versions that are not in the version log on disk yet: as many as the disk is behind, see {@link #isDiskBehind}. */
    private final Deque<VersionEntry> undurable = new ArrayDeque<>();

    private long heldDurable;
    private boolean isJoinDurable = true;
    private long journalBytes;
    private long keptBytes;
    /** While recovering: what is held does not fit the version log, which is right. */
    private boolean isVoid;

    /** Who is told of committed updates. */
    interface Listener {
        /** The update has become a version. */
        void committed(VersionEntry entry, ReplicaContext context);
    }

    Ledger(PrimaryBackupConfig config) {
        this.config = config;
        this.state = new VersionedState(
                config.limits().historyWindow(), config.limits().idleClientsMax());
    }

    // Recovery.

    void recover(VersionEntry entry) {
        state.apply(entry);
        durableVersion = entry.version();
    }

    void recover(Message record) {
        if (record instanceof PrimaryBackupRecord.Promised promise) {
            promised = Math.max(promised, promise.epoch());
        } else if (record instanceof PrimaryBackupRecord.Joined joined) {
            label = joined.epoch();
            lineage = joined.lineage();
            promised = Math.max(promised, label);
            isMember = joined.isMember();
            isVoid = false;
            held.clear();
        } else if (record instanceof PrimaryBackupRecord.Held some) {
            some.entries().forEach(this::recoverHeld);
        } else {
            throw Invariants.unhandled("recovery", record);
        }
    }

    /** What a version of the log contradicts is void, and so is all that was held behind it. */
    private void recoverHeld(VersionEntry entry) {
        if (entry.version() <= state.version()) {
            List<VersionEntry> known = state.entries(entry.version() - 1, 1);
            isVoid |= !known.isEmpty() && !known.get(0).equals(entry);
        } else if (!isVoid) {
            Invariants.check(entry.version() == end() + 1, "recovered %d behind %d", entry.version(), end());
            held.add(entry);
        }
    }

    /** Everything was recovered. Who cannot trust its journal may have forgotten what it said. */
    void started(ReplicaContext context) {
        isMember &= context.isSynced();
        isMember |= config.mutant() == PrimaryBackupMutant.LEARNER_COUNTS;
        heldDurable = end();
    }

    // What there is.

    /** The data and recent versions. */
    VersionedState state() {
        return state;
    }

    /** The newest version that is committed and applied here. */
    long version() {
        return state.version();
    }

    /** The newest version that is in the version log on disk. */
    long durableVersion() {
        return durableVersion;
    }

    /** The newest version that is held, committed or not. */
    long end() {
        return state.version() + held.size();
    }

    /** The newest version up to which this node's disk has everything, of the epoch it has joined. */
    long heldDurable() {
        return heldDurable;
    }

    /** The newest epoch that was promised. */
    long promised() {
        return promised;
    }

    /** The epoch whose log it holds, 0 for none. */
    long label() {
        return label;
    }

    /** Where its versions come from. */
    List<Span> lineage() {
        return lineage;
    }

    /** Whether it is sure of what it has promised, so that its word counts. */
    boolean isMember() {
        return isMember;
    }

    /** Whether its disk says that it has joined. */
    boolean isJoinDurable() {
        return isJoinDurable;
    }

    int heldCount() {
        return held.size();
    }

    /** Whether a log of that epoch and end has all that this one has that may have been confirmed. */
    boolean isNoMoreThan(long otherLabel, long otherEnd) {
        return label < otherLabel || label == otherLabel && end() <= otherEnd;
    }

    /** The held update of a request. */
    Optional<VersionEntry> held(RequestId id) {
        return held.of(id);
    }

    /** Why changes do not fit what keys hold, committed or not. */
    Optional<String> mismatch(List<Operation.Change> changes) {
        return state.mismatch(changes).or(() -> held.mismatch(changes));
    }

    /**
     * Entries behind a version.
     *
     * @param through the last one wanted at most
     * @return empty if they are in the log on disk only
     */
    Optional<List<VersionEntry>> entries(long after, long through) {
        long wanted = Math.min(config.limits().batchMaxUpdates(), through - after);
        if (wanted <= 0) {
            return Optional.of(List.of());
        }
        if (after >= state.version()) {
            return Optional.of(held.entries(after - state.version(), wanted));
        }
        List<VersionEntry> known = state.entries(after, (int) Math.min(wanted, state.version() - after));
        return known.isEmpty() ? Optional.empty() : Optional.of(known);
    }

    // What it takes.

    /** Promises to take part in no epoch below this one. */
    void promise(long epoch, ReplicaContext context) {
        Invariants.check(epoch >= promised, "promise of %d after %d", epoch, promised);
        if (epoch > promised) {
            promised = epoch;
            if (config.mutant() != PrimaryBackupMutant.FORGET_PROMISE) {
                journal.write(new PrimaryBackupRecord.Promised(epoch), context);
            }
        }
    }

    /** Versions to be taken come from there; those it has do so already. What it held does not: that is void. */
    void comeFrom(List<Span> joined, ReplicaContext context) {
        held.clear();
        lineage = List.copyOf(joined);
        rewrite(context);
    }

    /** The log is that of the last of these epochs from now on, with these updates behind its versions. */
    void join(List<Span> joined, List<VersionEntry> behind, boolean asMember, ReplicaContext context) {
        lineage = List.copyOf(joined);
        label = lineage.get(lineage.size() - 1).epoch();
        promised = Math.max(promised, label);
        isMember = asMember;
        List<VersionEntry> taken = List.copyOf(behind);
        held.clear();
        taken.forEach(held::add);
        isJoinDurable = false;
        rewrite(context);
        long epoch = label;
        long through = end();
        journal.whenDurable(
                later -> {
                    if (label == epoch) {
                        isJoinDurable = true;
                        heldDurable = through;
                    }
                },
                context);
    }

    /** The updates that are held now, in order; copied. */
    List<VersionEntry> heldUpdates() {
        return held.entries(0, held.size());
    }

    /** Holds one more update of the epoch's primary. To be followed by {@link #write}. */
    void hold(VersionEntry entry) {
        Invariants.check(entry.version() == end() + 1, "update %d held behind %d", entry.version(), end());
        held.add(entry);
    }

    /** Writes updates that were just held to the journal. */
    void write(List<VersionEntry> entries, ReplicaContext context) {
        if (entries.isEmpty()) {
            return;
        }
        journal.write(new PrimaryBackupRecord.Held(entries), context);
        journalBytes += bytes(entries);
        long epoch = label;
        long through = entries.get(entries.size() - 1).version();
        journal.whenDurable(
                later -> {
                    if (label == epoch && isJoinDurable) {
                        heldDurable = Math.max(heldDurable, through);
                    }
                },
                context);
    }

    /**
     * Whether as many versions as updates may be in flight, or in a message if that is more, are not in the version log on
     * disk yet. Then no more are made, and a backup takes no more.
     */
    boolean isDiskBehind() {
        PrimaryBackupConfig.Limits limits = config.limits();
        return undurable.size() >= Math.max(limits.maxInFlight(), limits.batchMaxUpdates());
    }

    /** Held updates up to this version are committed: they become versions, unless the disk is behind. */
    void settle(long through, Listener listener, ReplicaContext context) {
        while (state.version() < Math.min(through, end()) && !isDiskBehind()) {
            VersionEntry entry = held.removeFirst();
            install(entry, context);
            listener.committed(entry, context);
        }
    }

    /** The next version as another node has committed it. What is held and contradicts it is void. */
    void take(VersionEntry entry, ReplicaContext context) {
        boolean isKnown = held.size() > 0 && held.first().equals(entry);
        if (isKnown) {
            held.removeFirst();
        }
        boolean isContradicted = !isKnown && held.size() > 0;
        if (isContradicted) {
            held.clear();
        }
        install(entry, context);
        if (isContradicted) {
            rewrite(context);
        }
    }

    private void install(VersionEntry entry, ReplicaContext context) {
        state.apply(entry);
        undurable.add(entry);
        context.append(entry);
    }

    // The disk.

    /** Does something once all that was said to the journal so far is on disk. */
    void whenJournaled(Journal.Action action, ReplicaContext context) {
        journal.whenDurable(action, context);
    }

    void onJournaled(long count, ReplicaContext context) {
        journal.onJournaled(count, context);
    }

    void onDurable(long version) {
        durableVersion = version;
        while (!undurable.isEmpty() && undurable.peek().version() <= version) {
            undurable.remove();
        }
    }

    /** At the batch's end: writes the journal anew with what is still needed, if it has grown. */
    void tidy(ReplicaContext context) {
        if (journalBytes > config.limits().journalMaxBytes() + 2 * keptBytes) {
            rewrite(context);
        }
    }

    private void rewrite(ReplicaContext context) {
        List<VersionEntry> needed = new ArrayList<>(undurable);
        needed.addAll(heldUpdates());
        List<Message> records = new ArrayList<>();
        records.add(new PrimaryBackupRecord.Joined(label, lineage, isMember));
        if (config.mutant() != PrimaryBackupMutant.FORGET_PROMISE) {
            records.add(new PrimaryBackupRecord.Promised(promised));
        }
        if (!needed.isEmpty()) {
            records.add(new PrimaryBackupRecord.Held(needed));
        }
        journal.rewrite(records, context);
        keptBytes = bytes(needed);
        journalBytes = keptBytes;
    }

    private static long bytes(List<VersionEntry> entries) {
        long sum = 0;
        for (VersionEntry entry : entries) {
            for (Operation.Change change : entry.writes()) {
                sum += change.key().length() + change.value().length();
            }
        }
        return sum;
    }
}
