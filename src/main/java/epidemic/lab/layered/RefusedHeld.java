package epidemic.lab.layered;

import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Snapshot;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.protocol.layered.Batch;
import epidemic.protocol.layered.LayeredMessage;
import epidemic.sim.CheckFailure;
import epidemic.sim.SimNode;
import epidemic.sim.SimObserver;
import epidemic.sim.Simulation;
import epidemic.sim.Validation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A core node that holds a batch, and in the same life refuses a request that is in it, has said that the batch comes to
 * nothing: it must not become a version afterwards.
 *
 * <p>A client that asks several nodes for the same request may hear something else from another one, and is not told of
 * the refusal alone; so what clients know in the end shows this error seldom.
 */
final class RefusedHeld implements SimObserver, Validation {
    private final Map<BatchId, Batch> asked = new HashMap<>();
    private final Map<NodeId, Map<RequestId, List<Batch>>> held = new HashMap<>();
    /** When a node was last seen to begin holding something; what it says at that moment may have been decided before. */
    private final Map<NodeId, Map<Batch, Long>> since = new HashMap<>();

    /** The versions that logs took, the last entry of each. */
    private final TreeMap<Long, VersionEntry> order = new TreeMap<>();

    private final List<Refusal> refusals = new ArrayList<>();

    private record BatchId(NodeId origin, long epoch, long sequence) {}

    private record Refusal(NodeId by, RequestId id, Batch batch) {}

    @Override
    public String name() {
        return "refused-has-no-effect";
    }

    @Override
    public void sent(SimNode from, SimNode to, Message message, boolean isAnswer) {
        if (message instanceof LayeredMessage.Replicate replicate) {
            Batch batch = replicate.batch();
            boolean isNew = asked.put(new BatchId(from.id(), batch.epoch(), batch.sequence()), batch) != batch;
            if (isNew) {
                holds(from, batch);
            }
        } else if (message instanceof LayeredMessage.Replicated replicated) {
            holds(to, from, replicated);
        }
    }

    private void holds(SimNode origin, SimNode node, LayeredMessage.Replicated acknowledgement) {
        BatchId id = new BatchId(origin.id(), acknowledgement.epoch(), acknowledgement.sequence());
        if (asked.containsKey(id)) {
            holds(node, asked.get(id));
        }
    }

    private void holds(SimNode node, Batch batch) {
        Map<RequestId, List<Batch>> ofNode = held.computeIfAbsent(node.id(), any -> new HashMap<>());
        for (Transaction update : batch.transactions()) {
            List<Batch> batches = ofNode.computeIfAbsent(update.id(), any -> new ArrayList<>());
            if (!batches.contains(batch)) {
                batches.add(batch);
                since.computeIfAbsent(node.id(), any -> new HashMap<>())
                        .putIfAbsent(batch, node.simulation().nowNanos());
            }
        }
    }

    @Override
    public void appended(SimNode node, List<VersionEntry> entries) {
        entries.forEach(entry -> order.put(entry.version(), entry));
    }

    @Override
    public void replaced(SimNode node, Snapshot snapshot, List<VersionEntry> entries) {
        appended(node, entries);
    }

    @Override
    public void crashed(SimNode node, int lostCount, boolean torn) {
        held.remove(node.id());
        since.remove(node.id());
    }

    @Override
    public void replied(SimNode node, Transaction transaction, Outcome outcome) {
        if (outcome instanceof Outcome.Refused && held.containsKey(node.id())) {
            held.get(node.id()).getOrDefault(transaction.id(), List.of()).stream()
                    .filter(batch ->
                            since.get(node.id()).get(batch) < node.simulation().nowNanos())
                    .forEach(batch -> refusals.add(new Refusal(node.id(), transaction.id(), batch)));
        }
    }

    @Override
    public void check(Simulation simulation) {
        Map<RequestId, VersionEntry> versions = new HashMap<>();
        order.headMap(simulation.node(LayeredScenario.CORE.get(0)).logEnd(), true)
                .values()
                .forEach(entry -> versions.put(entry.transaction(), entry));
        for (Refusal refusal : refusals) {
            VersionEntry entry = versions.get(refusal.id());
            if (entry != null && isOf(entry, refusal.batch())) {
                throw new CheckFailure(
                        name(),
                        refusal.by() + " held " + refusal.id() + " of " + entry.origin()
                                + ", undecided, and answered refused; it took effect as version " + entry.version());
            }
        }
    }

    private static boolean isOf(VersionEntry entry, Batch batch) {
        return entry.origin().equals(batch.stamp().node()) && entry.committedAtMillis() == batch.orderedAtMillis();
    }
}
