package epidemic.runtime.actor;

import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;

/**
 * Watches what nodes do: for dashboard and metrics. Called by the actors of all nodes, so implementations are
 * thread-safe, quick and never throw.
 */
public interface NodeObserver {
    /** Watches nothing. */
    NodeObserver NONE = new NodeObserver() {};

    /** A message was sent. */
    default void sent(NodeId from, NodeId to, Message message) {}

    /** A replica told a fact. */
    default void observed(NodeId node, Observation observation) {}

    /** A client was told an outcome. */
    default void replied(NodeId node, Outcome outcome) {}
}
