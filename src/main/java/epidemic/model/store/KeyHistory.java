package epidemic.model.store;

import epidemic.kernel.Value;
import java.util.Optional;

/**
 * The values of one key at the versions that changed it, oldest first: a ring that grows with what is held. Adding and
 * forgetting cost O(1), reading at a version O(log held).
 */
final class KeyHistory {
    private long[] since = new long[1];
    private Value[] values = new Value[1];
    private int first;
    private int size;
    private boolean isList;

    /** The value of the newest change. */
    Value newest() {
        return values[slot(size - 1)];
    }

    /** Whether the key holds a list. A key's kind never changes. */
    boolean isList() {
        return isList;
    }

    /** The key holds this value from that version on; of several at one version the last counts. */
    void put(long version, Value value) {
        isList = value instanceof Value.Sequence;
        if (size > 0 && since[slot(size - 1)] == version) {
            values[slot(size - 1)] = value;
            return;
        }
        if (size == since.length) {
            resize(2 * size);
        }
        size++;
        since[slot(size - 1)] = version;
        values[slot(size - 1)] = value;
    }

    /** The value at a version, or empty if the key had not been written by then. */
    Optional<Value> at(long version) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (since[slot(middle)] <= version) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? Optional.empty() : Optional.of(values[slot(low - 1)]);
    }

    /** Gives up the values that no version from this one on shows. */
    void forgetBefore(long version) {
        while (size > 1 && since[slot(1)] <= version) {
            // The free slot lets its own value go.
            values[first] = values[slot(1)];
            first = slot(1);
            size--;
        }
        if (size <= since.length / 4) {
            resize(since.length / 2);
        }
    }

    private void resize(int capacity) {
        long[] movedSince = new long[capacity];
        Value[] movedValues = new Value[capacity];
        for (int index = 0; index < size; index++) {
            movedSince[index] = since[slot(index)];
            movedValues[index] = values[slot(index)];
        }
        since = movedSince;
        values = movedValues;
        first = 0;
    }

    /** The capacity is a power of two. */
    private int slot(int index) {
        return first + index & since.length - 1;
    }
}
