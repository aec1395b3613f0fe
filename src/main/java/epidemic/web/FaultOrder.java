package epidemic.web;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.LinkFault;
import epidemic.runtime.actor.NodePair;
import java.util.SortedSet;

/** What a {@code POST /api/faults} asks for. */
sealed interface FaultOrder {
    /** Stop a node, or start it again. */
    record OfNode(NodeId node, boolean crashes) implements FaultOrder {}

    /**
     * Give links a fault, or none.
     *
     * @param name of the action, as it is spelled
     * @param node with whom the event is told
     * @param text what the event says
     */
    record OfLinks(String name, SortedSet<NodePair> links, LinkFault fault, NodeId node, String text)
            implements FaultOrder {}
}
