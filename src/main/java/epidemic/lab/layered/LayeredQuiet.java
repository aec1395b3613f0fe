package epidemic.lab.layered;

import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaView;
import epidemic.lab.Scenario;
import epidemic.sim.SimNode;
import epidemic.sim.Simulation;
import java.util.Optional;

/** When all seven nodes hold the same version, on disk, and nobody waits. */
final class LayeredQuiet implements Scenario.Quiet {
    private final TriggerPoints triggers;

    LayeredQuiet(TriggerPoints triggers) {
        this.triggers = triggers;
    }

    @Override
    public Optional<String> missing(Simulation simulation) {
        for (NodeId core : LayeredScenario.CORE) {
            SimNode node = simulation.node(core);
            if (!node.isUp() || !node.view().serving() || node.view().pending() > 0) {
                return Optional.of("core node " + describe(node));
            }
        }
        long version = simulation.node(LayeredScenario.CORE.get(0)).history().version();
        for (SimNode node : simulation.nodes()) {
            if (!Scenario.Quiet.isSettled(node) || node.history().version() != version) {
                boolean isCore = LayeredScenario.CORE.contains(node.id());
                return Optional.of((isCore ? "core" : "lazy") + " node " + describe(node) + ", A1 " + version);
            }
        }
        return Optional.empty();
    }

    private static String describe(SimNode node) {
        if (!node.isUp()) {
            return node + " is down";
        }
        ReplicaView view = node.view();
        return node + " at version " + view.version() + " (" + node.durableVersion() + " on disk), " + view.pending()
                + " pending, " + node.openRequestCount() + " open requests " + view.reason();
    }

    @Override
    public boolean wantsFiller(Simulation simulation) {
        SimNode core = simulation.node(LayeredScenario.CORE.get(0));
        return !triggers.isFlushed() && !triggers.isTriggerPoint(core.history().version());
    }
}
