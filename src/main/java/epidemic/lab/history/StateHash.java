package epidemic.lab.history;

import epidemic.kernel.Value;
import java.util.HexFormat;
import java.util.Map;

/**
 * A hash of a node's data: equal data have equal hashes on every node and in every JVM. The order of keys does not
 * matter, that of a list's items does.
 */
public final class StateHash {
    private static final String LIST = "list";
    private static final long PRIME = 0x100000001B3L;
    private static final long BASIS = 0xCBF29CE484222325L;

    private StateHash() {}

    /** The hash, as 16 hexadecimal digits. */
    public static String of(Map<String, Value> data) {
        long sum = 0;
        for (Map.Entry<String, Value> entry : data.entrySet()) {
            sum += finish(add(ofKey(entry.getKey()), entry.getValue()));
        }
        return text(sum);
    }

    static String text(long sum) {
        return HexFormat.of().toHexDigits(sum);
    }

    static long ofKey(String key) {
        return add(BASIS, key);
    }

    /** A list without items, to add them to. */
    static long ofList(String key) {
        return add(ofKey(key), LIST);
    }

    private static long add(long hash, Value value) {
        if (value instanceof Value.Sequence sequence) {
            long items = add(hash, LIST);
            for (String item : sequence.items()) {
                items = add(items, item);
            }
            return items;
        }
        return add(hash, value.toString());
    }

    /** FNV-1a over the characters and an end mark. */
    static long add(long hash, String text) {
        long next = hash;
        for (int index = 0; index < text.length(); index++) {
            next = (next ^ text.charAt(index)) * PRIME;
        }
        return (next ^ Character.MAX_VALUE) * PRIME;
    }

    static long finish(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
        return mixed ^ (mixed >>> 33);
    }
}
