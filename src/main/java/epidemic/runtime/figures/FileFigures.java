package epidemic.runtime.figures;

import java.util.concurrent.atomic.LongAdder;

/** One file of a node. Thread-safe. */
public final class FileFigures {
    private final Distribution writes = new Distribution(Scale.SECONDS);
    private final Distribution syncs = new Distribution(Scale.SECONDS);
    private final Distribution groups = new Distribution(Scale.BYTES);
    private final LongAdder errors = new LongAdder();
    private volatile long sizeBytes;

    /** So many bytes were written in so long. */
    public void wrote(long bytes, long nanos) {
        groups.record(bytes);
        writes.record(nanos);
    }

    /** The disk was forced in so long. */
    public void synced(long nanos) {
        syncs.record(nanos);
    }

    /** The disk failed. */
    public void failed() {
        errors.increment();
    }

    /** The file has this size now. */
    public void hasSize(long bytes) {
        sizeBytes = bytes;
    }

    /** Times of writes. */
    public Distribution writes() {
        return writes;
    }

    /** Times of forces. */
    public Distribution syncs() {
        return syncs;
    }

    /** Sizes of writes. */
    public Distribution groups() {
        return groups;
    }

    /** Reads, writes and forces that failed. */
    public long errors() {
        return errors.sum();
    }

    /** The size of the file. */
    public long sizeBytes() {
        return sizeBytes;
    }
}
