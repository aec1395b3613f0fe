package epidemic.runtime.storage;

import epidemic.kernel.ByteSink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of records, growing: numbers as zigzag varints, texts as their length in UTF-8 and the bytes. What is plain ASCII
 * is copied character by character.
 */
public final class RecordBuffer implements ByteSink {
    private static final int FIRST_BYTES = 1 << 12;
    private static final int VARINT_BYTES_MAX = 10;
    private static final int PAYLOAD_BITS = 7;
    private static final int MORE = 0x80;

    private byte[] bytes;
    private int size;

    /** An empty one with the usual room. */
    public RecordBuffer() {
        this(FIRST_BYTES);
    }

    /** An empty one with room for so many bytes at first. */
    public RecordBuffer(int firstBytes) {
        bytes = new byte[firstBytes];
    }

    @Override
    public void number(long number) {
        reserve(VARINT_BYTES_MAX);
        long zigzag = (number << 1) ^ (number >> (Long.SIZE - 1));
        while ((zigzag & -MORE) != 0) {
            bytes[size++] = (byte) (zigzag & (MORE - 1) | MORE);
            zigzag >>>= PAYLOAD_BITS;
        }
        bytes[size++] = (byte) zigzag;
    }

    @Override
    public void text(String text) {
        int length = text.length();
        number(length);
        reserve(length);
        int begin = size;
        for (int index = 0; index < length; index++) {
            char character = text.charAt(index);
            if (character >= MORE) {
                size = begin;
                rewriteText(text, length);
                return;
            }
            bytes[size++] = (byte) character;
        }
    }

    private void rewriteText(String text, int length) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        size -= varintBytes(length);
        number(encoded.length);
        reserve(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
    }

    private static int varintBytes(int length) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, (long) length << 1));
        return (bits + PAYLOAD_BITS - 1) / PAYLOAD_BITS;
    }

    /** Leaves room for a fixed number of bytes, to be filled in by {@link #putInt}. */
    int skip(int count) {
        reserve(count);
        int position = size;
        size += count;
        return position;
    }

    /** Four bytes, most significant first. */
    void putInt(int position, int value) {
        ByteBuffer.wrap(bytes).putInt(position, value);
    }

    /** The number of bytes taken. */
    public int size() {
        return size;
    }

    /** The bytes from a position on; valid until the next change. */
    public ByteBuffer from(int position) {
        return ByteBuffer.wrap(bytes, position, size - position);
    }

    /** Forgets all; a large room is given back. */
    public void clear() {
        clear(LineBuffer.SLICE_BYTES * 2);
    }

    /** Forgets all; a room of more than so many bytes is given back. */
    public void clear(int roomBytesMax) {
        size = 0;
        if (bytes.length > roomBytesMax) {
            bytes = new byte[FIRST_BYTES];
        }
    }

    /** How many bytes it has memory for. */
    public int room() {
        return bytes.length;
    }

    private void reserve(int count) {
        if (size + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + count, 2 * bytes.length));
        }
    }
}
