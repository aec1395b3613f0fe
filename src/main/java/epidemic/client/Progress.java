package epidemic.client;

/** Is told how far a run is and which lines are bad. Called by many threads at once. */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress NONE = (done, total) -> {};

    /** What {@code total} is as long as nobody knows, as with pipes. */
    long UNKNOWN_TOTAL = -1;

    /**
     * One more transaction has its outcome.
     *
     * @param done transactions that have their outcome
     * @param total transactions that are to have one, or {@link #UNKNOWN_TOTAL}
     */
    void advanced(long done, long total);

    /** A line is bad; it will have no outcome. {@link FileLine.Bad#toString()} is the text for people. */
    default void bad(FileLine.Bad line) {}
}
