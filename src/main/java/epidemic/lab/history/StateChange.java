package epidemic.lab.history;

import epidemic.kernel.NodeId;
import epidemic.kernel.Topology;
import epidemic.kernel.VersionEntry;
import java.util.List;
import java.util.Optional;

/**
 * A line of the observations: a node's version changed.
 *
 * @param timeNanos by the clock of the history
 * @param version after the change
 * @param cause {@code commit}, {@code batch}, {@code timer}, {@code flush}, {@code recover} or {@code repair}
 * @param from where it came from; empty for what the node did itself
 * @param transactions the updates applied, in order; none for a transfer of the whole state
 * @param hash of the state after the change, see {@link StateHash}
 */
public record StateChange(
        NodeId node,
        long timeNanos,
        long version,
        String cause,
        Optional<NodeId> from,
        List<String> transactions,
        String hash) {
    private static final String[] CAUSES = {"commit", "batch", "timer"};

    /**
     * Entries reached a node's log.
     *
     * @param entries one or more
     * @param hash of the state after them
     */
    public static StateChange appended(
            Topology topology, NodeId node, long timeNanos, List<VersionEntry> entries, String hash) {
        VersionEntry last = entries.get(entries.size() - 1);
        int layer = topology.layerOf(node).orElseThrow();
        Optional<NodeId> from = layer == 0 ? Optional.of(last.origin()) : sourceOf(topology, node);
        List<String> transactions =
                entries.stream().map(entry -> entry.transaction().toString()).toList();
        return new StateChange(
                node, timeNanos, last.version(), CAUSES[Math.min(layer, CAUSES.length - 1)], from, transactions, hash);
    }

    private static Optional<NodeId> sourceOf(Topology topology, NodeId node) {
        return topology.links().stream()
                .filter(link -> link.to().equals(node))
                .map(Topology.Link::from)
                .findFirst();
    }

    /** A node took over a whole state. */
    public static StateChange repaired(Topology topology, NodeId node, long timeNanos, long version, String hash) {
        return new StateChange(node, timeNanos, version, "repair", sourceOf(topology, node), List.of(), hash);
    }

    /** A node came back with what its log holds. */
    public static StateChange recovered(NodeId node, long timeNanos, long version, String hash) {
        return new StateChange(node, timeNanos, version, "recover", Optional.empty(), List.of(), hash);
    }

    /** Copies the transactions. */
    public StateChange {
        transactions = List.copyOf(transactions);
    }
}
