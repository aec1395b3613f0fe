package epidemic.client;

/** A line that is no transaction. The message says what is wrong and what is allowed, without file and line. */
public final class TransactionSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * An error in a line.
     *
     * @param message what is wrong, what is allowed
     */
    public TransactionSyntaxException(String message) {
        super(message);
    }
}
