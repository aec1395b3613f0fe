package epidemic.check.history;

import java.util.List;
import java.util.Map;

/**
 * A parsed value of JSON or EDN, before it is understood.
 *
 * <p>Texts, keywords and symbols are the same here; whole numbers stay apart, for a process must be one.
 */
sealed interface Form {
    /** How deep vectors and maps may stand in one another. */
    int DEPTH_MAX = 32;

    /** {@code null} or {@code nil}. */
    record Nil() implements Form {
        @Override
        public String toString() {
            return "nil";
        }
    }

    /** A whole number. */
    record Whole(long number) implements Form {
        @Override
        public String toString() {
            return Long.toString(number);
        }
    }

    /** A text, keyword, symbol, truth value or fraction. */
    record Text(String text) implements Form {
        @Override
        public String toString() {
            return text;
        }
    }

    /** A vector, list or set. */
    record Items(List<Form> items) implements Form {
        @Override
        public String toString() {
            return items.toString();
        }
    }

    /** A map; keys are texts. */
    record Fields(Map<String, Form> fields) implements Form {
        @Override
        public String toString() {
            return fields.toString();
        }
    }

    /** The one instance that is needed. */
    Form NIL = new Nil();

    /** Takes top-level forms, one after the other. */
    @FunctionalInterface
    interface Sink {
        /** The next one and the line where it begins. */
        void accept(int line, Form form);
    }
}
