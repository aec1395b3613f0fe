package epidemic.check.order;

/**
 * The configurations that a search has left behind, each as a fingerprint of 128 bits (what was taken, and the state).
 * Two different configurations have the same fingerprint with a probability of less than n² / 2¹²⁸ for n of them.
 */
final class Visited {
    private long[] table = new long[1 << 11];
    private int size;

    /** Adds a configuration; false if it was there. */
    boolean add(long first, long second) {
        if (size * 4L > table.length) {
            grow();
        }
        return put(first | 1, second);
    }

    private boolean put(long first, long second) {
        int mask = table.length / 2 - 1;
        int at = (int) (mix(first + second) & mask);
        while (table[2 * at] != 0) {
            if (table[2 * at] == first && table[2 * at + 1] == second) {
                return false;
            }
            at = (at + 1) & mask;
        }
        table[2 * at] = first;
        table[2 * at + 1] = second;
        size++;
        return true;
    }

    private void grow() {
        long[] old = table;
        table = new long[old.length * 2];
        size = 0;
        for (int at = 0; at < old.length; at += 2) {
            if (old[at] != 0) {
                put(old[at], old[at + 1]);
            }
        }
    }

    int size() {
        return size;
    }

    /** Spreads the bits (the finalizer of SplitMix64). */
    static long mix(long bits) {
        long mixed = bits + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
