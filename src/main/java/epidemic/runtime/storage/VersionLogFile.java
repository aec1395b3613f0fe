package epidemic.runtime.storage;

import epidemic.kernel.Invariants;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Snapshot;
import epidemic.kernel.Value;
import epidemic.kernel.VersionEntry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One node's version log on disk, {@code DIR/NODE/versions.jsonl}: appended; now and then rewritten with a snapshot in
 * place of its first versions, if that is wanted.
 *
 * <p>Opening recovers: every line is read and checked, and a torn last line, which a crash in the middle of a write
 * leaves, is cut off and reported. Damage before the last line is an error, since good lines follow it.
 *
 * <p>One process may have a log open, and uses it in one thread.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>the file begins with version 1, or with a {@linkplain SnapshotLine snapshot} and the version behind it; versions
 *       have no gaps;
 *   <li>a file with a snapshot takes the place of the one before at once: there is always one whole log;
 *   <li>after a failed write nothing is written any more, so nothing stands behind a torn line.
 * </ul>
 */
public final class VersionLogFile implements Closeable {
    private static final String FILE = "versions.jsonl";

    private final Path file;
    private final LogDisk disk;
    private final SyncMode sync;
    private final LineBuffer lines = new LineBuffer();
    private final PlainLines plainLines = new PlainLines(lines);
    private final Recovered recovered;

    private SnapshotHead head;
    private SparseIndex index;
    private volatile Tail tail;
    private Optional<IOException> broken = Optional.empty();

    /**
     * What opening found.
     *
     * @param version the newest version in the file, 0 if it is empty
     * @param cutBytes the length in bytes of a torn last line that was cut off, 0 if there was none
     */
    public record Recovered(long version, long cutBytes) {}

    /** The end of what may be read: the newest version, and the file's size with it. */
    record Tail(long version, long bytes) {}

    private VersionLogFile(Path file, LogDisk disk, SyncMode sync) throws IOException {
        this.file = file;
        this.disk = disk;
        this.sync = sync;
        LogRecovery recovery = LogRecovery.run(file, disk);
        this.head = recovery.head();
        this.index = recovery.index();
        this.tail = recovery.tail();
        this.recovered = new Recovered(tail.version(), recovery.cutBytes());
        if (sync == SyncMode.BATCH) {
            disk.force();
        }
    }

    /**
     * Whether somebody writes a log below this directory. Not to be asked by a process that does so itself.
     *
     * @param directory the data directory of all nodes
     */
    public static boolean isInUse(Path directory) throws IOException {
        try (Stream<Path> nodes = Files.list(directory)) {
            for (Path node : nodes.filter(Files::isDirectory).toList()) {
                if (FileDisk.isInUse(node)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The same for the log of one node; those of others may be in use. */
    public static boolean isInUse(Path directory, NodeId node) throws IOException {
        return FileDisk.isInUse(directory.resolve(node.name()));
    }

    /**
     * Where a node's log is.
     *
     * @param directory the data directory of all nodes
     * @throws IllegalArgumentException if the node's name is no name of a directory
     */
    public static Path pathOf(Path directory, NodeId node) {
        if (node.name().equals(".") || node.name().equals("..")) {
            throw new IllegalArgumentException("node name '" + node + "' is no name of a directory");
        }
        return directory.resolve(node.name()).resolve(FILE);
    }

    /**
     * Opens and recovers a node's log; creates it if it is missing. O(file size).
     *
     * @param directory the data directory of all nodes
     * @throws VersionLogException if the log is damaged, open elsewhere or not accessible; the message names the file and
     *     the line
     */
    public static VersionLogFile open(Path directory, NodeId node, SyncMode sync) throws VersionLogException {
        Path file = pathOf(directory, node);
        return open(file, FileDisk.open(file), sync);
    }

    /** Recovers a log on a disk that is open, and closes the disk if that fails. */
    static VersionLogFile open(Path file, LogDisk disk, SyncMode sync) throws VersionLogException {
        try {
            return new VersionLogFile(file, disk, sync);
        } catch (IOException failure) {
            try {
                disk.close();
            } catch (IOException second) {
                failure.addSuppressed(second);
            }
            throw describe("cannot recover the version log " + file, failure);
        }
    }

    /** What opening found. */
    public Recovered recovered() {
        return recovered;
    }

    /** The file. */
    public Path path() {
        return file;
    }

    /** The newest version that was written, 0 if there is none. */
    public long lastVersion() {
        return tail.version();
    }

    /** The version of the snapshot that the log begins with, 0 if it begins with version 1. */
    public long snapshotVersion() {
        return head.version();
    }

    /**
     * The snapshot that the log begins with, if it does: O(its size).
     *
     * @throws VersionLogException if it cannot be read or was damaged since the log was opened
     */
    public Optional<Snapshot> readSnapshot() throws VersionLogException {
        if (head.version() == 0) {
            return Optional.empty();
        }
        SnapshotReader reader = new SnapshotReader();
        try {
            LogLines cursor = new LogLines(disk, 0, head.bytes());
            Invariants.check(cursor.next(), "%s has lost its snapshot", file);
            SnapshotHead.read(file, cursor, reader);
        } catch (IOException failure) {
            throw describe("cannot read the version log " + file, failure);
        }
        return Optional.of(reader.snapshot(head));
    }

    /**
     * Puts a snapshot and entries in place of all that is in the log, at once or not at all. When it returns, they are as
     * durable as the mode promises.
     *
     * @param entries those behind the snapshot, without gaps
     * @throws VersionLogException if that failed; nothing is written any more then
     */
    public void replace(Snapshot snapshot, List<VersionEntry> entries) throws VersionLogException {
        try {
            NextLog next = new NextLog(disk.openNext(), sync);
            next.begin(snapshot.version(), snapshot.changes());
            for (Map.Entry<String, Value> item : snapshot.data().entrySet()) {
                for (Operation.Change change : Snapshot.changesOf(item.getKey(), item.getValue())) {
                    next.state(change);
                }
            }
            next.endSnapshot(snapshot.clients());
            for (VersionEntry entry : entries) {
                next.entry(entry);
            }
            adopt(next);
        } catch (IOException failure) {
            broken = Optional.of(failure);
            throw describe("cannot replace the version log " + file, failure);
        }
    }

    /**
     * Begins to put a snapshot in place of the versions up to one.
     *
     * @param upTo above {@link #snapshotVersion()}, at most {@link #lastVersion()}
     * @param clients how many the snapshot remembers
     */
    LogCompaction compact(long upTo, int clients) throws IOException {
        return new LogCompaction(file, disk, head, tail, upTo, clients, new NextLog(disk.openNext(), sync));
    }

    /** The next log is whole: it takes this one's place. */
    void adopt(NextLog next) throws IOException {
        next.finish();
        disk.replaceBy(next.disk(), sync);
        head = next.head();
        index = next.index();
        tail = next.tail();
    }

    /** The end of what was written. */
    Tail tail() {
        return tail;
    }

    /** How many changes make the state that the log begins with. */
    long snapshotItems() {
        return head.items();
    }

    /**
     * Appends versions as one group: {@link #write}, then {@link #force}. When it returns, the versions are as durable as
     * the mode promises.
     *
     * @throws Invariants.Violation as {@link #write} does
     * @throws VersionLogException as {@link #write} does
     */
    public void append(List<VersionEntry> entries) throws VersionLogException {
        write(entries);
        force();
    }

    /**
     * Writes versions: one write for each {@value LineBuffer#SLICE_BYTES} bytes.
     *
     * @param entries the versions after {@link #lastVersion()}, without gaps
     * @throws Invariants.Violation if there is a gap; nothing was written then
     * @throws VersionLogException if this write or an earlier one failed; some of the versions may be in the file
     */
    public void write(List<VersionEntry> entries) throws VersionLogException {
        long version = tail.version();
        for (VersionEntry entry : entries) {
            version++;
            requireNext(entry, version);
        }
        if (broken.isPresent()) {
            throw describe("the version log " + file + " is broken", broken.get());
        }
        try {
            writeGroup(entries);
        } catch (IOException failure) {
            broken = Optional.of(failure);
            throw describe("cannot write the version log " + file, failure);
        }
    }

    /** Checks that an entry has this version; for each entry, so it makes no objects. */
    void requireNext(VersionEntry entry, long version) {
        if (entry.version() != version) {
            throw new Invariants.Violation(file + ": version " + entry.version() + " appended, not " + version);
        }
    }

    /**
     * Makes what was written as durable as the mode promises: with {@link SyncMode#BATCH} one force.
     *
     * @throws VersionLogException if that failed; nothing is written any more then
     */
    public void force() throws VersionLogException {
        if (sync == SyncMode.BATCH && broken.isEmpty()) {
            try {
                disk.force();
            } catch (IOException failure) {
                broken = Optional.of(failure);
                throw describe("cannot write the version log " + file, failure);
            }
        }
    }

    /**
     * Reads versions. O(limit + {@value SparseIndex#STEP}) lines, wherever in the file they are.
     *
     * @param afterVersion the version before the first one wanted, 0 or more
     * @param limit at most so many, above 0
     * @return versions {@code afterVersion + 1} and on; fewer than the limit only at the end of the log; none if a snapshot
     *     stands for the first of them, see {@link #snapshotVersion}
     * @throws VersionLogException if the file cannot be read or a line was damaged since it was opened
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public List<VersionEntry> read(long afterVersion, int limit) throws VersionLogException {
        if (afterVersion < 0 || limit < 1) {
            throw new IllegalArgumentException("read of " + limit + " versions after " + afterVersion
                    + ": 1 or more after version 0 or more are allowed");
        }
        Tail end = tail;
        if (afterVersion >= end.version() || afterVersion < head.version()) {
            return List.of();
        }
        try {
            return readLines(afterVersion + 1, (int) Math.min(limit, end.version() - afterVersion), end);
        } catch (IOException failure) {
            throw describe("cannot read the version log " + file, failure);
        }
    }

    /** Closes the file and lets another process open it. */
    @Override
    public void close() throws IOException {
        disk.close();
    }

    private void writeGroup(List<VersionEntry> entries) throws IOException {
        lines.clear();
        long version = tail.version();
        for (VersionEntry entry : entries) {
            if (lines.isFull()) {
                writeSlice(version);
            }
            index.note(entry.version(), tail.bytes() + lines.size());
            if (!plainLines.add(entry)) {
                VersionLine.write(entry, lines);
            }
            version = entry.version();
        }
        writeSlice(version);
    }

    private void writeSlice(long version) throws IOException {
        Tail before = tail;
        int bytes = lines.size();
        disk.write(lines.lines(), before.bytes());
        tail = new Tail(version, before.bytes() + bytes);
        lines.clear();
    }

    private List<VersionEntry> readLines(long first, int count, Tail end) throws IOException {
        long version = index.indexedAtOrBefore(first);
        LogLines cursor = new LogLines(disk, index.positionOf(version), end.bytes());
        List<VersionEntry> entries = new ArrayList<>(count);
        while (entries.size() < count) {
            Invariants.check(cursor.next(), "%s ends before version %s", file, version);
            if (version >= first) {
                entries.add(LogRecovery.entry(file, head, version, cursor));
            }
            version++;
        }
        return entries;
    }

    private static VersionLogException describe(String what, IOException failure) {
        return failure instanceof VersionLogException known
                ? known
                : new VersionLogException(what + ": " + failure, failure);
    }
}
