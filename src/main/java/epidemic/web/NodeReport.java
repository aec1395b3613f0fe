package epidemic.web;

import epidemic.kernel.Detail;
import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaView;
import epidemic.runtime.actor.NodeStatus;
import java.util.List;
import java.util.Optional;

/**
 * A node as the outside is told of it.
 *
 * @param state whether it runs
 * @param version V; the last known one if the node is stopped or reads its log
 * @param pending core: updates held and not applied; other layers: versions that the core has and this node has not
 * @param behind versions behind the newest one known anywhere; a diverged node counts as one that holds nothing, here and in
 *     {@code ageMillis}
 * @param ageMillis how long ago this node's state was the newest, 0 if it is now
 * @param epoch 0 while the node works in no view
 * @param reason why it does not serve, or what it refuses; empty if all is well
 */
record NodeReport(
        NodeId id,
        int layer,
        NodeStatus.State state,
        String role,
        long version,
        long pending,
        long behind,
        long ageMillis,
        long epoch,
        List<NodeId> members,
        boolean serving,
        String reason,
        List<ReplicaView.Feed> feeds,
        List<Detail> details) {
    /** Copies the lists. */
    NodeReport {
        members = List.copyOf(members);
        feeds = List.copyOf(feeds);
        details = List.copyOf(details);
    }

    /** Whether it runs and says that it does not serve. */
    boolean isRefusing() {
        return state == NodeStatus.State.UP && !serving;
    }

    /** Whether somebody has to start the node empty: {@link ReplicaView#DIVERGED}. */
    boolean isDiverged() {
        return role.equals(ReplicaView.DIVERGED);
    }

    /** Whether the other says the same, but for what everybody can count on alone: age and time to the next push. */
    boolean saysTheSameAs(NodeReport other) {
        return withoutClocks().equals(other.withoutClocks());
    }

    private NodeReport withoutClocks() {
        List<ReplicaView.Feed> still = feeds.stream()
                .map(feed -> new ReplicaView.Feed(
                        feed.target(),
                        feed.acknowledged(),
                        feed.inFlight(),
                        feed.updatesToNextPush(),
                        Optional.empty()))
                .toList();
        return new NodeReport(
                id, layer, state, role, version, pending, behind, 0, epoch, members, serving, reason, still, details);
    }
}
