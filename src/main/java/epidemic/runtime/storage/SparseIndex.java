package epidemic.runtime.storage;

import java.util.Arrays;

/**
 * Where every {@value #STEP}th line of a log begins: 8 bytes of memory for each, at most half as much again in reserve.
 * Thread-safe: one thread adds, any look up.
 */
final class SparseIndex {
    /** The number of versions from one indexed line to the next. */
    static final int STEP = 1024;

    private static final int CAPACITY_FIRST = 16;

    private final long firstVersion;
    private long[] positions = new long[CAPACITY_FIRST];

    /**
     * An index.
     *
     * @param firstVersion the version of the log's first entry
     * @param firstPosition where that entry's line begins, or will begin
     */
    SparseIndex(long firstVersion, long firstPosition) {
        this.firstVersion = firstVersion;
        positions[0] = firstPosition;
    }

    /**
     * Notes where a version's line begins, if it is one of the indexed. Called for each version in order; a version that
     * could not be written may be noted again.
     *
     * @param version the first version or more
     * @param position a byte position in the file
     */
    synchronized void note(long version, long position) {
        if ((version - firstVersion) % STEP != 0) {
            return;
        }
        int index = indexOf(version);
        if (index == positions.length) {
            positions = Arrays.copyOf(positions, index + index / 2);
        }
        positions[index] = position;
    }

    /** The newest indexed version that is not above this one, which was noted before. */
    long indexedAtOrBefore(long version) {
        return version - (version - firstVersion) % STEP;
    }

    /** The position of an indexed version's line. */
    synchronized long positionOf(long indexedVersion) {
        return positions[indexOf(indexedVersion)];
    }

    private int indexOf(long indexedVersion) {
        return Math.toIntExact((indexedVersion - firstVersion) / STEP);
    }
}
