package epidemic.client;

/** A file that cannot be read, or a summary that cannot be written. The message names the file and what is allowed. */
public final class UnreadableFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An error with its message and what the file system said. */
    public UnreadableFileException(String message, Throwable cause) {
        super(message, cause);
    }

    /** An error that was found without asking the file system to read. */
    public UnreadableFileException(String message) {
        super(message);
    }
}
