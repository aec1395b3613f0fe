package epidemic.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a key holds: a single text, or a list of texts that grows by appends. A key never changes its kind. */
public sealed interface Value {
    /**
     * What a key holds after a change that fits it.
     *
     * @param before what it held, empty if it was never written
     * @throws Invariants.Violation if the change does not fit: a write at a list, an append at a single value
     */
    static Value after(Optional<Value> before, Operation.Change change) {
        boolean appends = change instanceof Operation.Append;
        if (before.isPresent() && before.get() instanceof Sequence != appends) {
            throw new Invariants.Violation(change + " does not fit what its key holds");
        }
        if (appends) {
            return ((Sequence) before.orElse(Sequence.EMPTY)).append(change.value());
        }
        return new Single(change.value());
    }

    /** A single value, set by writes. */
    record Single(String text) implements Value {
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A list, grown by appends. Immutable; lists share their beginnings, so an append costs O(1) in time and memory.
     */
    final class Sequence implements Value {
        private final Sequence beginning;
        private final String last;
        private final int size;

        /** The list without items, to append to. */
        public static final Sequence EMPTY = new Sequence();

        private Sequence() {
            this.beginning = this;
            this.last = "";
            this.size = 0;
        }

        private Sequence(Sequence beginning, String last) {
            this.beginning = beginning;
            this.last = last;
            this.size = beginning.size + 1;
        }

        /** This list and one more item. */
        public Sequence append(String item) {
            return new Sequence(this, item);
        }

        /** The number of items. */
        public int size() {
            return size;
        }

        /** The items in order, copied: O(size). */
        public List<String> items() {
            String[] items = new String[size];
            Sequence current = this;
            for (int index = size - 1; index >= 0; index--) {
                items[index] = current.last;
                current = current.beginning;
            }
            return new ArrayList<>(Arrays.asList(items));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Sequence that && items().equals(that.items());
        }

        @Override
        public int hashCode() {
            return items().hashCode();
        }

        @Override
        public String toString() {
            return items().toString();
        }
    }
}
