package epidemic.sim;

/**
 * A rare situation that must be met in some run of many, or the runs did not test what they claim to. Watches a run and
 * counts how often it sees the situation.
 */
public abstract class Probe implements SimObserver {
    private final String name;
    private long count;

    /**
     * A probe that has seen nothing.
     *
     * @param name of the situation, lower case with dashes
     */
    protected Probe(String name) {
        this.name = name;
    }

    /** The name of the situation. */
    public final String name() {
        return name;
    }

    /** How often it was seen in this run. */
    public final long count() {
        return count;
    }

    /** It is seen now. */
    protected final void see() {
        count++;
    }
}
