package epidemic.sim;

/**
 * What must never be false. Checked after each batch of turns of each node, and told of everything in between as any
 * {@link SimObserver} is.
 */
public interface Invariant extends SimObserver {
    /** The name of the guarantee, lower case with dashes. */
    String name();

    /**
     * Checks after a node's batch has ended and its effects are out.
     *
     * @throws CheckFailure if the invariant does not hold
     */
    default void afterBatch(SimNode node) {}
}
