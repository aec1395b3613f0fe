package epidemic.sim;

/**
 * A rare situation that must be met in some run of many, or the runs did not test what they claim to. Some {@link
 * SimObserver} recognises it and counts how often it is there in one run.
 */
public final class Probe {
    private final String name;
    private long count;

    /**
     * A situation not seen yet.
     *
     * @param name lower case with dashes
     */
    public Probe(String name) {
        this.name = name;
    }

    /** The name of the situation. */
    public String name() {
        return name;
    }

    /** How often it was seen in this run. */
    public long count() {
        return count;
    }

    /** It is there now. */
    public void see() {
        count++;
    }

    /** It is there now, if the condition holds. */
    public void seeIf(boolean condition) {
        if (condition) {
            count++;
        }
    }
}
