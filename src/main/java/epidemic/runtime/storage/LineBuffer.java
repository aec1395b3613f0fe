package epidemic.runtime.storage;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Lines that wait for one write, in memory that is used again. */
final class LineBuffer extends ByteArrayOutputStream {
    /** The size in bytes at which the lines are to be written. */
    static final int SLICE_BYTES = 4 * 1024 * 1024;

    private static final int CAPACITY_FIRST = 16 * 1024;

    LineBuffer() {
        super(CAPACITY_FIRST);
    }

    /** Whether the lines are to be written before more are added. */
    boolean isFull() {
        return count >= SLICE_BYTES;
    }

    /** The lines, not copied: valid until the buffer is changed. */
    ByteBuffer lines() {
        return ByteBuffer.wrap(buf, 0, count);
    }

    /** Empties the buffer, and gives memory back that an unusually long line took. */
    void clear() {
        reset();
        if (buf.length > 2 * SLICE_BYTES) {
            buf = new byte[CAPACITY_FIRST];
        }
    }
}
