package epidemic.check.history;

/** A file is no history: the message begins with {@code FILE:LINE:}. */
public final class HistorySyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * An error at a place.
     *
     * @param file the file's name
     * @param line from 1
     * @param message what was found and what is allowed
     */
    public HistorySyntaxException(String file, int line, String message) {
        super(file + ":" + line + ": " + message);
    }
}
