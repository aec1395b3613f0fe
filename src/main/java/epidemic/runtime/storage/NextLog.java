package epidemic.runtime.storage;

import epidemic.kernel.Operation;
import epidemic.kernel.Snapshot;
import epidemic.kernel.VersionEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A log that is written to take another one's place: a snapshot, then the entries behind it. */
final class NextLog {
    private static final int FORCE_BYTES = LineBuffer.SLICE_BYTES;

    private static final int CLIENTS_MAX = 500;

    private final LogDisk disk;
    private final SyncMode sync;
    private final LineBuffer lines = new LineBuffer();
    private final List<Operation.Change> state = new ArrayList<>();
    private int stateChars;

    private SnapshotHead head = SnapshotHead.NONE;
    private SparseIndex index = new SparseIndex(1, 0);
    private long version;
    private long written;
    private long forced;

    NextLog(LogDisk disk, SyncMode sync) {
        this.disk = disk;
        this.sync = sync;
    }

    /** First: what the snapshot is of. */
    void begin(long snapshotVersion, long changes) throws IOException {
        head = new SnapshotHead(snapshotVersion, changes, 0, 0, 0);
        write(new SnapshotLine.Head(snapshotVersion, changes), 0);
    }

    /** Then its state, in the order of keys. */
    void state(Operation.Change change) throws IOException {
        state.add(change);
        stateChars += change.key().length() + change.value().length() + 8;
        if (stateChars >= SnapshotLine.STATE_CHARS) {
            writeState();
        }
    }

    private void writeState() throws IOException {
        if (!state.isEmpty()) {
            write(new SnapshotLine.State(List.copyOf(state)), state.size());
            state.clear();
            stateChars = 0;
        }
    }

    private void write(SnapshotLine line, int items) throws IOException {
        line.write(lines);
        head = new SnapshotHead(
                head.version(), head.changes(), head.items() + items, head.lines() + 1, written + lines.size());
        if (lines.isFull()) {
            flush();
        }
    }

    /** Then the clients, and the end. */
    void endSnapshot(List<Snapshot.Remembered> clients) throws IOException {
        writeState();
        for (int from = 0; from < clients.size(); from += CLIENTS_MAX) {
            List<Snapshot.Remembered> some = clients.subList(from, Math.min(from + CLIENTS_MAX, clients.size()));
            write(new SnapshotLine.Clients(some), 0);
        }
        write(new SnapshotLine.End(head.version(), head.items()), 0);
        version = head.version();
        index = new SparseIndex(version + 1, head.bytes());
        flush();
    }

    /** Then the next entry. */
    void entry(VersionEntry entry) throws IOException {
        index.note(entry.version(), written + lines.size());
        VersionLine.write(entry, lines);
        version = entry.version();
        if (lines.isFull()) {
            flush();
        }
    }

    /** Or bytes of entries as another log has them; the last may be whole later. */
    void copy(byte[] bytes, int count) throws IOException {
        for (int position = 0; position < count; position++) {
            if (bytes[position] == '\n') {
                version++;
                index.note(version + 1, written + position + 1);
            }
        }
        put(ByteBuffer.wrap(bytes, 0, count));
    }

    private void flush() throws IOException {
        put(lines.lines());
        lines.clear();
    }

    private void put(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        disk.write(bytes, written);
        written += count;
        if (written - forced > FORCE_BYTES) {
            force();
        }
    }

    /** In small portions, so that the last one does not take long. */
    private void force() throws IOException {
        forced = written;
        if (sync == SyncMode.BATCH) {
            disk.force();
        }
    }

    /** All is written: it is as durable as the mode promises when this returns. */
    void finish() throws IOException {
        flush();
        force();
    }

    /** It takes no place. */
    void abandon() {
        try {
            disk.close();
        } catch (IOException notClosed) {
            // What it has written is overwritten by the next one.
        }
    }

    LogDisk disk() {
        return disk;
    }

    SnapshotHead head() {
        return head;
    }

    SparseIndex index() {
        return index;
    }

    VersionLogFile.Tail tail() {
        return new VersionLogFile.Tail(version, written);
    }
}
