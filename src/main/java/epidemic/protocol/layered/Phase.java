package epidemic.protocol.layered;

/**
 * Where a core node stands.
 *
 * <pre>
 * LEARNER   -> INSTALLED  a view that includes this life of the node was installed
 * SERVING   -> PROMISED   another core node prepares a new view
 * INSTALLED -> PROMISED   likewise
 * PROMISED  -> INSTALLED  the new view was installed
 * INSTALLED -> SERVING    all members installed the view
 * </pre>
 */
public enum Phase {
    /** Started, not part of a view: acknowledges nothing, serves nobody. */
    LEARNER,
    /** Left its view for a new one: has told all it holds and changes nothing any more. */
    PROMISED,
    /** Holds the new view's beginning, and does not know yet whether all members do. */
    INSTALLED,
    /** Takes part in the view. */
    SERVING
}
