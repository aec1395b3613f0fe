package epidemic.check.order;

import epidemic.check.history.Op;
import java.util.List;

/**
 * Looks for an order of the operations in which every read shows what was written before it, each operation as a whole.
 *
 * <p>Besides the memory of configurations three cuts keep it small, none of which loses an order: a read-only operation
 * that fits is taken at once; a state that an operation still has to read is not overwritten (if values are unique, or
 * in a list, it never comes back); and a list grows only to what some read shows.
 */
public final class OrderSearch {
    /** How many configurations are remembered before the search gives up, by default. */
    public static final int CONFIGURATIONS_MAX = 3_000_000;

    private static final int WORK_PER_CONFIGURATION = 100;

    private final Program program;
    private final EventList events;
    private final Visited visited = new Visited();
    private final int configurationsMax;
    private final int[] state;
    private final int[] length;
    private final int[] readersLeft;
    private int left;
    private long work;
    private long takenFirst;
    private long takenSecond;

    // What was taken, in order, and what to undo.
    private final int[] taken;
    private final boolean[] forced;
    private final int[] undoBegin;
    private int depth;
    private int[] undo = new int[64];
    private int undoSize;

    /** What came out. */
    public enum Result {
        /** There is an order. */
        FOUND,
        /** There is none. */
        NONE,
        /** The bound was reached. */
        GAVE_UP
    }

    /**
     * A search over operations.
     *
     * @param realtime whether an operation that ended before another began must come first
     * @param configurationsMax the bound, 1 or more
     */
    public OrderSearch(List<Op> operations, boolean realtime, int configurationsMax) {
        this.program = new Program(operations);
        this.events = new EventList(program.operations, realtime);
        this.configurationsMax = configurationsMax;
        this.state = new int[program.keys.size()];
        this.length = new int[program.keys.size()];
        this.readersLeft = program.readers.clone();
        int count = program.operations.size();
        this.taken = new int[count];
        this.forced = new boolean[count];
        this.undoBegin = new int[count];
        for (boolean required : program.required) {
            left += required ? 1 : 0;
        }
    }

    /** Searches: at worst exponential in the number of overlapping operations, up to the bound. */
    public Result run() {
        int candidate = events.first();
        while (left > 0) {
            int eager = fittingRead();
            if (eager >= 0) {
                forced[depth - 1] = true;
                candidate = events.first();
                continue;
            }
            while (candidate >= 0 && !(take(candidate) && isNew())) {
                candidate = events.after(candidate);
            }
            if (work > (long) WORK_PER_CONFIGURATION * configurationsMax || visited.size() >= configurationsMax) {
                return Result.GAVE_UP;
            }
            if (candidate >= 0) {
                candidate = events.first();
                continue;
            }
            candidate = backtrack();
            if (candidate == -2) {
                return Result.NONE;
            }
        }
        return Result.FOUND;
    }

    private int fittingRead() {
        for (int op = events.first(); op >= 0; op = events.after(op)) {
            if (program.readOnly[op] && take(op)) {
                return op;
            }
        }
        return -1;
    }

    /** The candidate after the last free choice; -1 if that was its last; -2 if there is no choice left. */
    private int backtrack() {
        while (depth > 0) {
            int op = taken[depth - 1];
            boolean wasForced = forced[depth - 1];
            untake();
            if (!wasForced) {
                int next = events.after(op);
                while (next >= 0 && !(take(next) && isNew())) {
                    next = events.after(next);
                }
                if (next >= 0) {
                    return events.first();
                }
            }
        }
        return -2;
    }

    private boolean isNew() {
        long first = takenFirst;
        long second = takenSecond;
        if (visited.add(first, second)) {
            return true;
        }
        untake();
        return false;
    }

    private boolean take(int op) {
        work++;
        int from = undoSize;
        for (int slot : program.readSlots[op]) {
            readersLeft[slot]--;
        }
        boolean fits = true;
        for (int at = program.begin[op]; fits && at < program.begin[op + 1]; at++) {
            fits = apply(at);
        }
        if (!fits) {
            revert(from, op);
            return false;
        }
        events.take(op);
        taken[depth] = op;
        forced[depth] = false;
        undoBegin[depth] = from;
        depth++;
        left -= program.required[op] ? 1 : 0;
        toggle(op + 1L, 0);
        return true;
    }

    private void untake() {
        depth--;
        int op = taken[depth];
        left += program.required[op] ? 1 : 0;
        toggle(op + 1L, 0);
        events.putBack(op);
        revert(undoBegin[depth], op);
    }

    private boolean apply(int at) {
        int key = program.key[at];
        int current = state[key];
        int argument = program.argument[at];
        if (program.kind[at] == Program.READ) {
            return argument == current;
        }
        boolean append = program.kind[at] == Program.APPEND;
        if (append || program.unique || current == States.NOTHING) {
            int slot = program.slot(key, current);
            if (slot >= 0 && readersLeft[slot] > 0) {
                return false;
            }
        }
        int then = append ? program.states.appended(current, argument) : argument;
        if (append && then == States.UNSEEN && length[key] < program.longest(key)) {
            return false;
        }
        change(key, then, append ? length[key] + 1 : 0);
        return true;
    }

    private void change(int key, int then, int newLength) {
        if (undoSize + 3 > undo.length) {
            undo = java.util.Arrays.copyOf(undo, undo.length * 2);
        }
        undo[undoSize++] = key;
        undo[undoSize++] = state[key];
        undo[undoSize++] = length[key];
        set(key, then, newLength);
    }

    private void set(int key, int then, int newLength) {
        toggle(-1L - key, state[key]);
        state[key] = then;
        length[key] = newLength;
        toggle(-1L - key, then);
    }

    private void revert(int from, int op) {
        while (undoSize > from) {
            undoSize -= 3;
            set(undo[undoSize], undo[undoSize + 1], undo[undoSize + 2]);
        }
        for (int slot : program.readSlots[op]) {
            readersLeft[slot]++;
        }
    }

    private void toggle(long what, long value) {
        long mixed = Visited.mix(what * 0x9e3779b97f4a7c15L + value);
        takenFirst ^= mixed;
        takenSecond ^= Visited.mix(mixed ^ 0x5851f42d4c957f2dL);
    }
}
