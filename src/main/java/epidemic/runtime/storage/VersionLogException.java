package epidemic.runtime.storage;

import java.io.IOException;

/** A version log that cannot be opened, read or written. The message names the file and, for damage, the line. */
public final class VersionLogException extends IOException {
    private static final long serialVersionUID = 1L;

    /** An error that was found in the log itself. */
    public VersionLogException(String message) {
        super(message);
    }

    /** An error with the cause that was met. */
    public VersionLogException(String message, Throwable cause) {
        super(message, cause);
    }
}
