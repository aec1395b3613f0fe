package epidemic.runtime.storage;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Lines that wait for one write, in memory that is used again. */
final class LineBuffer extends ByteArrayOutputStream {
    /** The size in bytes at which the lines are to be written. */
    static final int SLICE_BYTES = 4 * 1024 * 1024;

    private static final int CAPACITY_FIRST = 16 * 1024;
    private static final int DIGITS_MAX = 19;

    LineBuffer() {
        super(CAPACITY_FIRST);
    }

    /** Adds bytes. */
    void add(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buf, count, bytes.length);
        count += bytes.length;
    }

    /** Adds a number, 0 or more, in decimal digits. */
    void addNumber(long number) {
        reserve(DIGITS_MAX);
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        count += digits;
        long rest = number;
        for (int place = 1; place <= digits; place++) {
            buf[count - place] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /**
     * Adds a text that stands for itself in JSON.
     *
     * @return false if it does not: some of it may have been added
     */
    boolean addPlain(String text) {
        int length = text.length();
        reserve(length);
        for (int index = 0; index < length; index++) {
            char character = text.charAt(index);
            if (character < ' ' || character > '~' || character == '"' || character == '\\') {
                return false;
            }
            buf[count++] = (byte) character;
        }
        return true;
    }

    /** Takes away all behind so many bytes. */
    void cut(int size) {
        count = size;
    }

    private void reserve(int more) {
        if (count + more > buf.length) {
            buf = Arrays.copyOf(buf, Math.max(count + more, 2 * buf.length));
        }
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
