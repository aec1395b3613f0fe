package epidemic.lab.primarybackup;

import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.sim.CheckFailure;
import epidemic.sim.SimNode;
import epidemic.sim.SimObserver;
import epidemic.sim.Simulation;
import epidemic.sim.Validation;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * With async a promotion may lose confirmed updates, but not without a word: some node has told of it, unless a disk was
 * lost, or none can be trusted.
 */
final class ToldLoss implements Validation, SimObserver {
    private final Set<RequestId> confirmed = new HashSet<>();
    private boolean isExplained;

    @Override
    public String name() {
        return "told-loss";
    }

    @Override
    public void replied(SimNode node, Transaction transaction, Outcome outcome) {
        if (transaction.isUpdate() && outcome instanceof Outcome.Committed) {
            confirmed.add(transaction.id());
        }
    }

    @Override
    public void observed(SimNode node, Observation observation) {
        isExplained |= observation.isAlarming();
    }

    @Override
    public void emptied(SimNode node) {
        isExplained = true;
    }

    @Override
    public void check(Simulation simulation) {
        if (isExplained || !simulation.isSynced()) {
            return;
        }
        Set<String> missing = new TreeSet<>();
        confirmed.forEach(id -> missing.add(id.toString()));
        for (VersionEntry entry : simulation.nodes().get(0).log()) {
            missing.remove(entry.transaction().toString());
        }
        if (!missing.isEmpty()) {
            throw new CheckFailure(name(), "confirmed, and in no log in the end, and no node has told so: " + missing);
        }
    }
}
