package epidemic.runtime.storage;

import epidemic.kernel.VersionEntry;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The look through a log when it is opened: checks each line, notes where lines begin, and cuts off a torn last line.
 *
 * @param head the snapshot that it begins with
 * @param index where lines begin
 * @param tail the end of the good lines, which is the end of the file now
 * @param cutBytes how much was cut off, in bytes
 */
record LogRecovery(SnapshotHead head, SparseIndex index, VersionLogFile.Tail tail, long cutBytes) {
    /**
     * Recovers a log. Holds one chunk of it in memory at a time.
     *
     * @throws VersionLogException if there is damage before the last line, or a version is not the one after the
     *     version of the line before
     * @throws IOException if the disk fails
     */
    static LogRecovery run(Path file, LogDisk disk) throws IOException {
        long size = disk.size();
        LogLines lines = new LogLines(disk, 0, size);
        boolean hasNext = lines.next();
        SnapshotHead head = SnapshotHead.NONE;
        if (hasNext && SnapshotLine.isHead(lines.array(), lines.offset(), lines.length())) {
            head = SnapshotHead.read(file, lines, SnapshotHead.NOBODY);
            hasNext = lines.next();
        }
        SparseIndex index = new SparseIndex(head.version() + 1, head.bytes());
        long version = head.version();
        long goodBytes = head.bytes();
        while (hasNext && !isTorn(lines)) {
            entry(file, head, version + 1, lines);
            version++;
            index.note(version, lines.position());
            goodBytes = lines.endPosition();
            hasNext = lines.next();
        }
        if (goodBytes < size) {
            disk.truncate(goodBytes);
        }
        return new LogRecovery(head, index, new VersionLogFile.Tail(version, goodBytes), size - goodBytes);
    }

    /**
     * The entry of the line that the cursor is at.
     *
     * @param head what the log begins with
     * @param version the version that it is to have
     * @throws VersionLogException if the line is damaged or holds another version
     */
    static VersionEntry entry(Path file, SnapshotHead head, long version, LogLines line) throws VersionLogException {
        long number = head.lines() + version - head.version();
        VersionEntry entry;
        try {
            entry = VersionLineParser.parse(line.array(), line.offset(), line.length());
        } catch (IllegalArgumentException damage) {
            throw new VersionLogException(
                    file + ":" + number + ": damaged line: " + damage.getMessage() + "; a version is allowed", damage);
        }
        if (entry.version() != version) {
            throw new VersionLogException(file + ":" + number + ": version " + entry.version() + " found: version "
                    + version + " is allowed");
        }
        return entry;
    }

    /** Whether this is the last line and was not written to its end. */
    private static boolean isTorn(LogLines line) {
        if (!line.isWhole()) {
            return true;
        }
        return line.isLast() && !isReadable(line);
    }

    private static boolean isReadable(LogLines line) {
        try {
            VersionLineParser.parse(line.array(), line.offset(), line.length());
            return true;
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }
}
