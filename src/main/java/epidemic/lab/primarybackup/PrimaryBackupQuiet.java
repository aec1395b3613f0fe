package epidemic.lab.primarybackup;

import epidemic.kernel.ReplicaView;
import epidemic.lab.Scenario;
import epidemic.sim.SimNode;
import epidemic.sim.Simulation;
import java.util.Optional;

/** When one primary serves, all others are its backups and have on disk what it has, and nobody waits. */
final class PrimaryBackupQuiet implements Scenario.Quiet {
    @Override
    public Optional<String> missing(Simulation simulation) {
        Optional<SimNode> primary = primary(simulation);
        if (primary.isEmpty()) {
            return Optional.of("core: no primary serves; "
                    + simulation.nodes().stream()
                            .map(PrimaryBackupQuiet::describe)
                            .toList());
        }
        ReplicaView known = primary.get().view();
        for (SimNode node : simulation.nodes()) {
            if (!Scenario.Quiet.isSettled(node) || !isInStep(node.view(), known)) {
                return Optional.of(describe(node) + "; primary " + describe(primary.get()));
            }
        }
        for (ReplicaView.Feed feed : known.feeds()) {
            if (feed.acknowledged() != known.version()) {
                return Optional.of(primary.get() + " knows of " + feed);
            }
        }
        return Optional.empty();
    }

    private static Optional<SimNode> primary(Simulation simulation) {
        return simulation.nodes().stream()
                .filter(node -> node.isUp() && node.view().role().equals("primary"))
                .filter(node -> node.view().serving())
                .findFirst();
    }

    private static boolean isInStep(ReplicaView view, ReplicaView primary) {
        boolean counts = view.role().equals("backup") || view.role().equals("primary");
        return counts
                && view.serving()
                && view.epoch() == primary.epoch()
                && view.version() == primary.version()
                && view.pending() == 0;
    }

    private static String describe(SimNode node) {
        if (!node.isUp()) {
            return node + " is down";
        }
        ReplicaView view = node.view();
        return node + " (" + view.role() + " of epoch " + view.epoch() + ") at version " + view.version() + " ("
                + node.durableVersion() + " on disk), " + view.pending() + " pending, " + node.openRequestCount()
                + " open requests " + view.reason();
    }

    @Override
    public boolean wantsFiller(Simulation simulation) {
        return false;
    }
}
