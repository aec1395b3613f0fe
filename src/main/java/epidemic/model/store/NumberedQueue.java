package epidemic.model.store;

/**
 * Things with a number each, first in, first out: a ring that grows. What a window must undo when a version leaves it stands
 * here side by side, so that forgetting touches neither entries nor maps, which are long out of the processor's caches by
 * then.
 */
final class NumberedQueue<T> {
    private static final int CAPACITY_FIRST = 64;

    private Object[] items = new Object[CAPACITY_FIRST];
    private long[] numbers = new long[CAPACITY_FIRST];
    private int first;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(T item, long number) {
        if (size == items.length) {
            grow();
        }
        int slot = slot(size);
        items[slot] = item;
        numbers[slot] = number;
        size++;
    }

    /** The number of the first thing; there must be one. */
    long firstNumber() {
        return numbers[first];
    }

    /** Takes the first thing out; there must be one. */
    @SuppressWarnings("unchecked")
    T remove() {
        T item = (T) items[first];
        items[first] = null;
        first = slot(1);
        size--;
        return item;
    }

    private void grow() {
        Object[] moreItems = new Object[2 * size];
        long[] moreNumbers = new long[2 * size];
        for (int index = 0; index < size; index++) {
            moreItems[index] = items[slot(index)];
            moreNumbers[index] = numbers[slot(index)];
        }
        items = moreItems;
        numbers = moreNumbers;
        first = 0;
    }

    /** The capacity is a power of two. */
    private int slot(int index) {
        return first + index & items.length - 1;
    }
}
