package epidemic.check.order;

import epidemic.check.history.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers for what a key can hold: equal contents have equal numbers. Lists share their beginnings, as in a trie. */
final class States {
    /** A key never written. */
    static final int NOTHING = 0;

    /** A list that no read shows. */
    static final int UNSEEN = -1;

    private static final int REGISTERS = 1;

    private final Map<String, Integer> valueNumbers = new HashMap<>();
    private final Map<Long, Integer> children = new HashMap<>();
    private final List<String> names = new ArrayList<>(List.of("nil", "register"));

    /** The number of a register's value. */
    int one(String value) {
        return child(REGISTERS, value);
    }

    /** The number of what a read showed; it and its beginnings are known from then on. */
    int seen(Seen seen) {
        if (seen instanceof Seen.One single) {
            return one(single.value());
        }
        int state = NOTHING;
        if (seen instanceof Seen.Many many) {
            for (String value : many.values()) {
                state = child(state, value);
            }
        }
        return state;
    }

    /** The number of a list after an append, or {@link #UNSEEN} if no read shows it. */
    int appended(int state, int value) {
        if (state == UNSEEN) {
            return UNSEEN;
        }
        Integer child = children.get(pair(state, value));
        return child == null ? UNSEEN : child;
    }

    /** The number of a value to append. */
    int value(String value) {
        Integer known = valueNumbers.putIfAbsent(value, valueNumbers.size());
        return known == null ? valueNumbers.size() - 1 : known;
    }

    private int child(int parent, String value) {
        long edge = pair(parent, value(value));
        Integer known = children.get(edge);
        if (known != null) {
            return known;
        }
        children.put(edge, names.size());
        names.add(value);
        return names.size() - 1;
    }

    /** The last value of a state, for explanations. */
    String name(int state) {
        return state == UNSEEN ? "a list that nobody read" : names.get(state);
    }

    static long pair(int high, int low) {
        return ((long) high << 32) | (low & 0xffffffffL);
    }
}
