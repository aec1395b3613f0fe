package epidemic.runtime.storage;

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
    private byte[] bytes = new byte[1 << 12];
    private int size;
    private long failingAfterBytes = Long.MAX_VALUE;
    private boolean failed;
    private int openLogs;
    private int tornCount;

    /** The actor that writes the log on this disk. One at a time. */
    public Behavior<VersionLogActor.Command> log(NodeId node) {
        return VersionLogActor.create(() -> {
            if (openLogs > 0) {
                throw new IOException("the log of " + node + " is open already");
            }
            openLogs++;
            return VersionLogFile.open(Path.of(node.name(), "versions.jsonl"), new Handle(), SyncMode.BATCH);
        });
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
            VersionLogFile log = VersionLogFile.open(Path.of("memory"), new Handle(), SyncMode.NEVER);
            return log.read(0, Integer.MAX_VALUE);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    /** The number of bytes on it. */
    public int size() {
        return size;
    }

    /** The first place in which the common part of two disks differs, or -1. */
    public int mismatch(MemoryDisk other, int from) {
        int common = Math.min(size, other.size);
        return from >= common ? -1 : Arrays.mismatch(bytes, from, common, other.bytes, from, common);
    }

    /** One opening of it. */
    private final class Handle implements LogDisk {
        @Override
        public long size() {
            return size;
        }

        @Override
        public int read(ByteBuffer target, long position) {
            if (position >= size) {
                return -1;
            }
            int count = (int) Math.min(target.remaining(), size - position);
            target.put(bytes, (int) position, count);
            return count;
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            int count = (int) Math.min(source.remaining(), failingAfterBytes);
            boolean fails = failingAfterBytes != Long.MAX_VALUE;
            failingAfterBytes = Long.MAX_VALUE;
            int end = (int) position + count;
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
            }
            source.get(bytes, (int) position, count);
            size = Math.max(size, end);
            failed = failed || fails;
            if (fails) {
                throw new IOException("planted: the disk failed");
            }
        }

        @Override
        public void truncate(long to) {
            tornCount++;
            size = (int) Math.min(size, to);
        }

        @Override
        public void force() {}

        @Override
        public void close() {
            openLogs--;
        }
    }
}
