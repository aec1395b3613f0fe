package epidemic.check.history;

import java.util.List;

/** What a read showed. */
public sealed interface Seen {
    /** The client was told nothing: the operation failed, or its outcome is unknown. */
    record Unknown() implements Seen {
        @Override
        public String toString() {
            return "?";
        }
    }

    /** The key was never written. */
    record Nothing() implements Seen {
        @Override
        public String toString() {
            return "nil";
        }
    }

    /** A register's value. */
    record One(String value) implements Seen {
        @Override
        public String toString() {
            return value;
        }
    }

    /** A list's values, in order; one or more, for a list without values is {@link Nothing}. */
    record Many(List<String> values) implements Seen {
        /** Copies the values. */
        public Many {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException("an empty list: it is to be given as nothing");
            }
        }

        @Override
        public String toString() {
            return "[" + String.join(" ", values) + "]";
        }
    }

    /** The one instance that is needed. */
    Seen UNKNOWN = new Unknown();

    /** The one instance that is needed. */
    Seen NOTHING = new Nothing();
}
