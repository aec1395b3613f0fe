package epidemic.model.lineage;

import epidemic.kernel.Invariants;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.VersionEntry;
import java.util.Arrays;

/**
 * The digest of each beginning of a log: that of version n is made of that of n - 1 and all that stands in entry n. So two
 * logs with the same digest at a version are the same up to it, but for a chance of 2<sup>-64</sup>; nothing is safe from
 * somebody who forges. 8 bytes in memory for each version.
 *
 * <p>Literature: D. Ongaro, J. Ousterhout, "In Search of an Understandable Consensus Algorithm", USENIX ATC 2014, section 5.3
 * (what comes is appended only behind the same predecessor); here the predecessor is known by its content, as a log whose
 * disk was lost gives the same numbers again.
 */
public final class DigestChain {
    /** Before the first version. */
    static final long START = 0x6C6F67L;

    private static final int ROOM_FIRST = 64;
    private static final long ODD = 0x9E3779B97F4A7C15L;

    /** At index n the digest of version n. */
    private long[] digests = new long[ROOM_FIRST];

    private int newest;

    /** An empty log's. */
    public DigestChain() {
        digests[0] = START;
    }

    /** The newest version. */
    public long newest() {
        return newest;
    }

    /**
     * The digest at a version.
     *
     * @param version 0 to {@link #newest()}
     */
    public long at(long version) {
        Invariants.check(version >= 0 && version <= newest, "no digest at %s, the newest is %s", version, newest);
        return digests[(int) version];
    }

    /** The mark at a version, 0 to {@link #newest()}. */
    public LogMark mark(long version) {
        return new LogMark(version, at(version));
    }

    /** Whether this log is another one at a mark; not if it does not reach there. */
    public boolean differsAt(LogMark mark) {
        return mark.version() <= newest && at(mark.version()) != mark.digest();
    }

    /** The log has its next entry. */
    public void add(VersionEntry entry) {
        Invariants.check(entry.version() == newest + 1, "digest of version %s after %s", entry.version(), newest);
        long digest = next(digests[newest], entry);
        newest++;
        if (newest == digests.length) {
            digests = Arrays.copyOf(digests, 2 * digests.length);
        }
        digests[newest] = digest;
    }

    /** The digest of one entry alone. */
    public static long of(VersionEntry entry) {
        return next(START, entry);
    }

    /** The digest behind an entry, of the one before it. */
    public static long next(long before, VersionEntry entry) {
        RequestId id = entry.transaction();
        long digest = add(add(before, entry.version()), entry.committedAtMillis());
        digest =
                add(add(add(digest, id.client()), id.sequence()), entry.origin().name());
        for (Operation.Change change : entry.writes()) {
            digest = add(add(digest, change instanceof Operation.Append ? 1 : 2), change.key());
            digest = add(digest, change.value());
        }
        return digest;
    }

    private static long add(long digest, String text) {
        long mixed = add(digest, text.length());
        for (int index = 0; index < text.length(); index++) {
            mixed = (mixed ^ text.charAt(index)) * ODD;
        }
        return add(mixed, 0);
    }

    /** The finaliser of splitmix64 over both. */
    private static long add(long digest, long number) {
        long mixed = (digest ^ number) * ODD + 1;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
