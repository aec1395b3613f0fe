package epidemic.runtime.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A disk that notes what is done to it, and fails when told to. */
final class RecordingDisk implements LogDisk {
    final List<Integer> writes = new ArrayList<>();
    int forces;
    long bytesRead;

    /** The next write stops after so many bytes and fails; above any write: none does. */
    int failWriteAfterBytes = Integer.MAX_VALUE;

    boolean failForce;
    boolean failRead;
    boolean closed;

    private final LogDisk disk;

    RecordingDisk(LogDisk disk) {
        this.disk = disk;
    }

    @Override
    public long size() throws IOException {
        return disk.size();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        if (failRead) {
            throw new IOException("unreadable sector");
        }
        int count = disk.read(target, position);
        bytesRead += count;
        return count;
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
        writes.add(bytes.remaining());
        if (bytes.remaining() > failWriteAfterBytes) {
            bytes.limit(bytes.position() + failWriteAfterBytes);
            disk.write(bytes, position);
            throw new IOException("no space left");
        }
        disk.write(bytes, position);
    }

    @Override
    public void truncate(long size) throws IOException {
        disk.truncate(size);
    }

    @Override
    public void force() throws IOException {
        forces++;
        if (failForce) {
            throw new IOException("sync failed");
        }
        disk.force();
    }

    @Override
    public LogDisk openNext() throws IOException {
        return disk.openNext();
    }

    @Override
    public void replaceBy(LogDisk next, SyncMode sync) throws IOException {
        disk.replaceBy(next, sync);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        disk.close();
    }
}
