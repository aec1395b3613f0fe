package epidemic.sim;

/** A check did not hold. */
public final class CheckFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String guarantee;

    /**
     * A failure.
     *
     * @param guarantee the name of what does not hold, lower case with dashes
     * @param message what was found, for people
     */
    public CheckFailure(String guarantee, String message) {
        super(message);
        this.guarantee = guarantee;
    }

    /** The name of what does not hold. */
    public String guarantee() {
        return guarantee;
    }
}
