package epidemic.web;

/** The server cannot listen. The message is one line for people: where, and why not. */
public final class ListenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A server that cannot listen. */
    public ListenException(String message, Throwable cause) {
        super(message, cause);
    }
}
