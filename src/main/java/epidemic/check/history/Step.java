package epidemic.check.history;

/** One micro-operation of an {@link Op}. Keys and values are texts: the integer 3 and the text "3" are the same. */
public sealed interface Step {
    /** The key that is read or changed. */
    String key();

    /**
     * Reads a key.
     *
     * @param seen what the client was told; {@link Seen.Unknown} in an operation that is not ok
     */
    record Read(String key, Seen seen) implements Step {}

    /** A write or an append. */
    sealed interface Change extends Step {
        /** The value written or appended. */
        String value();
    }

    /** Sets a register. */
    record Write(String key, String value) implements Change {}

    /** Adds a value at the end of a list. */
    record Append(String key, String value) implements Change {}
}
