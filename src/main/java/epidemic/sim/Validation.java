package epidemic.sim;

/** What must be true at the end of a run, when everything has healed and the system has finished what it owes. */
public interface Validation {
    /** The name of the guarantee, lower case with dashes. */
    String name();

    /**
     * Checks the run.
     *
     * @throws CheckFailure if it does not hold
     */
    void check(Simulation simulation);
}
