package epidemic.model.clock;

import epidemic.kernel.NodeId;

/**
 * One node's Lamport clock: its stamps grow, and each is above every stamp that the node has witnessed (Lamport 1978,
 * rules IR1 and IR2).
 */
public final class LamportClock {
    private final NodeId node;
    private long time;

    /** A clock at time 0. */
    public LamportClock(NodeId node) {
        this.node = node;
    }

    /** The stamp of a new event of this node. */
    public Stamp tick() {
        time++;
        return new Stamp(time, node);
    }

    /** Raises the clock, so that every later stamp of this node is above the one that was seen. */
    public void witness(Stamp seen) {
        witness(seen.time());
    }

    /** Raises the clock to a time that was seen. */
    public void witness(long seenTime) {
        time = Math.max(time, seenTime);
    }

    /** The time of the newest event, 0 before the first. */
    public long time() {
        return time;
    }
}
