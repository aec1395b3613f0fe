package epidemic.kernel;

/**
 * A fact that a replica tells to whoever watches: dashboard, logs, judges. It never changes what happens.
 *
 * @param kind what sort of fact, in lower case with dashes, for example {@code view-installed}
 * @param text the fact for people, one sentence without the node's name
 */
public record Observation(String kind, String text) {
    /** The kind of the fact that the node works in a new view from now on. */
    public static final String VIEW_INSTALLED = "view-installed";

    /** The kind of the fact that a node's disk contradicts what others have. */
    public static final String DIVERGED = "diverged";

    /** The kind of the fact that updates are lost that may have been confirmed. */
    public static final String UPDATES_LOST = "updates-lost";

    /** Whether an operator should see it in the log. */
    public boolean isAlarming() {
        return kind.equals(DIVERGED) || kind.equals(UPDATES_LOST);
    }
}
