package epidemic.model.store;

import epidemic.kernel.Value;
import java.util.Arrays;

/**
 * What the changes of a window replaced, oldest first: a ring that grows. Each change is linked to the one before it at the
 * same key, so the value at an old version is found by going back from the newest. Adding and forgetting cost O(1) and
 * touch the ring only, side by side: keys that have not changed lately are long out of the processor's caches.
 *
 * <p>Literature: the newest value in place and what it replaced in a log apart is the delta storage of Y. Wu, J. Arulraj,
 * J. Lin, R. Xian, A. Pavlo, "An Empirical Evaluation of In-Memory Multi-Version Concurrency Control", 2017, section 4.3.
 */
final class ReplacedValues {
    private static final int CAPACITY_FIRST = 64;

    private long[] versions = new long[CAPACITY_FIRST];
    /** Null where the key had not been written. */
    private Value[] replaced = new Value[CAPACITY_FIRST];
    /** The number of the change before it at the same key. */
    private long[] earlier = new long[CAPACITY_FIRST];

    /** Changes are numbered from 1 on; those from the first one to before the next one are held. */
    private long first = 1;

    private long next = 1;

    /** The newest value of one key and the change that made it. */
    static final class Cell {
        private Value newest;
        private long change;

        /** The newest value. */
        Value newest() {
            return newest;
        }
    }

    /** A cell whose value is older than all changes held. */
    static Cell before(Value value) {
        Cell cell = new Cell();
        cell.newest = value;
        return cell;
    }

    /** A cell of a key that is first written by this change. */
    Cell create(Value value, long version) {
        Cell cell = new Cell();
        replace(cell, value, version);
        return cell;
    }

    /** Changes a key's newest value at a version, which is not below that of any change before. */
    void replace(Cell cell, Value value, long version) {
        if (next - first == versions.length) {
            grow();
        }
        int slot = slot(next);
        versions[slot] = version;
        replaced[slot] = cell.newest;
        earlier[slot] = cell.change;
        cell.newest = value;
        cell.change = next;
        next++;
    }

    /**
     * The value of a key at a version, or null if it had not been written: O(changes of the key behind that version).
     *
     * @param version not below any that was forgotten
     */
    Value at(Cell cell, long version) {
        Value value = cell.newest;
        long change = cell.change;
        while (change >= first && versions[slot(change)] > version) {
            value = replaced[slot(change)];
            change = earlier[slot(change)];
        }
        return value;
    }

    /** Forgets what the changes of the versions up to this one replaced; returns how many changes those are. */
    int forgetThrough(long version) {
        int forgotten = 0;
        while (first < next && versions[slot(first)] <= version) {
            replaced[slot(first)] = null;
            first++;
            forgotten++;
        }
        return forgotten;
    }

    private void grow() {
        int held = versions.length;
        long[] moreVersions = new long[2 * held];
        Value[] moreReplaced = new Value[2 * held];
        long[] moreEarlier = new long[2 * held];
        for (long change = first; change < next; change++) {
            int to = (int) (change & 2L * held - 1);
            moreVersions[to] = versions[slot(change)];
            moreReplaced[to] = replaced[slot(change)];
            moreEarlier[to] = earlier[slot(change)];
        }
        versions = moreVersions;
        replaced = moreReplaced;
        earlier = moreEarlier;
    }

    /** Nothing is held any more. Cells of before must not be used again. */
    void clear() {
        Arrays.fill(replaced, null);
        first = next;
    }

    /** The capacity is a power of two. */
    private int slot(long change) {
        return (int) (change & versions.length - 1);
    }
}
