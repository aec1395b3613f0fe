package epidemic.client;

/** A line of a transaction file that is neither blank nor a comment. */
public sealed interface FileLine {
    /** The file, as the user named it. */
    String file();

    /** The number of the line in its file, from 1 on; skipped lines count. */
    long line();

    /** A transaction. */
    record Parsed(String file, long line, TransactionLine transaction) implements FileLine {}

    /**
     * A bad line. It creates no version, and the other lines still run.
     *
     * @param message what is wrong, what is allowed
     */
    record Bad(String file, long line, String message) implements FileLine {
        /** {@code FILE:LINE: what is wrong, what is allowed}. */
        @Override
        public String toString() {
            return file + ":" + line + ": " + message;
        }
    }
}
