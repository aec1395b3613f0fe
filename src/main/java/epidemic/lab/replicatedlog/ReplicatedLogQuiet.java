package epidemic.lab.replicatedlog;

import epidemic.lab.Scenario;
import epidemic.sim.SimNode;
import epidemic.sim.Simulation;
import java.util.Optional;

/** When all nodes hold the same messages, on disk, and nobody waits. */
final class ReplicatedLogQuiet implements Scenario.Quiet {
    @Override
    public Optional<String> missing(Simulation simulation) {
        SimNode master = simulation.node(ReplicatedLogScenario.MASTER);
        if (!master.isUp() || !master.view().serving() || !Scenario.Quiet.isSettled(master)) {
            return Optional.of("core node " + describe(master));
        }
        for (SimNode node : simulation.nodes()) {
            boolean isEqual = Scenario.Quiet.isSettled(node)
                    && node.history().version() == master.history().version();
            if (!isEqual) {
                return Optional.of("secondary " + describe(node) + ", the master holds "
                        + master.history().version());
            }
        }
        return Optional.empty();
    }

    private static String describe(SimNode node) {
        return node.isUp()
                ? node + " with " + node.history().version() + " messages, " + node.view()
                : node + " is down";
    }

    @Override
    public boolean wantsFiller(Simulation simulation) {
        return false;
    }
}
