package epidemic.lab.primarybackup;

import epidemic.kernel.Message;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.protocol.primarybackup.PrimaryBackupMessage;
import epidemic.sim.CheckFailure;
import epidemic.sim.SimNode;
import epidemic.sim.SimObserver;
import epidemic.sim.Simulation;
import epidemic.sim.Validation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * With async a promotion may lose confirmed updates, but not without a word: some node has told of it since, unless a disk
 * was lost, or none can be trusted. What is left of a primary's versions is a prefix of them, always.
 */
final class ToldLoss implements Validation, SimObserver {
    private final SurvivingPrefix prefix = new SurvivingPrefix();
    /** Confirmed since anybody told of a loss, or lost a disk. */
    private final Set<RequestId> confirmed = new HashSet<>();

    @Override
    public String name() {
        return "told-loss";
    }

    /** The primary tells the node that has forwarded a request; when that one tells the client does not matter. */
    @Override
    public void sent(SimNode from, SimNode to, Message message, boolean isAnswer) {
        if (message instanceof PrimaryBackupMessage.Forwarded forwarded
                && forwarded.outcome() instanceof Outcome.Committed committed) {
            told(from, committed.version());
        }
    }

    @Override
    public void replied(SimNode node, Transaction transaction, Outcome outcome) {
        if (transaction.isUpdate()
                && outcome instanceof Outcome.Committed committed
                && committed.node().equals(node.id())) {
            told(node, committed.version());
        }
    }

    private void told(SimNode primary, long version) {
        prefix.told(primary.id(), primary.incarnation(), primary.log(), version);
        if (version > 0) {
            confirmed.add(primary.log().get((int) version - 1).transaction());
        }
    }

    /** What was told of a loss can explain what had been confirmed before only. */
    @Override
    public void observed(SimNode node, Observation observation) {
        if (observation.isAlarming()) {
            confirmed.clear();
        }
    }

    @Override
    public void emptied(SimNode node) {
        confirmed.clear();
    }

    @Override
    public void check(Simulation simulation) {
        List<VersionEntry> end = simulation.nodes().get(0).log();
        prefix.check(end);
        if (simulation.isSynced()) {
            checkNothingMissing(end);
        }
    }

    private void checkNothingMissing(List<VersionEntry> end) {
        Set<String> missing = new TreeSet<>();
        confirmed.forEach(id -> missing.add(id.toString()));
        for (VersionEntry entry : end) {
            missing.remove(entry.transaction().toString());
        }
        if (!missing.isEmpty()) {
            throw new CheckFailure(name(), "confirmed, and in no log in the end, and no node has told so: " + missing);
        }
    }
}
