package epidemic.protocol.layered;

import epidemic.kernel.NodeId;
import java.util.List;

/**
 * Who takes part in an epoch.
 *
 * @param epoch 1 or more; 0 for {@link #NONE}
 * @param members core nodes in their order, a majority of those configured
 */
public record View(long epoch, List<NodeId> members) {
    /** Before the first view. */
    static final View NONE = new View(0, List.of());

    /** Copies the members. */
    public View {
        members = List.copyOf(members);
    }

    boolean has(NodeId node) {
        return members.contains(node);
    }
}
