package epidemic.sim;

import epidemic.kernel.NodeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The numbers of nodes, 0 and on, in the order of the topology. */
final class NodeIds {
    /** A name for no node. */
    static final NodeId NONE = NodeId.of("-");

    // Asked by name only, never gone through: its order is not seen.
    private final Map<NodeId, Integer> indexes = new HashMap<>();
    private final List<NodeId> names;

    NodeIds(List<NodeId> names) {
        this.names = List.copyOf(names);
        for (NodeId name : this.names) {
            indexes.put(name, indexes.size());
        }
    }

    boolean has(NodeId name) {
        return indexes.containsKey(name);
    }

    int indexOf(NodeId name) {
        Integer index = indexes.get(name);
        if (index == null) {
            throw new IllegalArgumentException("no node " + name + ": " + names + " are");
        }
        return index;
    }
}
