package epidemic.peers;

/** A value on the command line that cannot be used; the message says which and what is allowed. */
final class UsageException extends RuntimeException {
    UsageException(String message) {
        super(message);
    }
}
