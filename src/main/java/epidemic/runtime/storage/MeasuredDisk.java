package epidemic.runtime.storage;

import epidemic.runtime.figures.FileFigures;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A disk whose writes, forces and failures are counted. Two readings of the clock for each write and each force. */
final class MeasuredDisk implements LogDisk {
    private final LogDisk disk;
    private final FileFigures figures;

    private interface Step<T> {
        T run() throws IOException;
    }

    private MeasuredDisk(LogDisk disk, FileFigures figures) {
        this.disk = disk;
        this.figures = figures;
    }

    /** A disk that is counted from now on. It is closed if its size cannot be told. */
    static MeasuredDisk of(LogDisk disk, FileFigures figures) throws IOException {
        MeasuredDisk measured = new MeasuredDisk(disk, figures);
        try {
            figures.hasSize(measured.size());
            return measured;
        } catch (IOException failure) {
            disk.close();
            throw failure;
        }
    }

    @Override
    public long size() throws IOException {
        return counted(disk::size);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return counted(() -> disk.read(target, position));
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
        long size = bytes.remaining();
        long begunNanos = System.nanoTime();
        counted(() -> {
            disk.write(bytes, position);
            return size;
        });
        figures.wrote(size, System.nanoTime() - begunNanos);
        figures.hasSize(position + size);
    }

    @Override
    public void truncate(long size) throws IOException {
        counted(() -> {
            disk.truncate(size);
            return size;
        });
        figures.hasSize(size);
    }

    @Override
    public void force() throws IOException {
        long begunNanos = System.nanoTime();
        counted(() -> {
            disk.force();
            return begunNanos;
        });
        figures.synced(System.nanoTime() - begunNanos);
    }

    /** What is written beside the file does not count until it takes its place. */
    @Override
    public LogDisk openNext() throws IOException {
        return counted(disk::openNext);
    }

    @Override
    public void replaceBy(LogDisk next, SyncMode sync) throws IOException {
        figures.hasSize(counted(() -> {
            disk.replaceBy(next, sync);
            return disk.size();
        }));
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }

    private <T> T counted(Step<T> step) throws IOException {
        try {
            return step.run();
        } catch (IOException failure) {
            figures.failed();
            throw failure;
        }
    }
}
