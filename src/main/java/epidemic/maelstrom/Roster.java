package epidemic.maelstrom;

import epidemic.kernel.NodeId;
import epidemic.kernel.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which of Maelstrom's nodes plays which of the strategy's: the first in its list is the first of the topology, and so on.
 * Whole layers take part, from layer 0 on; the layers that nobody plays are silent.
 */
final class Roster {
    private final Map<String, NodeId> nodes;
    private final Map<NodeId, String> names;
    private final List<String> core;

    private Roster(Map<String, NodeId> nodes, Map<NodeId, String> names, List<String> core) {
        this.nodes = nodes;
        this.names = names;
        this.core = core;
    }

    /**
     * The roster of these names.
     *
     * @throws IllegalArgumentException if they are not as many as the first layers have nodes, or one stands twice
     */
    static Roster of(List<String> names, Topology topology) {
        requireWholeLayers(names.size(), topology);
        Map<String, NodeId> nodes = new LinkedHashMap<>();
        Map<NodeId, String> byNode = new LinkedHashMap<>();
        for (int index = 0; index < names.size(); index++) {
            NodeId node = topology.nodes().get(index);
            if (nodes.put(names.get(index), node) != null) {
                throw new IllegalArgumentException("node '" + names.get(index) + "' stands twice in node_ids");
            }
            byNode.put(node, names.get(index));
        }
        return new Roster(
                nodes, byNode, names.subList(0, topology.layers().get(0).nodes().size()));
    }

    private static void requireWholeLayers(int count, Topology topology) {
        List<String> allowed = new ArrayList<>();
        for (int layers = 1; layers <= topology.layers().size(); layers++) {
            int whole = topology.first(layers).nodes().size();
            allowed.add(Integer.toString(whole));
            if (count == whole) {
                return;
            }
        }
        throw new IllegalArgumentException(
                count + " nodes: " + String.join(", ", allowed) + " are allowed, whole layers from the core on");
    }

    /** Who Maelstrom's node plays, or empty if it is none of the test's. */
    Optional<NodeId> node(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /** Who plays a node, or empty if nobody does. */
    Optional<String> name(NodeId node) {
        return Optional.ofNullable(names.get(node));
    }

    /** Who plays layer 0. */
    List<String> core() {
        return core;
    }
}
