package epidemic.lab.replicatedlog;

import epidemic.kernel.Outcome;
import epidemic.kernel.Settings;
import epidemic.kernel.Transaction;
import epidemic.sim.CheckFailure;
import epidemic.sim.Invariant;
import epidemic.sim.SimNode;
import java.util.HashMap;
import java.util.Map;

/**
 * When a client is told of its message, as many nodes as it wanted have had it on their disks. A disk that was lost since
 * then counts: who acknowledged cannot take it back.
 */
final class HeldCopies implements Invariant {
    private final int defaultConcern;
    private final Map<SimNode, Long> held = new HashMap<>();

    HeldCopies(Settings settings) {
        this.defaultConcern = (int) settings.number("write-concern");
    }

    @Override
    public String name() {
        return "write-concern";
    }

    @Override
    public void afterBatch(SimNode node) {
        held.merge(node, node.durableVersion(), Math::max);
    }

    @Override
    public void replied(SimNode node, Transaction transaction, Outcome outcome) {
        if (transaction.isUpdate() && outcome instanceof Outcome.Committed committed) {
            int wanted = transaction.session().writeConcern();
            check(node, transaction, committed.version(), wanted == 0 ? defaultConcern : wanted);
        }
    }

    private void check(SimNode master, Transaction transaction, long id, int wanted) {
        int copies = 0;
        for (SimNode node : master.simulation().nodes()) {
            copies += Math.max(held.getOrDefault(node, 0L), node.durableVersion()) >= id ? 1 : 0;
        }
        if (copies < wanted) {
            throw new CheckFailure(
                    name(),
                    master + " tells " + transaction.id() + " of message " + id + ", which " + copies
                            + " nodes hold; it wanted " + wanted);
        }
    }
}
