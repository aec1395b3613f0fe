package epidemic.runtime.storage;

import epidemic.kernel.Invariants;
import epidemic.kernel.Operation;
import epidemic.kernel.Snapshot;
import epidemic.kernel.Value;
import epidemic.kernel.VersionEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A log's first versions become a snapshot, in short steps between which the log goes on: what they changed is read, then
 * the old snapshot and those changes are written together into a new file, then the entries behind are copied.
 *
 * <p>Costs a read of the log and a write of the state and of what is kept; in memory only what the compacted versions
 * changed.
 */
final class LogCompaction {
    private static final int FOLD_LINES = 512;
    private static final int MERGE_CHANGES = 2_048;
    private static final int COPY_BYTES = 256 * 1024;
    private static final int COPY_ROUNDS = 32;

    private final Path file;
    private final LogDisk disk;
    private final SnapshotHead head;
    private final long upTo;
    private final int clientsMax;
    private final NextLog next;

    private final LogLines entries;
    private final SortedMap<String, Value> since = new TreeMap<>();
    private Map<String, Long> clients = Snapshot.remembering(List.of());
    private boolean isBegun;
    private long folded;
    private long changes;
    private Optional<SnapshotMerge> merge = Optional.empty();
    private boolean isMerged;
    private final byte[] copied = new byte[COPY_BYTES];
    private long copiedUpTo;

    LogCompaction(
            Path file,
            LogDisk disk,
            SnapshotHead head,
            VersionLogFile.Tail tail,
            long upTo,
            int clientsMax,
            NextLog next) {
        Invariants.check(
                upTo > head.version() && upTo <= tail.version(), "%s: compaction up to version %s", file, upTo);
        this.file = file;
        this.disk = disk;
        this.head = head;
        this.upTo = upTo;
        this.clientsMax = clientsMax;
        this.next = next;
        this.entries = new LogLines(disk, head.bytes(), tail.bytes());
        this.folded = head.version();
        this.changes = head.changes();
    }

    /**
     * Does a little.
     *
     * @param tail the end of the log now
     * @return whether the next log has all up to there: it may take the place of the log at once, and no later
     * @throws IOException if the disk fails; the log is as it was
     */
    boolean step(VersionLogFile.Tail tail) throws IOException {
        if (!isBegun) {
            isBegun = true;
            readClients();
        } else if (folded < upTo) {
            fold();
        } else if (merge.isEmpty()) {
            next.begin(upTo, changes);
            merge = Optional.of(new SnapshotMerge(new OldState(), since));
        } else if (!isMerged) {
            mergeSome(merge.get());
        } else {
            return copy(tail.bytes());
        }
        return false;
    }

    /** What is written so far. */
    NextLog next() {
        return next;
    }

    private void readClients() throws IOException {
        List<Snapshot.Remembered> old = new ArrayList<>();
        LogLines lines = new LogLines(disk, 0, head.bytes());
        while (lines.next()) {
            // Parsing all of the state only for the lines behind it would take long.
            if (SnapshotLine.isOfClients(lines.array(), lines.offset(), lines.length())
                    && SnapshotLine.parse(lines.array(), lines.offset(), lines.length())
                            instanceof SnapshotLine.Clients some) {
                old.addAll(some.clients());
            }
        }
        clients = Snapshot.remembering(old);
    }

    private void fold() throws IOException {
        for (int line = 0; line < FOLD_LINES && folded < upTo; line++) {
            Invariants.check(entries.next(), "%s ends before version %s", file, upTo);
            VersionEntry entry = LogRecovery.entry(file, head, folded + 1, entries);
            entry.writes().forEach(change -> Snapshot.fold(since, change));
            Snapshot.remember(clients, entry.transaction(), clientsMax);
            folded = entry.version();
            changes += entry.writes().size();
        }
        copiedUpTo = entries.endPosition();
    }

    private void mergeSome(SnapshotMerge merging) throws IOException {
        for (int count = 0; count < MERGE_CHANGES; count++) {
            Optional<Operation.Change> change = merging.next();
            if (change.isEmpty()) {
                next.endSnapshot(Snapshot.listed(clients));
                isMerged = true;
                return;
            }
            next.state(change.get());
        }
    }

    private boolean copy(long end) throws IOException {
        for (int round = 0; round < COPY_ROUNDS && copiedUpTo < end; round++) {
            ByteBuffer target = ByteBuffer.wrap(copied, 0, (int) Math.min(copied.length, end - copiedUpTo));
            int count = disk.read(target, copiedUpTo);
            Invariants.check(count > 0, "%s ends at byte %s", file, copiedUpTo);
            next.copy(copied, count);
            copiedUpTo += count;
        }
        return copiedUpTo == end;
    }

    /** The changes of the old snapshot, out of its lines. */
    private final class OldState implements SnapshotMerge.Source {
        private final LogLines lines = new LogLines(disk, 0, head.bytes());
        private final Deque<Operation.Change> read = new ArrayDeque<>();

        @Override
        public Optional<Operation.Change> next() throws IOException {
            while (read.isEmpty() && lines.next()) {
                if (SnapshotLine.parse(lines.array(), lines.offset(), lines.length())
                        instanceof SnapshotLine.State state) {
                    read.addAll(state.changes());
                }
            }
            return Optional.ofNullable(read.poll());
        }
    }
}
