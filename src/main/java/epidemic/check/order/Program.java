package epidemic.check.order;

import epidemic.check.history.Op;
import epidemic.check.history.Op.Outcome;
import epidemic.check.history.Seen;
import epidemic.check.history.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Operations as numbers, ready for the search. Left out is what cannot matter: failed operations, reads with unknown
 * outcome, and updates with unknown outcome that no read shows (an order with them is still one without them).
 */
final class Program {
    static final byte READ = 0;
    static final byte WRITE = 1;
    static final byte APPEND = 2;

    final List<Op> operations = new ArrayList<>();
    final States states = new States();
    /** The steps of operation i are those from begin[i] until begin[i + 1]. */
    final int[] begin;

    final byte[] kind;
    final int[] key;
    /** Of a read: the state it shows. Of a write: the state it makes. Of an append: the value. */
    final int[] argument;

    final List<String> keys = new ArrayList<>();
    final boolean[] required;
    final boolean[] readOnly;
    /** Whether no value is written twice at a key. */
    final boolean unique;
    /** How many required operations read a state at a key from outside, by {@link #slot}. */
    final int[] readers;
    /** For each operation, the slots that it reads from outside. */
    final int[][] readSlots;

    private final Map<String, Integer> keyNumbers = new HashMap<>();
    private final Map<Long, Integer> slots = new HashMap<>();
    private final Map<Integer, Integer> longest = new HashMap<>();

    Program(List<Op> all) {
        Set<String> shown = shown(all);
        int size = 0;
        for (Op op : all) {
            if (op.outcome() == Outcome.OK || op.outcome() == Outcome.INFO && isShown(op, shown)) {
                operations.add(op);
                size += op.steps().size();
            }
        }
        int count = operations.size();
        begin = new int[count + 1];
        kind = new byte[size];
        key = new int[size];
        argument = new int[size];
        required = new boolean[count];
        readOnly = new boolean[count];
        readSlots = new int[count][];
        Set<Long> written = new HashSet<>();
        boolean once = true;
        for (int op = 0; op < count; op++) {
            once &= compile(op, written);
        }
        unique = once;
        readers = new int[slots.size()];
        for (int op = 0; op < count; op++) {
            for (int slot : readSlots[op]) {
                readers[slot]++;
            }
        }
    }

    private static Set<String> shown(List<Op> all) {
        Set<String> shown = new HashSet<>();
        for (Op op : all) {
            for (Step step : op.steps()) {
                if (op.isOk() && step instanceof Step.Read read) {
                    if (read.seen() instanceof Seen.One one) {
                        shown.add(mark(read.key(), one.value()));
                    } else if (read.seen() instanceof Seen.Many many) {
                        many.values().forEach(value -> shown.add(mark(read.key(), value)));
                    }
                }
            }
        }
        return shown;
    }

    private static boolean isShown(Op op, Set<String> shown) {
        for (Step step : op.steps()) {
            if (step instanceof Step.Change change && shown.contains(mark(change.key(), change.value()))) {
                return true;
            }
        }
        return false;
    }

    private static String mark(String key, String value) {
        return key.length() + ":" + key + value;
    }

    private boolean compile(int number, Set<Long> written) {
        Op op = operations.get(number);
        required[number] = op.isOk();
        readOnly[number] = !op.isUpdate();
        boolean once = true;
        int at = begin[number];
        Set<Integer> touched = new HashSet<>();
        List<Integer> outside = new ArrayList<>();
        for (Step step : op.steps()) {
            key[at] = keyNumber(step.key());
            if (step instanceof Step.Read read) {
                if (!(read.seen() instanceof Seen.Unknown)) {
                    kind[at] = READ;
                    argument[at] = states.seen(read.seen());
                    remember(key[at], read.seen());
                    if (touched.add(key[at])) {
                        outside.add(slots.computeIfAbsent(States.pair(key[at], argument[at]), any -> slots.size()));
                    }
                    at++;
                }
                continue;
            }
            Step.Change change = (Step.Change) step;
            touched.add(key[at]);
            kind[at] = change instanceof Step.Append ? APPEND : WRITE;
            argument[at] = kind[at] == APPEND ? states.value(change.value()) : states.one(change.value());
            once &= written.add(States.pair(key[at], states.value(change.value())));
            at++;
        }
        begin[number + 1] = at;
        readSlots[number] = outside.stream().mapToInt(slot -> slot).toArray();
        return once;
    }

    private int keyNumber(String name) {
        return keyNumbers.computeIfAbsent(name, any -> {
            keys.add(name);
            return keys.size() - 1;
        });
    }

    private void remember(int keyNumber, Seen seen) {
        int length = seen instanceof Seen.Many many ? many.values().size() : 0;
        longest.merge(keyNumber, length, Math::max);
    }

    /** The slot of a state at a key, or -1 if nobody reads it. */
    int slot(int keyNumber, int state) {
        return slots.getOrDefault(States.pair(keyNumber, state), -1);
    }

    /** The length of the longest list that was read at a key. */
    int longest(int keyNumber) {
        return longest.getOrDefault(keyNumber, 0);
    }
}
