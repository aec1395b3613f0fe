package epidemic.runtime.config;

/** A configuration that cannot be used. The message names the key, what was found, where, and what is allowed. */
public final class ConfigurationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** An error with its message. */
    public ConfigurationException(String message) {
        super(message);
    }

    /** An error with its message and the cause that was met. */
    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
