package epidemic.lab.replicatedlog;

import epidemic.kernel.Message;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Settings;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.sim.CheckFailure;
import epidemic.sim.Fault;
import epidemic.sim.Invariant;
import epidemic.sim.SimNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The master takes a new message only if it has heard of more than half of all nodes, itself counted, within {@code
 * unhealthy-after} and the {@code heartbeat-interval} after which it looks again, by its own clock. In a pause it cannot
 * look: the first interval after one is not judged. What is appended and refused is for another check.
 */
final class ReadOnlyWithoutQuorum implements Invariant {
    /** The next look is reckoned from the end of a batch, which is a moment later than the look. */
    private static final long BATCH_NANOS_MAX = 1_000_000;

    private final long lookNanos;
    private final long silenceNanosMax;

    // Of the master's present life, by its clock.
    private final Map<SimNode, Long> heardAtNanos = new HashMap<>();
    private long goesOnSinceNanos = Long.MIN_VALUE;
    private boolean wasPaused;

    // Of its present batch.
    private final Set<RequestId> askedWithQuorum = new HashSet<>();
    private final Map<RequestId, VersionEntry> takenWithout = new HashMap<>();

    ReadOnlyWithoutQuorum(Settings settings) {
        this.lookNanos = settings.duration("heartbeat-interval").toNanos() + BATCH_NANOS_MAX;
        this.silenceNanosMax = settings.duration("unhealthy-after").toNanos() + lookNanos;
    }

    @Override
    public String name() {
        return "read-only";
    }

    @Override
    public void fault(long atNanos, Fault fault) {
        wasPaused |= fault instanceof Fault.Pause pause && pause.node().equals(ReplicatedLogScenario.MASTER);
    }

    /** The master does something, so a pause is over. */
    private void goesOn(SimNode master) {
        if (wasPaused) {
            wasPaused = false;
            goesOnSinceNanos = master.clockNanos();
        }
    }

    @Override
    public void crashed(SimNode node, int lostCount, boolean torn) {
        if (isMaster(node)) {
            heardAtNanos.clear();
            askedWithQuorum.clear();
            takenWithout.clear();
        }
    }

    @Override
    public void delivered(SimNode from, SimNode to, Message message, boolean isAnswer) {
        if (isMaster(to)) {
            goesOn(to);
            heardAtNanos.put(from, to.clockNanos());
        }
    }

    @Override
    public void requested(SimNode node, Transaction transaction) {
        if (isMaster(node)) {
            goesOn(node);
            boolean isJudged = node.clockNanos() - lookNanos > goesOnSinceNanos;
            if (!isJudged || isQuorum(heardOf(node), node)) {
                askedWithQuorum.add(transaction.id());
            }
        }
    }

    /** The nodes that may count, the master included. */
    private int heardOf(SimNode master) {
        int heard = 1;
        for (long atNanos : heardAtNanos.values()) {
            heard += master.clockNanos() - atNanos <= silenceNanosMax ? 1 : 0;
        }
        return heard;
    }

    private static boolean isQuorum(int count, SimNode master) {
        return 2 * count > master.simulation().nodes().size();
    }

    @Override
    public void appended(SimNode node, List<VersionEntry> entries) {
        for (VersionEntry entry : entries) {
            if (isMaster(node) && !askedWithQuorum.contains(entry.transaction())) {
                takenWithout.put(entry.transaction(), entry);
            }
        }
    }

    @Override
    public void replied(SimNode node, Transaction transaction, Outcome outcome) {
        if (isMaster(node) && outcome instanceof Outcome.Refused) {
            takenWithout.remove(transaction.id());
        }
    }

    @Override
    public void afterBatch(SimNode node) {
        if (!isMaster(node)) {
            return;
        }
        goesOn(node);
        askedWithQuorum.clear();
        if (!takenWithout.isEmpty()) {
            VersionEntry taken = takenWithout.values().iterator().next();
            throw new CheckFailure(
                    name(),
                    node + " takes " + taken.transaction() + " as message " + taken.version() + ", though "
                            + heardOf(node) + " of "
                            + node.simulation().nodes().size() + " nodes are there");
        }
    }

    private static boolean isMaster(SimNode node) {
        return node.id().equals(ReplicatedLogScenario.MASTER);
    }
}
