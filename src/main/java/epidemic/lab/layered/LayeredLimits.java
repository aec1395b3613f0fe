package epidemic.lab.layered;

import epidemic.kernel.NodeId;
import epidemic.sim.Fault;
import epidemic.sim.FaultLimits;
import epidemic.sim.SimNode;
import epidemic.sim.Simulation;
import java.util.List;

/**
 * What {@code layered} tolerates: any crash on a disk that keeps what it confirmed; the loss of a core node's disk only
 * while all other core nodes are up, members of a view and keep running until what they hold is on all three disks
 * again. (A confirmed update is on the disk of its origin and in the memory of the others.)
 */
final class LayeredLimits implements FaultLimits {
    private boolean convalescent;

    @Override
    public boolean permits(Fault fault, Simulation simulation) {
        if (fault instanceof Fault.CrashEmpty empty && LayeredScenario.CORE.contains(empty.node())) {
            boolean permitted = !isConvalescent(simulation) && othersAreMembers(empty.node(), simulation);
            convalescent = convalescent || permitted;
            return permitted;
        }
        return !stopsCore(fault) || !isConvalescent(simulation);
    }

    private static boolean stopsCore(Fault fault) {
        if (fault instanceof Fault.Crash crash) {
            return LayeredScenario.CORE.contains(crash.node());
        } else if (fault instanceof Fault.FailWrite fail) {
            return LayeredScenario.CORE.contains(fail.node());
        }
        return fault instanceof Fault.Blackout blackout
                && blackout.nodes().stream().anyMatch(LayeredScenario.CORE::contains);
    }

    private static boolean othersAreMembers(NodeId node, Simulation simulation) {
        for (NodeId core : LayeredScenario.CORE) {
            SimNode other = simulation.node(core);
            if (!core.equals(node) && !(other.isUp() && other.view().epoch() > 0)) {
                return false;
            }
        }
        return true;
    }

    /** Whether some confirmed update may not be on all disks yet since a core node lost its own. */
    private boolean isConvalescent(Simulation simulation) {
        if (convalescent) {
            convalescent = !isRecovered(LayeredScenario.CORE, simulation);
        }
        return convalescent;
    }

    private static boolean isRecovered(List<NodeId> core, Simulation simulation) {
        for (NodeId id : core) {
            SimNode node = simulation.node(id);
            boolean holdsAll = node.isUp()
                    && node.view().serving()
                    && node.view().pending() == 0
                    && node.durableVersion() == node.history().version();
            if (!holdsAll) {
                return false;
            }
        }
        return true;
    }
}
