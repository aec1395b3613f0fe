package epidemic.client;

/** A system that cannot be submitted to. The message says which URL, what happened and what to do. */
public final class SubmitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An error with its message. */
    public SubmitException(String message) {
        super(message);
    }

    /** An error with its message and its cause. */
    public SubmitException(String message, Throwable cause) {
        super(message, cause);
    }
}
