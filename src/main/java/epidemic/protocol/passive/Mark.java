package epidemic.protocol.passive;

import epidemic.kernel.Operation;
import epidemic.kernel.VersionEntry;

/**
 * A number made of all that a version is. By it a main replica that has lost its disk tells those who hold versions of
 * another history than its own, under the same numbers: 64 bits of FNV-1a, enough against chance.
 */
final class Mark {
    /** Of a version whose content is not known. */
    static final long UNKNOWN = 0;

    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Mark() {}

    /** The mark of a version, never {@link #UNKNOWN}. */
    static long of(VersionEntry entry) {
        long hash = add(BASIS, entry.version());
        hash = add(hash, entry.transaction().toString());
        hash = add(hash, entry.origin().name());
        hash = add(hash, entry.committedAtMillis());
        for (Operation.Change change : entry.writes()) {
            hash = add(hash, change instanceof Operation.Append ? "+" : "=");
            hash = add(hash, change.key());
            hash = add(hash, change.value());
        }
        return hash == UNKNOWN ? 1 : hash;
    }

    private static long add(long hash, String text) {
        long sum = add(hash, text.length());
        for (int index = 0; index < text.length(); index++) {
            sum = (sum ^ text.charAt(index)) * PRIME;
        }
        return sum;
    }

    private static long add(long hash, long number) {
        long sum = hash;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            sum = (sum ^ (number >>> shift & 0xff)) * PRIME;
        }
        return sum;
    }
}
