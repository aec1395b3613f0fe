package epidemic.kernel;

/**
 * What one replica tells another. Immutable; names nodes by {@link NodeId}, never by a host's reference, so that any
 * host can carry it. Each strategy has one sealed interface of messages.
 */
public interface Message {
    /** The name of the message in traces, metrics and on the dashboard: the simple name of its type. */
    default String kind() {
        return getClass().getSimpleName();
    }

    /** How many updates it carries, for metrics: 0 if it carries none. O(1). */
    default int updateCount() {
        return 0;
    }

    /** Whether it is sent regardless of any update, like a heartbeat: drawings and logs leave it out. */
    default boolean isBackground() {
        return false;
    }
}
