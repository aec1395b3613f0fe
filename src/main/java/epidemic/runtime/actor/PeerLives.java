package epidemic.runtime.actor;

import epidemic.kernel.NodeId;
import java.util.HashMap;
import java.util.Map;

/** The newest life of each peer that was heard. */
final class PeerLives {
    private final Map<NodeId, Long> newest = new HashMap<>();

    /** Notes a life that was heard, and tells whether no later one of that peer was heard before. */
    boolean isNewest(NodeId peer, long incarnation) {
        return newest.merge(peer, incarnation, Math::max) == incarnation;
    }
}
