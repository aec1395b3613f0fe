package epidemic.peers.contender;

import epidemic.peers.Updates;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What each replica holds that is sent bytes: a map of keys to values, and how an update becomes bytes and back. */
final class ByteMap {
    private final Map<String, byte[]> values = new HashMap<>();

    /** An update: the length of the key in one byte, the key, the value. */
    static byte[] encode(Updates.Update update) {
        byte[] key = update.key().getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = new byte[1 + key.length + update.bytes().length];
        bytes[0] = (byte) key.length;
        System.arraycopy(key, 0, bytes, 1, key.length);
        System.arraycopy(update.bytes(), 0, bytes, 1 + key.length, update.bytes().length);
        return bytes;
    }

    /** Does an encoded update, which is the rest of the buffer. */
    void apply(ByteBuffer encoded) {
        byte[] key = new byte[encoded.get()];
        encoded.get(key);
        byte[] value = new byte[encoded.remaining()];
        encoded.get(value);
        values.put(new String(key, StandardCharsets.US_ASCII), value);
    }
}
