package epidemic.protocol.layered;

import epidemic.kernel.NodeId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Leases on reading: as long as a node holds them of enough peers, no view without it serves, so what it holds is the
 * newest. Heartbeats carry them.
 *
 * <p>A peer that echoes the time of a node's heartbeat grants a lease from that time on, by the reader's clock; it counts
 * from the later moment at which that heartbeat came, by its own. It tells what it has granted with its promise of a new
 * view, and whoever coordinates waits until what was granted to nodes that have not promised is over. Node and granters
 * are a majority, so each new view has one of them.
 *
 * <p>A lease lasts as long as a peer may be silent at least until it counts as away: then those that leave it out have
 * waited for its end already.
 *
 * <p>Clocks may differ in speed by {@value #DRIFT_PERCENT} per cent. A clock that stands still longer breaks the
 * guarantee; {@code core.reads = confirm} needs no clock.
 *
 * <p>Literature: C. Gray, D. Cheriton, "Leases: An Efficient Fault-Tolerant Mechanism for Distributed File Cache
 * Consistency", SOSP 1989.
 */
final class Leases {
    private static final int DRIFT_PERCENT = 2;
    private static final int PERCENT = 100;

    private final List<NodeId> peers;
    private final int granters;
    private final long lengthNanos;
    private final Map<NodeId, Long> grantedUntil = new TreeMap<>();
    private final Map<NodeId, Long> heldFrom = new TreeMap<>();

    /**
     * None.
     *
     * @param peers the other core nodes
     */
    Leases(List<NodeId> peers, LayeredConfig.Core config) {
        this.peers = peers;
        this.granters = (peers.size() + 1) / 2;
        this.lengthNanos = config.suspicionLeast().toNanos();
    }

    /** A life begins: what was granted before is not known, and may have been granted just now. */
    void start(long nowNanos) {
        peers.forEach(peer -> grant(peer, nowNanos));
    }

    /** Grants a lease to a node, from the moment on at which its heartbeat came. */
    void grant(NodeId reader, long cameNanos) {
        grantedUntil.merge(reader, cameNanos + lengthNanos, Math::max);
    }

    /** How long what was granted to each node may last yet, in the coordinator's time. */
    Map<NodeId, Long> granted(long nowNanos) {
        Map<NodeId, Long> remaining = new TreeMap<>();
        grantedUntil.forEach((reader, until) -> {
            if (until > nowNanos) {
                long left = until - nowNanos;
                remaining.put(reader, left + left * DRIFT_PERCENT / PERCENT);
            }
        });
        return remaining;
    }

    /** A peer has granted a lease from a moment of this node's clock on. */
    void hold(NodeId granter, long fromNanos) {
        heldFrom.merge(granter, fromNanos, Math::max);
    }

    /** The view has ended. */
    void drop() {
        heldFrom.clear();
    }

    /** Whether this node may read now. */
    boolean isHeld(long nowNanos) {
        long usable = lengthNanos - lengthNanos * DRIFT_PERCENT / PERCENT;
        int valid = 0;
        for (long from : heldFrom.values()) {
            if (nowNanos - from < usable) {
                valid++;
            }
        }
        return valid >= granters;
    }
}
