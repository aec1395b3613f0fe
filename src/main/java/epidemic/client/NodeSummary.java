package epidemic.client;

import epidemic.kernel.NodeId;
import epidemic.kernel.Value;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A node at the end of a run.
 *
 * @param version the number of updates it has applied; of a stopped node the last one known
 * @param pending core: updates held and not yet applied; other layers: versions that the core has and this node has not
 * @param data its data at that version, keys in order; empty if the node is stopped and cannot tell
 */
public record NodeSummary(NodeId id, int layer, long version, long pending, Optional<SortedMap<String, Value>> data) {
    /** Copies the data. */
    public NodeSummary {
        data = data.map(map -> Collections.unmodifiableSortedMap(new TreeMap<>(map)));
    }
}
