package epidemic.lab.primarybackup;

import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.Settings;
import epidemic.sim.Fault;
import epidemic.sim.FaultLimits;
import epidemic.sim.SimNode;
import epidemic.sim.Simulation;
import java.util.HashMap;
import java.util.Map;

/**
 * What {@code primary-backup} tolerates: any crash on a disk that keeps what it confirmed; the loss of one node's disk while
 * the others keep theirs, until the node counts again in a later epoch. Without promotion N1 is the only one that may be
 * primary, and must keep its disk.
 */
final class PrimaryBackupLimits implements FaultLimits {
    private static final NodeId FIRST = NodeId.of("N1");

    private final boolean promotes;
    /** Nodes that have lost their disk, with the newest epoch at that time. */
    private final Map<NodeId, Long> forgetful = new HashMap<>();

    PrimaryBackupLimits(Settings settings) {
        this.promotes = settings.flag("promotion");
    }

    @Override
    public boolean permits(Fault fault, Simulation simulation) {
        if (!(fault instanceof Fault.CrashEmpty empty)) {
            return true;
        }
        if (!promotes && empty.node().equals(FIRST)) {
            return false;
        }
        forgetful.entrySet().removeIf(entry -> hasRecovered(entry.getKey(), entry.getValue(), simulation));
        boolean permitted = forgetful.isEmpty() || forgetful.containsKey(empty.node());
        if (permitted) {
            forgetful.put(empty.node(), newestEpoch(simulation));
        }
        return permitted;
    }

    private static long newestEpoch(Simulation simulation) {
        long newest = 0;
        for (SimNode node : simulation.nodes()) {
            newest = node.isUp() ? Math.max(newest, node.view().epoch()) : newest;
        }
        return newest;
    }

    /** Whether the primary of a later epoch has heard that the node's disk has everything. */
    private static boolean hasRecovered(NodeId node, long epochBefore, Simulation simulation) {
        SimNode itself = simulation.node(node);
        for (SimNode other : simulation.nodes()) {
            if (other.isUp() && itself.isUp() && itself.view().role().equals("backup")) {
                ReplicaView view = other.view();
                boolean isPrimary = view.role().equals("primary") && view.serving();
                if (isPrimary && view.epoch() > epochBefore && view.members().contains(node)) {
                    return true;
                }
            }
        }
        return false;
    }
}
