package epidemic.kernel;

import java.util.List;
import java.util.Optional;

/**
 * What a node is and holds at one moment, for dashboards, invariants and tests.
 *
 * @param role what the node does in its strategy, for example {@code core}
 * @param version V: the number of updates applied
 * @param pending updates that the node knows of and has not yet applied
 * @param epoch the number of the view that the node works in, 0 while it has none
 * @param members the nodes of that view; empty where a role has no view
 * @param serving whether the node takes the transactions of its role now
 * @param reason why it does not serve, what it refuses and why, or who stands in for whom; empty if all is well
 * @param feeds the lazy links that begin at this node
 * @param details what the strategy tells of the node beyond that, in the order in which it is shown; the same names each time
 */
public record ReplicaView(
        String role,
        long version,
        long pending,
        long epoch,
        List<NodeId> members,
        boolean serving,
        String reason,
        List<Feed> feeds,
        List<Detail> details) {
    /**
     * The role of a node whose disk contradicts what the others have: it serves nothing until somebody starts it empty, and
     * its reason says so. Nobody waits for it.
     */
    public static final String DIVERGED = "diverged";

    /** Copies the lists. */
    public ReplicaView {
        members = List.copyOf(members);
        feeds = List.copyOf(feeds);
        details = List.copyOf(details);
    }

    /** Without details. */
    public ReplicaView(
            String role,
            long version,
            long pending,
            long epoch,
            List<NodeId> members,
            boolean serving,
            String reason,
            List<Feed> feeds) {
        this(role, version, pending, epoch, members, serving, reason, feeds, List.of());
    }

    /** Whether somebody has to start the node empty. */
    public boolean isDiverged() {
        return role.equals(DIVERGED);
    }

    /** The same with these details. */
    public ReplicaView with(List<Detail> other) {
        return new ReplicaView(role, version, pending, epoch, members, serving, reason, feeds, other);
    }

    /** What the detail of this name says of the node itself, or empty if there is none of this type. */
    public <F extends Detail.Figure> Optional<F> figure(String name, Class<F> type) {
        return figure(name, Optional.empty(), type);
    }

    /** What the detail of this name says of another node, or empty if there is none of this type. */
    public <F extends Detail.Figure> Optional<F> figure(String name, NodeId peer, Class<F> type) {
        return figure(name, Optional.of(peer), type);
    }

    private <F extends Detail.Figure> Optional<F> figure(String name, Optional<NodeId> peer, Class<F> type) {
        return details.stream()
                .filter(detail -> detail.name().equals(name) && detail.peer().equals(peer))
                .map(Detail::figure)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    /**
     * A lazy link to a node of a lower layer.
     *
     * @param target the node that is fed
     * @param acknowledged the newest version that the target said it holds, 0 if it has not said anything
     * @param inFlight whether versions are on their way now
     * @param updatesToNextPush updates until the count trigger fires; empty for links with another trigger
     * @param nanosToNextPush time until the period trigger fires; empty for links with another trigger
     */
    public record Feed(
            NodeId target,
            long acknowledged,
            boolean inFlight,
            Optional<Long> updatesToNextPush,
            Optional<Long> nanosToNextPush) {}
}
