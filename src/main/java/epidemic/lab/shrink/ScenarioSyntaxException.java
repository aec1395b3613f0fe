package epidemic.lab.shrink;

/** A line of a scenario file cannot be read; the message begins with {@code FILE:LINE:}. */
public final class ScenarioSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    ScenarioSyntaxException(String message) {
        super(message);
    }
}
