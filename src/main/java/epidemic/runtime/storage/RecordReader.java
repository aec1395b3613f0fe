package epidemic.runtime.storage;

import epidemic.kernel.ByteSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what a {@link RecordBuffer} took. */
public final class RecordReader implements ByteSource {
    private static final int PAYLOAD_BITS = 7;
    private static final int MORE = 0x80;

    private final ByteBuffer bytes;

    /** Over the bytes between position and limit. */
    public RecordReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** Whether bytes are left. */
    public boolean hasMore() {
        return bytes.hasRemaining();
    }

    @Override
    public long number() {
        long zigzag = 0;
        for (int shift = 0; shift < Long.SIZE; shift += PAYLOAD_BITS) {
            if (!bytes.hasRemaining()) {
                throw new IllegalArgumentException("ends in the middle of a number");
            }
            byte next = bytes.get();
            zigzag |= (long) (next & (MORE - 1)) << shift;
            if (next >= 0) {
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
        }
        throw new IllegalArgumentException("a number of more than " + Long.SIZE + " bits");
    }

    @Override
    public int count() {
        long count = number();
        if (count < 0 || count > bytes.remaining()) {
            throw new IllegalArgumentException(count + " things in " + bytes.remaining() + " bytes");
        }
        return (int) count;
    }

    @Override
    public String text() {
        byte[] text = new byte[count()];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
