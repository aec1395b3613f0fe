package epidemic.runtime.actor;

import epidemic.kernel.NodeId;
import java.util.Collection;
import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The way between two nodes, both directions of it.
 *
 * @param first the one whose name comes first
 * @param second the other
 */
public record NodePair(NodeId first, NodeId second) implements Comparable<NodePair> {
    private static final Comparator<NodePair> ORDER =
            Comparator.comparing(NodePair::first).thenComparing(NodePair::second);

    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if the names are equal or the other way round: use {@link #of}
     */
    public NodePair {
        if (first.compareTo(second) >= 0) {
            throw new IllegalArgumentException("'" + first + "' and '" + second + "' are no pair: two different nodes"
                    + " in the order of their names are allowed");
        }
    }

    /**
     * The way between two nodes, in whatever order.
     *
     * @throws IllegalArgumentException if they are one
     */
    public static NodePair of(NodeId one, NodeId other) {
        return one.compareTo(other) < 0 ? new NodePair(one, other) : new NodePair(other, one);
    }

    /** All ways between one group and the rest of the nodes. */
    public static SortedSet<NodePair> around(Collection<NodeId> group, Collection<NodeId> all) {
        SortedSet<NodePair> pairs = new TreeSet<>();
        for (NodeId inside : group) {
            for (NodeId outside : all) {
                if (!group.contains(outside)) {
                    pairs.add(of(inside, outside));
                }
            }
        }
        return pairs;
    }

    /** Whether the node is one of the two. */
    public boolean has(NodeId node) {
        return first.equals(node) || second.equals(node);
    }

    @Override
    public int compareTo(NodePair other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return first + "-" + second;
    }
}
