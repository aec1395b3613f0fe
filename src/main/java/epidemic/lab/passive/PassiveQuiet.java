package epidemic.lab.passive;

import epidemic.lab.Scenario;
import epidemic.sim.SimNode;
import epidemic.sim.Simulation;
import java.util.Optional;

/** When all replicas hold what the main one holds, on disk, and nobody waits. */
final class PassiveQuiet implements Scenario.Quiet {
    @Override
    public Optional<String> missing(Simulation simulation) {
        SimNode main = simulation.node(PassiveScenario.MAIN);
        if (!Scenario.Quiet.isSettled(main)) {
            return Optional.of("core, that is M: " + describe(main));
        }
        for (SimNode node : simulation.nodes()) {
            if (!Scenario.Quiet.isSettled(node)
                    || node.history().version() != main.history().version()) {
                return Optional.of(node + ": " + describe(node) + "; M: " + describe(main));
            }
        }
        return Optional.empty();
    }

    private static String describe(SimNode node) {
        return node.isUp()
                ? "version " + node.history().version() + " (" + node.durableVersion() + " on disk), "
                        + node.openRequestCount() + " open requests"
                : "down";
    }

    @Override
    public boolean wantsFiller(Simulation simulation) {
        return false;
    }
}
