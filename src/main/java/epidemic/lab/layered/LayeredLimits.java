package epidemic.lab.layered;

import epidemic.kernel.NodeId;
import epidemic.kernel.Settings;
import epidemic.sim.Fault;
import epidemic.sim.FaultLimits;
import epidemic.sim.SimNode;
import epidemic.sim.Simulation;
import java.util.HashMap;
import java.util.Map;

/**
 * What {@code layered} tolerates: any crash on a disk that keeps what it confirmed; the loss of a core node's disk while
 * the others keep theirs, until a view has let it in again; and, where reads rely on leases, clocks that drift but do not
 * stand still.
 */
final class LayeredLimits implements FaultLimits {
    private final boolean reliesOnClocks;
    /** Core nodes that have lost their disk, with the epoch of the newest view at that time. */
    private final Map<NodeId, Long> forgetful = new HashMap<>();

    LayeredLimits(Settings settings) {
        this.reliesOnClocks = settings.text("core.on-failure").equals("reconfigure")
                && settings.text("core.reads").equals("lease");
    }

    @Override
    public boolean permits(Fault fault, Simulation simulation) {
        if (fault instanceof Fault.StandStill still) {
            return !reliesOnClocks || !LayeredScenario.CORE.contains(still.node());
        }
        if (fault instanceof Fault.CrashEmpty empty && LayeredScenario.CORE.contains(empty.node())) {
            forgetful.entrySet().removeIf(entry -> hasRecovered(entry.getKey(), entry.getValue(), simulation));
            boolean permitted = forgetful.isEmpty() || forgetful.containsKey(empty.node());
            if (permitted) {
                forgetful.put(empty.node(), newestEpoch(simulation));
            }
            return permitted;
        }
        return true;
    }

    private static long newestEpoch(Simulation simulation) {
        long newest = 0;
        for (NodeId id : LayeredScenario.CORE) {
            SimNode node = simulation.node(id);
            newest = node.isUp() ? Math.max(newest, node.view().epoch()) : newest;
        }
        return newest;
    }

    /** Whether a later view serves with the node as a member: then it has on its disk what it had lost. */
    private static boolean hasRecovered(NodeId node, long epochBefore, Simulation simulation) {
        for (NodeId id : LayeredScenario.CORE) {
            SimNode member = simulation.node(id);
            boolean serves = member.isUp() && member.view().serving();
            if (serves
                    && member.view().epoch() > epochBefore
                    && member.view().members().contains(node)) {
                return true;
            }
        }
        return false;
    }
}
