package epidemic.model.store;

import java.util.Arrays;

/**
 * The keys that the versions of a window changed, oldest first: a ring that grows. With it forgetting touches neither the
 * entries nor the map of keys, which are long out of the processor's caches by then.
 */
final class ChangedKeys {
    private static final int CAPACITY_FIRST = 64;

    private KeyHistory[] histories = new KeyHistory[CAPACITY_FIRST];
    private long[] versions = new long[CAPACITY_FIRST];
    private int first;
    private int size;

    /** A version, not below those before, has changed a key. */
    void add(KeyHistory history, long version) {
        if (size == histories.length) {
            grow();
        }
        int slot = slot(size);
        histories[slot] = history;
        versions[slot] = version;
        size++;
    }

    /**
     * Has the keys that were changed up to a version forget what was before it.
     *
     * @return how many changes are not held any more
     */
    int forgetBefore(long version) {
        int forgotten = 0;
        while (size > 0 && versions[first] <= version) {
            histories[first].forgetBefore(version);
            histories[first] = null;
            first = slot(1);
            size--;
            forgotten++;
        }
        return forgotten;
    }

    void clear() {
        Arrays.fill(histories, null);
        first = 0;
        size = 0;
    }

    private void grow() {
        KeyHistory[] moreHistories = new KeyHistory[2 * size];
        long[] moreVersions = new long[2 * size];
        for (int index = 0; index < size; index++) {
            moreHistories[index] = histories[slot(index)];
            moreVersions[index] = versions[slot(index)];
        }
        histories = moreHistories;
        versions = moreVersions;
        first = 0;
    }

    /** The capacity is a power of two. */
    private int slot(int index) {
        return first + index & histories.length - 1;
    }
}
