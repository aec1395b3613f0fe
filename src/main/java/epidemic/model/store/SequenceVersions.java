package epidemic.model.store;

/**
 * Which version each of one client's requests made: a map of numbers to numbers without boxes, open addressing with
 * linear probing. Versions that are forgotten stay where they are until the table is full, and are swept out then: so
 * forgetting one costs nothing. A few sequences that follow one another lie side by side.
 */
final class SequenceVersions {
    private static final int CAPACITY_FIRST = 2;
    private static final int BLOCK_SHIFT = 3;
    private static final int BLOCK_MASK = (1 << BLOCK_SHIFT) - 1;
    /** 2 to the 64th, divided by the golden ratio: Knuth's multiplicative hashing. */
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private long[] sequences = new long[CAPACITY_FIRST];
    /** 0 where nothing is. */
    private long[] versions = new long[CAPACITY_FIRST];

    private int used;

    /**
     * The version of a sequence, 0 if it is not held.
     *
     * @param forgotten versions up to this one count as not held
     */
    long get(long sequence, long forgotten) {
        long version = versions[slot(sequence)];
        return version > forgotten ? version : 0;
    }

    /**
     * Holds a version.
     *
     * @param version above {@code forgotten}
     * @param forgotten versions up to this one need not be held any more; never below what it was
     */
    void put(long sequence, long version, long forgotten) {
        int slot = slot(sequence);
        if (versions[slot] == 0 && 2 * (used + 1) > sequences.length) {
            sweep(forgotten);
            slot = slot(sequence);
        }
        used += versions[slot] == 0 ? 1 : 0;
        sequences[slot] = sequence;
        versions[slot] = version;
    }

    /** Leaves out what is forgotten; at most a quarter of the places are taken then. */
    private void sweep(long forgotten) {
        int held = 0;
        for (long version : versions) {
            held += version > forgotten ? 1 : 0;
        }
        long[] oldSequences = sequences;
        long[] oldVersions = versions;
        int capacity = Integer.highestOneBit(Math.max(1, held)) * 8;
        sequences = new long[capacity];
        versions = new long[capacity];
        used = held;
        for (int index = 0; index < oldVersions.length; index++) {
            if (oldVersions[index] > forgotten) {
                int slot = slot(oldSequences[index]);
                sequences[slot] = oldSequences[index];
                versions[slot] = oldVersions[index];
            }
        }
    }

    /** Where a sequence is, or would be put. */
    private int slot(long sequence) {
        int mask = sequences.length - 1;
        int slot = home(sequence, mask);
        while (versions[slot] != 0 && sequences[slot] != sequence) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** Blocks of neighbours stay together; the blocks are scattered, or runs would grow without end. */
    private static int home(long sequence, int mask) {
        long folded = (sequence >> BLOCK_SHIFT) * GOLDEN_RATIO;
        long scattered = (folded ^ folded >>> Integer.SIZE) * GOLDEN_RATIO >>> Integer.SIZE;
        return ((int) scattered << BLOCK_SHIFT | (int) sequence & BLOCK_MASK) & mask;
    }
}
