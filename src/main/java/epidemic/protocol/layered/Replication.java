package epidemic.protocol.layered;

import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaContext;
import java.util.Map;
import java.util.TreeMap;

/**
 * Asks the peers to hold own batches, again and again until they do. The pauses double, so a peer that is slow rather
 * than lost gets the time it needs; a peer that is away is asked again once it is back.
 */
final class Replication {
    private static final int DOUBLINGS_MAX = 5;

    private final NodeId self;
    private final TotalOrder order;
    private final PeerWatch watch;
    private final long retryNanos;
    /** For each peer the sequences that are being asked for, with how often they were. */
    private final Map<NodeId, Map<Long, Integer>> asking = new TreeMap<>();

    Replication(NodeId self, TotalOrder order, PeerWatch watch, LayeredConfig.Core config) {
        this.self = self;
        this.order = order;
        this.watch = watch;
        this.retryNanos = config.retryInterval().toNanos();
    }

    /** A new view has begun: questions of the old one do not matter any more. */
    void reset(View view) {
        asking.clear();
        for (NodeId member : view.members()) {
            if (!member.equals(self)) {
                asking.put(member, new TreeMap<>());
            }
        }
    }

    /** Asks all other members to hold a new batch. */
    void begin(Batch batch, ReplicaContext context) {
        asking.keySet().forEach(member -> ask(member, batch, 0, context));
    }

    /** Asks members that are back for everything they have not acknowledged and are not being asked for. */
    void resume(ReplicaContext context) {
        for (NodeId member : asking.keySet()) {
            if (!watch.isAway(member)) {
                resume(member, context);
            }
        }
    }

    private void resume(NodeId peer, ReplicaContext context) {
        for (Batch batch : order.unacknowledgedBy(peer)) {
            if (!asking.get(peer).containsKey(batch.sequence())) {
                ask(peer, batch, 0, context);
            }
        }
    }

    void onSilence(NodeId peer, Batch batch, ReplicaContext context) {
        if (batch.epoch() != order.epoch() || !asking.containsKey(peer)) {
            return;
        }
        int asked = asking.get(peer).getOrDefault(batch.sequence(), 0);
        asking.get(peer).remove(batch.sequence());
        if (order.isUnacknowledged(peer, batch) && !watch.isAway(peer)) {
            ask(peer, batch, asked, context);
        }
    }

    /** The peer answered, whatever it said. */
    void onAnswer(NodeId peer, Batch batch) {
        if (batch.epoch() == order.epoch() && asking.containsKey(peer)) {
            asking.get(peer).remove(batch.sequence());
        }
    }

    private void ask(NodeId peer, Batch batch, int askedBefore, ReplicaContext context) {
        asking.get(peer).put(batch.sequence(), askedBefore + 1);
        long timeoutNanos = retryNanos << Math.min(askedBefore, DOUBLINGS_MAX);
        context.ask(peer, new LayeredMessage.Replicate(batch, order.progress()), timeoutNanos);
    }
}
