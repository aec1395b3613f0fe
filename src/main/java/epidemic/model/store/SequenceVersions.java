package epidemic.model.store;

/**
 * Which version each of one client's requests made: a map of numbers to numbers without boxes, open addressing with
 * linear probing. Sequences that follow one another lie side by side.
 */
final class SequenceVersions {
    private static final int CAPACITY_FIRST = 2;

    private long[] sequences = new long[CAPACITY_FIRST];
    /** 0 where nothing is. */
    private long[] versions = new long[CAPACITY_FIRST];

    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** The version of a sequence, 0 if it is not held. */
    long get(long sequence) {
        return versions[slot(sequence)];
    }

    /**
     * Holds a version.
     *
     * @param version above 0
     */
    void put(long sequence, long version) {
        if (2 * (size + 1) > sequences.length) {
            resize(2 * sequences.length);
        }
        int slot = slot(sequence);
        size += versions[slot] == 0 ? 1 : 0;
        sequences[slot] = sequence;
        versions[slot] = version;
    }

    /** Gives up a sequence if it still stands for this version. */
    void remove(long sequence, long version) {
        int slot = slot(sequence);
        if (versions[slot] == version) {
            versions[slot] = 0;
            size--;
            closeGap(slot);
        }
        if (sequences.length > CAPACITY_FIRST && 8 * size < sequences.length) {
            resize(sequences.length / 2);
        }
    }

    /** Moves back those that are behind the gap only because their own slot was taken. */
    private void closeGap(int emptied) {
        int gap = emptied;
        int mask = sequences.length - 1;
        for (int slot = gap + 1 & mask; versions[slot] != 0; slot = slot + 1 & mask) {
            int home = home(sequences[slot], mask);
            boolean isReachable = (slot - home & mask) >= (slot - gap & mask);
            if (isReachable) {
                sequences[gap] = sequences[slot];
                versions[gap] = versions[slot];
                versions[slot] = 0;
                gap = slot;
            }
        }
    }

    private void resize(int capacity) {
        long[] heldSequences = sequences;
        long[] heldVersions = versions;
        sequences = new long[capacity];
        versions = new long[capacity];
        for (int index = 0; index < heldVersions.length; index++) {
            if (heldVersions[index] != 0) {
                int slot = slot(heldSequences[index]);
                sequences[slot] = heldSequences[index];
                versions[slot] = heldVersions[index];
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

    /** High bits count, too, for clients that count in steps of a power of two. */
    private static int home(long sequence, int mask) {
        return (int) (sequence ^ sequence >>> 20 ^ sequence >>> 40) & mask;
    }
}
