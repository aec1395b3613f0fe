package epidemic.sim;

import java.util.Arrays;

/**
 * What is to happen, by (virtual time, sequence): of two events at the same time the one that was added first comes
 * first.
 *
 * <p>A binary heap over primitive keys: adding and taking cost O(log size) and no allocation but for growth.
 */
final class EventQueue {
    private static final int CAPACITY_FIRST = 256;

    private long[] times = new long[CAPACITY_FIRST];
    private long[] sequences = new long[CAPACITY_FIRST];
    private Runnable[] actions = new Runnable[CAPACITY_FIRST];
    private int size;
    private long nextSequence;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** When the next event happens, {@link Long#MAX_VALUE} if there is none. */
    long nextNanos() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    /** Adds an event; it comes behind those that were added for the same time. */
    void add(long atNanos, Runnable action) {
        if (size == times.length) {
            grow();
        }
        long sequence = nextSequence++;
        int hole = size++;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (times[parent] <= atNanos) {
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        put(hole, atNanos, sequence, action);
    }

    /** Takes the next event out. There must be one. */
    Runnable take() {
        Runnable first = actions[0];
        size--;
        long time = times[size];
        long sequence = sequences[size];
        Runnable last = actions[size];
        int hole = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && isBefore(child + 1, times[child], sequences[child])) {
                child++;
            }
            if (!isBefore(child, time, sequence)) {
                break;
            }
            move(child, hole);
            hole = child;
            child = 2 * hole + 1;
        }
        put(hole, time, sequence, last);
        return first;
    }

    private boolean isBefore(int index, long time, long sequence) {
        return times[index] < time || (times[index] == time && sequences[index] < sequence);
    }

    private void move(int from, int to) {
        times[to] = times[from];
        sequences[to] = sequences[from];
        actions[to] = actions[from];
    }

    private void put(int index, long time, long sequence, Runnable action) {
        times[index] = time;
        sequences[index] = sequence;
        actions[index] = action;
    }

    private void grow() {
        int capacity = 2 * times.length;
        times = Arrays.copyOf(times, capacity);
        sequences = Arrays.copyOf(sequences, capacity);
        actions = Arrays.copyOf(actions, capacity);
    }
}
