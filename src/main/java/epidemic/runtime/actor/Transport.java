package epidemic.runtime.actor;

import epidemic.kernel.NodeId;

/**
 * Carries envelopes between nodes. It may lose, repeat, delay and reorder them, and it never throws or waits: a node that
 * cannot be reached is a message lost.
 */
@FunctionalInterface
public interface Transport {
    /** Sends an envelope on its way. */
    void send(NodeId to, NodeCall.Envelope envelope);

    /** A batch ends: what was sent since the last call may travel together, and is to leave now. */
    default void flush() {}
}
