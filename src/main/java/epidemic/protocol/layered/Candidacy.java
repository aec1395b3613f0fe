package epidemic.protocol.layered;

import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a core node should coordinate a view change now: one is wanted, possible, and it is this node's turn.
 *
 * <p>Nothing here decides about safety: two nodes that both believe it is their turn only delay one another.
 */
final class Candidacy {
    /** How far behind a learner may be that is let in; it gets the rest with the view's beginning. */
    private static final long JOIN_LAG = 5_000;

    private final NodeId self;
    private final LayeredConfig.Core config;
    private final PeerWatch watch;
    private final Membership membership;
    private final CoreLog log;
    private final int majority;
    private long othersEpoch;

    Candidacy(NodeId self, LayeredConfig config, PeerWatch watch, Membership membership, CoreLog log) {
        this.self = self;
        this.config = config.core();
        this.watch = watch;
        this.membership = membership;
        this.log = log;
        this.majority = majority(config);
    }

    /** How many promises a view needs. */
    static int majority(LayeredConfig config) {
        return config.mutant() == LayeredMutant.VIEW_OF_MINORITY ? 1 : LayeredTopology.CORE.size() / 2 + 1;
    }

    boolean isDue(ReplicaContext context) {
        leaveOthersTheirTurn(context);
        return !membership.isQuiet(context) && isWanted() && isPossible() && isOwnTurn();
    }

    /** Somebody has promised a higher epoch: its coordinator's question is on its way. */
    private void leaveOthersTheirTurn(ReplicaContext context) {
        long highest = watch.highestEpoch();
        if (highest > Math.max(othersEpoch, membership.promised())) {
            othersEpoch = highest;
            membership.keepQuiet(config.ackTimeout().toNanos(), context);
        }
    }

    /** Whether there is no view, somebody may join it, or a member is away that the others can do without. */
    private boolean isWanted() {
        if (!membership.isServing()) {
            return true;
        }
        for (NodeId peer : watch.connected()) {
            if (isOutside(peer) && watch.last(peer).version() >= log.version() - JOIN_LAG) {
                return true;
            }
        }
        return config.reconfigures() && watch.anyAway(membership.view().members());
    }

    private boolean isOutside(NodeId peer) {
        LayeredMessage.Heartbeat last = watch.last(peer);
        return last.epoch() != membership.epoch() || last.phase() == Phase.PROMISED || last.phase() == Phase.LEARNER;
    }

    private boolean isPossible() {
        List<NodeId> connected = watch.connected();
        boolean areAll = connected.size() == LayeredTopology.CORE.size() - 1;
        return areAll || config.reconfigures() && mindful(connected).size() >= majority;
    }

    /** It is the turn of the first of those that serve; or of those that can promise; or of all, if these are too few. */
    private boolean isOwnTurn() {
        List<NodeId> connected = watch.connected();
        List<NodeId> candidates = serving(connected);
        if (candidates.isEmpty()) {
            candidates = mindful(connected);
            if (candidates.size() < majority) {
                candidates = new ArrayList<>(connected);
                candidates.add(self);
            }
        }
        boolean isFirst =
                candidates.contains(self) && candidates.stream().allMatch(candidate -> self.compareTo(candidate) <= 0);
        return isFirst
                && (membership.isServing() || watch.mostAdvanced(log.version()).equals(self));
    }

    /** Those that can promise: not learners. */
    private List<NodeId> mindful(List<NodeId> connected) {
        List<NodeId> mindful = new ArrayList<>();
        if (membership.phase() != Phase.LEARNER) {
            mindful.add(self);
        }
        for (NodeId peer : connected) {
            if (watch.last(peer).phase() != Phase.LEARNER) {
                mindful.add(peer);
            }
        }
        return mindful;
    }

    /** Those that serve the highest epoch. */
    private List<NodeId> serving(List<NodeId> connected) {
        long highest = membership.isServing() ? membership.epoch() : 0;
        for (NodeId peer : connected) {
            LayeredMessage.Heartbeat last = watch.last(peer);
            highest = last.phase() == Phase.SERVING ? Math.max(highest, last.epoch()) : highest;
        }
        List<NodeId> serving = new ArrayList<>();
        if (membership.isServing() && membership.epoch() == highest) {
            serving.add(self);
        }
        for (NodeId peer : connected) {
            LayeredMessage.Heartbeat last = watch.last(peer);
            if (last.phase() == Phase.SERVING && last.epoch() == highest) {
                serving.add(peer);
            }
        }
        return serving;
    }
}
