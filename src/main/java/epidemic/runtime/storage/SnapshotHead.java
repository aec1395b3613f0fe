package epidemic.runtime.storage;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The snapshot that a log begins with.
 *
 * @param version its version, 0 if the log begins with version 1
 * @param changes how many writes and appends the versions up to it had
 * @param items how many changes make its state
 * @param lines its lines
 * @param bytes their size: where the first entry begins
 */
record SnapshotHead(long version, long changes, long items, long lines, long bytes) {
    /** Of a log that begins with version 1. */
    static final SnapshotHead NONE = new SnapshotHead(0, 0, 0, 0, 0);

    /** Takes the lines between the first and the last. */
    interface Taker {
        /** Takes some of the state. */
        void state(SnapshotLine.State state);

        /** Takes some of the clients. */
        void clients(SnapshotLine.Clients clients);
    }

    /** Passes over them. */
    static final Taker NOBODY = new Taker() {
        @Override
        public void state(SnapshotLine.State state) {}

        @Override
        public void clients(SnapshotLine.Clients clients) {}
    };

    /**
     * Reads the snapshot whose first line the cursor is at. The cursor is at its last line then.
     *
     * @throws VersionLogException if it is damaged or not whole
     */
    static SnapshotHead read(Path file, LogLines cursor, Taker taker) throws IOException {
        SnapshotLine.Head head = (SnapshotLine.Head) line(file, 1, cursor);
        long lines = 1;
        long items = 0;
        while (cursor.next()) {
            lines++;
            SnapshotLine line = line(file, lines, cursor);
            if (line instanceof SnapshotLine.State state) {
                items += state.changes().size();
                taker.state(state);
            } else if (line instanceof SnapshotLine.Clients clients) {
                taker.clients(clients);
            } else if (line.equals(new SnapshotLine.End(head.version(), items))) {
                return new SnapshotHead(head.version(), head.changes(), items, lines, cursor.endPosition());
            } else {
                throw damaged(file, lines, "the snapshot goes on with " + line);
            }
        }
        throw damaged(file, lines + 1, "the snapshot is not whole");
    }

    private static SnapshotLine line(Path file, long number, LogLines cursor) throws VersionLogException {
        if (!cursor.isWhole()) {
            throw damaged(file, number, "the line is not whole");
        }
        try {
            return SnapshotLine.parse(cursor.array(), cursor.offset(), cursor.length());
        } catch (IllegalArgumentException damage) {
            throw damaged(file, number, damage.getMessage());
        }
    }

    private static VersionLogException damaged(Path file, long line, String what) {
        return new VersionLogException(file + ":" + line + ": damaged snapshot: " + what
                + "; restore the file, or empty the node's directory to let it catch up from its peers");
    }
}
