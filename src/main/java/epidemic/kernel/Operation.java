package epidemic.kernel;

/**
 * One step of a {@link Transaction}: a read, a write or an append at one key.
 *
 * <p>Keys are tokens of up to {@value Texts#KEY_BYTES_MAX} bytes, values of up to {@value Texts#VALUE_BYTES_MAX} bytes.
 */
public sealed interface Operation {
    /** The key that the operation reads or changes. */
    String key();

    /** Reads the value at a key. */
    record Read(String key) implements Operation {
        /** Checks the key. */
        public Read {
            Texts.requireToken("key", key, Texts.KEY_BYTES_MAX);
        }
    }

    /** An operation that changes the data. It makes its transaction an update. */
    sealed interface Change extends Operation {
        /** The value that is written or appended. */
        String value();
    }

    /** Sets the single value at a key. */
    record Write(String key, String value) implements Change {
        /** Checks key and value. */
        public Write {
            Texts.requireToken("key", key, Texts.KEY_BYTES_MAX);
            Texts.requireToken("value", value, Texts.VALUE_BYTES_MAX);
        }
    }

    /** Adds a value at the end of the list at a key. */
    record Append(String key, String value) implements Change {
        /** Checks key and value. */
        public Append {
            Texts.requireToken("key", key, Texts.KEY_BYTES_MAX);
            Texts.requireToken("value", value, Texts.VALUE_BYTES_MAX);
        }
    }
}
