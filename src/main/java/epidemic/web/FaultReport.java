package epidemic.web;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.LinkFault;
import epidemic.runtime.actor.NodePair;
import java.util.List;
import java.util.Map;

/**
 * What is wrong on purpose. Immutable.
 *
 * @param crashed the stopped nodes, but for those that were never met: whether they run is not known
 * @param links the links that are cut or slow, in the order of their names
 */
record FaultReport(List<NodeId> crashed, Map<NodePair, LinkFault> links) {
    /** Nothing is wrong. */
    static final FaultReport NONE = new FaultReport(List.of(), Map.of());

    /** Copies the nodes. The links are immutable already, and keep their order. */
    FaultReport {
        crashed = List.copyOf(crashed);
    }

    /** Of a recorded run, which tells of links by its marks. */
    static FaultReport of(List<NodeId> crashed) {
        return new FaultReport(crashed, Map.of());
    }
}
