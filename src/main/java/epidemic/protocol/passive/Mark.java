package epidemic.protocol.passive;

import epidemic.kernel.VersionEntry;
import epidemic.model.lineage.DigestChain;

/**
 * A number made of all that a version is. By it a main replica that has lost its disk tells those who hold versions of
 * another history than its own, under the same numbers: 64 bits, enough against chance.
 */
final class Mark {
    /** Of a version whose content is not known. */
    static final long UNKNOWN = 0;

    private Mark() {}

    /** The mark of a version, never {@link #UNKNOWN}. */
    static long of(VersionEntry entry) {
        long digest = DigestChain.of(entry);
        return digest == UNKNOWN ? 1 : digest;
    }
}
