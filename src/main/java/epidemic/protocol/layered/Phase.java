package epidemic.protocol.layered;

/**
 * Where a core node stands.
 *
 * <pre>
 * start     -> LEARNER    without a journal that can be trusted and has an accepted view
 * start     -> PROMISED   with one
 * LEARNER   -> INSTALLED  a view that includes this life of the node was accepted
 * SERVING   -> PROMISED   a core node prepares a new view
 * INSTALLED -> PROMISED   likewise
 * PROMISED  -> INSTALLED  the new view was accepted
 * INSTALLED -> SERVING    all members accepted the view
 * </pre>
 */
public enum Phase {
    /** Started, and may have forgotten what it has said: promises and acknowledges nothing, serves nobody. */
    LEARNER,
    /** Left its view, or restarted in it: takes part in the next one with all it holds. */
    PROMISED,
    /** Holds the new view's beginning, and does not know yet whether all members do. */
    INSTALLED,
    /** Takes part in the view. */
    SERVING
}
