package epidemic.runtime.storage;

import epidemic.kernel.MessageCodec;
import epidemic.kernel.NodeId;
import epidemic.kernel.VersionEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;

/** The disk of one node in memory: outlives its logs, tears and fails writes when told to. */
public final class MemoryDisk {
    private Area log = new Area();
    private Area journal = new Area();
    private Area nextJournal = new Area();
    private long failingAfterBytes = Long.MAX_VALUE;
    private boolean failed;
    private int openLogs;
    private int tornCount;
    private int generation;

    /** The bytes of one file. */
    private static final class Area {
        private byte[] bytes = new byte[1 << 12];
        private int size;
    }

    /** The actor that writes log and journal on this disk. One at a time. */
    public Behavior<DiskCall> log(NodeId node, MessageCodec codec, StoragePolicy policy) {
        return VersionLogActor.create(
                () -> {
                    if (openLogs > 0) {
                        throw new IOException("the log of " + node + " is open already");
                    }
                    openLogs++;
                    VersionLogFile file = VersionLogFile.open(
                            Path.of(node.name(), "versions.jsonl"), new Handle(log, true), SyncMode.BATCH);
                    return NodeDisk.open(file, new Place(Path.of(node.name(), "journal.bin")), SyncMode.BATCH, codec);
                },
                policy);
    }

    /** The next write fails, after so many bytes of it have reached the disk. */
    public void failAfter(long bytesWritten) {
        failingAfterBytes = bytesWritten;
    }

    /** Whether a write has failed since it last worked. */
    public boolean hasFailed() {
        return failed;
    }

    /** How often a log was opened that ended in the middle of a version. */
    public int tornCount() {
        return tornCount;
    }

    /** No write fails any more. */
    public void works() {
        failingAfterBytes = Long.MAX_VALUE;
        failed = false;
    }

    /** The versions on it, as a log that is opened now would find them. */
    public List<VersionEntry> entries() {
        try {
            VersionLogFile file = VersionLogFile.open(Path.of("memory"), new Handle(log, false), SyncMode.NEVER);
            return file.read(file.snapshotVersion(), Integer.MAX_VALUE);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    /** How often its log has begun with another snapshot. */
    public int generation() {
        return generation;
    }

    /** The number of bytes on it. */
    public int size() {
        return log.size;
    }

    /** The first place in which the common part of two disks differs, or -1. */
    public int mismatch(MemoryDisk other, int from) {
        int common = Math.min(log.size, other.log.size);
        return from >= common ? -1 : Arrays.mismatch(log.bytes, from, common, other.log.bytes, from, common);
    }

    /** The journal and the room beside it. */
    private final class Place implements JournalPlace {
        private final Path path;

        private Place(Path path) {
            this.path = path;
        }

        @Override
        public Path path() {
            return path;
        }

        @Override
        public LogDisk open() {
            return new Handle(journal, false);
        }

        @Override
        public LogDisk openNext() {
            nextJournal = new Area();
            return new Handle(nextJournal, false);
        }

        @Override
        public void replace(SyncMode sync) {
            journal = nextJournal;
        }
    }

    /** One opening of a file. */
    private final class Handle implements LogDisk {
        private final boolean isLog;
        private Area area;

        private Handle(Area area, boolean isLog) {
            this.area = area;
            this.isLog = isLog;
        }

        @Override
        public long size() {
            return area.size;
        }

        @Override
        public int read(ByteBuffer target, long position) {
            if (position >= area.size) {
                return -1;
            }
            int count = (int) Math.min(target.remaining(), area.size - position);
            target.put(area.bytes, (int) position, count);
            return count;
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            int count = (int) Math.min(source.remaining(), failingAfterBytes);
            boolean fails = failingAfterBytes != Long.MAX_VALUE;
            failingAfterBytes = Long.MAX_VALUE;
            int end = (int) position + count;
            if (end > area.bytes.length) {
                area.bytes = Arrays.copyOf(area.bytes, Math.max(end, 2 * area.bytes.length));
            }
            source.get(area.bytes, (int) position, count);
            area.size = Math.max(area.size, end);
            failed = failed || fails;
            if (fails) {
                throw new IOException("planted: the disk failed");
            }
        }

        @Override
        public void truncate(long to) {
            tornCount++;
            area.size = (int) Math.min(area.size, to);
        }

        @Override
        public void force() {}

        @Override
        public LogDisk openNext() {
            return new Handle(new Area(), false);
        }

        @Override
        public void replaceBy(LogDisk next, SyncMode sync) {
            area = ((Handle) next).area;
            log = area;
            generation++;
        }

        @Override
        public void close() {
            openLogs -= isLog ? 1 : 0;
        }
    }
}
