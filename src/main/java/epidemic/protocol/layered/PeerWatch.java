package epidemic.protocol.layered;

import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.ReplicaContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a core node knows of its peers from their heartbeats: who is away, who hears this node, who is how far. A peer
 * is away once it has been silent for longer than {@link Suspicion} gives it.
 *
 * <p>It only ever makes a node refuse, ask again or begin a view change; no decision about an update rests on it.
 */
final class PeerWatch {
    private final NodeId self;
    private final Map<NodeId, Peer> peers = new TreeMap<>();
    private final long heartbeatNanos;
    private final AwakeTime time;

    private static final class Peer {
        private final Suspicion suspicion;
        private boolean away = true;
        private long lastHeardAwakeNanos;
        private LayeredMessage.Heartbeat last;
        private long lastCameNanos;
        private boolean suspected;

        private Peer(Suspicion suspicion) {
            this.suspicion = suspicion;
        }

        private boolean isIn(Phase phase) {
            return !away && last.phase() == phase;
        }
    }

    PeerWatch(NodeId self, List<NodeId> peers, LayeredConfig.Core config) {
        this.self = self;
        long leastNanos = config.suspicionLeast().toNanos();
        long mostNanos = config.ackTimeout().toNanos();
        peers.forEach(peer -> this.peers.put(peer, new Peer(new Suspicion(leastNanos, mostNanos))));
        this.heartbeatNanos = config.heartbeatInterval().toNanos();
        this.time = new AwakeTime(heartbeatNanos);
    }

    void start(ReplicaContext context) {
        time.start(context.nowNanos());
    }

    /** Something came from a peer: it is not away. */
    void heard(NodeId from, ReplicaContext context) {
        Peer peer = peers.get(from);
        peer.lastHeardAwakeNanos = time.at(context.nowNanos());
        peer.suspected = false;
        if (peer.away && peer.last != null) {
            peer.away = false;
            context.observe(new Observation("peer-back", from + " is back"));
        }
    }

    /**
     * A heartbeat came.
     *
     * @return whether the peer should be told of this node at once: a new life of it, or one that does not hear this node
     */
    boolean heartbeat(NodeId from, LayeredMessage.Heartbeat heartbeat, ReplicaContext context) {
        Peer peer = peers.get(from);
        boolean first = peer.last == null || peer.last.incarnation() < heartbeat.incarnation();
        boolean wasAway = peer.away;
        if (first) {
            peer.suspicion.forget();
        }
        if (first || peer.last.isBefore(heartbeat)) {
            peer.suspicion.arrived(time.at(context.nowNanos()));
        }
        if (first || peer.last.incarnation() == heartbeat.incarnation()) {
            peer.last = heartbeat;
            peer.lastCameNanos = context.nowNanos();
        }
        heard(from, context);
        return first || wasAway;
    }

    /**
     * The host believes that a node is gone. Until something comes from it, the silence that counts is shorter: two
     * heartbeats. So a wrong belief does nothing to a peer that is there. Nodes below the core are not watched.
     */
    void suspect(NodeId node) {
        Peer peer = peers.get(node);
        if (peer != null) {
            peer.suspected = true;
        }
    }

    /**
     * Time has passed.
     *
     * @return the peers that have become away since the last call
     */
    List<NodeId> tick(ReplicaContext context) {
        time.beat(context.nowNanos());
        long awakeNanos = time.at(context.nowNanos());
        List<NodeId> newlyAway = new ArrayList<>();
        peers.forEach((id, peer) -> {
            long silentNanos = awakeNanos - peer.lastHeardAwakeNanos;
            if (!peer.away && silentNanos > patienceNanos(peer)) {
                peer.away = true;
                newlyAway.add(id);
                context.observe(
                        new Observation("peer-away", id + " has not been heard of for " + millis(silentNanos) + " ms"));
            }
        });
        return newlyAway;
    }

    private long patienceNanos(Peer peer) {
        long learnt = peer.suspicion.timeoutNanos();
        return peer.suspected ? Math.min(learnt, 2 * heartbeatNanos) : learnt;
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    /** All peers, in order. */
    Set<NodeId> peers() {
        return peers.keySet();
    }

    /** The peers that are away, in order. */
    List<NodeId> away() {
        return select(peer -> peer.away);
    }

    boolean isAway(NodeId peer) {
        return peers.get(peer).away;
    }

    /** Whether any of these nodes, this one left aside, is away. */
    boolean anyAway(List<NodeId> nodes) {
        for (NodeId node : nodes) {
            if (!node.equals(self) && isAway(node)) {
                return true;
            }
        }
        return false;
    }

    /** The peers that are not away, in order. */
    List<NodeId> present() {
        return select(peer -> !peer.away);
    }

    /** The peers that this node hears and that say that they hear it, in order. */
    List<NodeId> connected() {
        return select(this::isConnected);
    }

    boolean isConnected(NodeId peer) {
        return isConnected(peers.get(peer));
    }

    private boolean isConnected(Peer peer) {
        return !peer.away && peer.last.hears().contains(self);
    }

    /** Whether every peer has been heard of lately. */
    boolean allPresent() {
        for (Peer peer : peers.values()) {
            if (peer.away) {
                return false;
            }
        }
        return true;
    }

    /** Whether a present peer has started and is not part of a view yet. */
    boolean anyIn(Phase phase) {
        for (Peer peer : peers.values()) {
            if (peer.isIn(phase)) {
                return true;
            }
        }
        return false;
    }

    /** The present peers in that phase, in order. */
    List<NodeId> in(Phase phase) {
        return select(peer -> peer.isIn(phase));
    }

    /** The last heartbeat of a peer that is not away. */
    LayeredMessage.Heartbeat last(NodeId peer) {
        return peers.get(peer).last;
    }

    /** When it came. */
    long lastCameNanos(NodeId peer) {
        return peers.get(peer).lastCameNanos;
    }

    /** The highest epoch that any peer has told of. */
    long highestEpoch() {
        long highest = 0;
        for (Peer peer : peers.values()) {
            if (peer.last != null) {
                highest = Math.max(highest, Math.max(peer.last.promised(), peer.last.epoch()));
            }
        }
        return highest;
    }

    /** A present peer with the highest version, above {@code version}; the node itself if there is none. */
    NodeId mostAdvanced(long version) {
        NodeId best = self;
        long bestVersion = version;
        for (Map.Entry<NodeId, Peer> entry : peers.entrySet()) {
            Peer peer = entry.getValue();
            if (!peer.away && peer.last.version() > bestVersion) {
                best = entry.getKey();
                bestVersion = peer.last.version();
            }
        }
        return best;
    }

    /** The peer to ask for versions above this one: the most advanced that is present, or else any. */
    NodeId betterPlaced(long version) {
        NodeId best = mostAdvanced(version);
        List<NodeId> present = best.equals(self) ? present() : List.of(best);
        return present.isEmpty() ? peers.keySet().iterator().next() : present.get(0);
    }

    private List<NodeId> select(Predicate<Peer> condition) {
        List<NodeId> selected = new ArrayList<>();
        peers.forEach((id, peer) -> {
            if (condition.test(peer)) {
                selected.add(id);
            }
        });
        return selected;
    }
}
