package epidemic.check.order;

import epidemic.check.history.Op;
import epidemic.check.history.Op.Moment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The begins and ends of the operations not yet taken, in the order of the history, as a doubly linked list: those that
 * may come next are the begins before the first end (Wing and Gong 1993, section 4; Lowe 2017, section 3).
 */
final class EventList {
    private final int[] next;
    private final int[] previous;
    private final boolean[] ends;
    private final int head;

    /**
     * All events.
     *
     * @param realtime whether ends count: without them every operation may come next
     */
    EventList(List<Op> operations, boolean realtime) {
        int count = operations.size();
        head = 2 * count;
        next = new int[2 * count + 1];
        previous = new int[2 * count + 1];
        ends = new boolean[count];
        List<long[]> events = new ArrayList<>();
        for (int op = 0; op < count; op++) {
            Op one = operations.get(op);
            events.add(new long[] {one.invoked().index(), 2L * op});
            ends[op] = realtime && one.isOk() && one.completed().index() != Moment.NEVER.index();
            if (ends[op]) {
                events.add(new long[] {one.completed().index(), 2L * op + 1});
            }
        }
        events.sort(Comparator.comparingLong(event -> event[0]));
        int last = head;
        for (long[] event : events) {
            int node = (int) event[1];
            next[last] = node;
            previous[node] = last;
            last = node;
        }
        next[last] = head;
        previous[head] = last;
    }

    /** The first operation that may come next, or -1. */
    int first() {
        return begin(next[head]);
    }

    /** The one after it that may come next, or -1. */
    int after(int op) {
        return begin(next[2 * op]);
    }

    private int begin(int node) {
        return node != head && node % 2 == 0 ? node / 2 : -1;
    }

    /** Takes an operation out. */
    void take(int op) {
        unlink(2 * op);
        if (ends[op]) {
            unlink(2 * op + 1);
        }
    }

    /** Puts the one taken last back. */
    void putBack(int op) {
        if (ends[op]) {
            link(2 * op + 1);
        }
        link(2 * op);
    }

    private void unlink(int node) {
        next[previous[node]] = next[node];
        previous[next[node]] = previous[node];
    }

    private void link(int node) {
        next[previous[node]] = node;
        previous[next[node]] = node;
    }
}
