package epidemic.lab.primarybackup;

import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Settings;
import epidemic.kernel.Transaction;
import epidemic.sim.CheckFailure;
import epidemic.sim.Invariant;
import epidemic.sim.SimNode;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * With semi-sync no update waits without end for a backup: a client of the primary hears something in time. Time counts
 * only while the primary works and its clock goes, and as long as it stays what it is.
 */
final class PatientUpdates implements Invariant {
    private final boolean isOn;
    private final long beatNanos;
    private final long mostNanos;
    private final Map<SimNode, Working> nodes = new HashMap<>();

    /** How long a node has worked, and since when its clients wait. */
    private static final class Working {
        private long lastNanos;
        private long sumNanos;
        private final Map<RequestId, Long> since = new LinkedHashMap<>();
    }

    PatientUpdates(Settings settings) {
        this.isOn = settings.text("mode").equals("semi-sync");
        this.beatNanos = settings.duration("beat-interval").toNanos();
        this.mostNanos = settings.duration("semi-sync-wait").toNanos() + 10 * beatNanos;
    }

    @Override
    public String name() {
        return "semi-sync-answers";
    }

    @Override
    public void requested(SimNode node, Transaction transaction) {
        if (isOn && transaction.isUpdate()) {
            Working working = nodes.computeIfAbsent(node, any -> new Working());
            working.since.put(transaction.id(), working.sumNanos);
        }
    }

    @Override
    public void replied(SimNode node, Transaction transaction, Outcome outcome) {
        if (isOn) {
            nodes.computeIfAbsent(node, any -> new Working()).since.remove(transaction.id());
        }
    }

    /** Those who wait for a primary already begin to wait for a backup. */
    @Override
    public void observed(SimNode node, Observation observation) {
        Working working = nodes.get(node);
        if (working != null && observation.kind().equals(Observation.VIEW_INSTALLED)) {
            working.since.replaceAll((id, before) -> working.sumNanos);
        }
    }

    @Override
    public void crashed(SimNode node, int lostCount, boolean torn) {
        nodes.remove(node);
    }

    @Override
    public void afterBatch(SimNode node) {
        Working working = nodes.get(node);
        if (working == null) {
            return;
        }
        long gone = node.clockNanos() - working.lastNanos;
        working.lastNanos = node.clockNanos();
        working.sumNanos += Math.max(0, Math.min(gone, beatNanos));
        Iterator<Map.Entry<RequestId, Long>> oldest = working.since.entrySet().iterator();
        boolean isLate = oldest.hasNext() && working.sumNanos - oldest.next().getValue() > mostNanos;
        if (isLate && !node.view().role().equals("primary")) {
            working.since.clear();
        } else if (isLate) {
            throw new CheckFailure(
                    name(), node + " has kept " + working.since.keySet() + " waiting for longer than semi-sync-wait");
        }
    }
}
