package epidemic.sim;

import epidemic.kernel.NodeId;
import epidemic.kernel.Topology;
import epidemic.kernel.Transaction;

/** What clients need of a run on virtual time, whatever hosts the replicas. */
public interface ClientWorld {
    /** The seed of the run. */
    long seed();

    /** The nodes' layers and links. */
    Topology topology();

    /** Virtual time since the beginning. */
    long nowNanos();

    /** Whether the safety phase is over and everything works. */
    boolean isHealed();

    /** Does something later. */
    void after(long delayNanos, Runnable action);

    /**
     * Sends a client's request to a node. What becomes of it may never be told: the node may be down or stop, and the
     * outcome may be lost on its way.
     *
     * @param client the client's number, for traces
     */
    void request(int client, NodeId to, Transaction transaction, ReplyTaker taker);
}
