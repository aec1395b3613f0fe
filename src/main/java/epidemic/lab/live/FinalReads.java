package epidemic.lab.live;

import epidemic.client.ClientWatch;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.lab.Requests;
import epidemic.runtime.actor.NodeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Reads everything at every node when a run ends. Only nodes that hold the newest version are read: the others owe no
 * equality, for their triggers have not fired. Who is left out is told.
 */
public final class FinalReads {
    /** More keys are not read. */
    static final int KEYS_MAX = 100_000;

    private final Nodes nodes;
    private final LiveHistory history;
    private final String run;

    /**
     * The reads of a run.
     *
     * @param run tells their request ids from those of other runs
     */
    public FinalReads(Nodes nodes, LiveHistory history, String run) {
        this.nodes = nodes;
        this.history = history;
        this.run = run;
    }

    /** Reads. Completed with what is to be told to people, in lines; no line if every node was read. */
    public CompletableFuture<List<String>> read() {
        return nodes.statuses().thenCompose(this::read);
    }

    private CompletableFuture<List<String>> read(Map<NodeId, NodeStatus> statuses) {
        long newest = statuses.values().stream()
                .mapToLong(status -> status.view().version())
                .max()
                .orElse(0);
        Optional<NodeId> holder = statuses.values().stream()
                .filter(status -> status.view().version() == newest)
                .map(NodeStatus::node)
                .findFirst();
        List<String> remarks = new ArrayList<>();
        if (holder.isEmpty() || newest == 0) {
            return CompletableFuture.completedFuture(remarks);
        }
        List<NodeId> current = new ArrayList<>();
        for (NodeId node : nodes.topology().nodes()) {
            NodeStatus status = statuses.get(node);
            if (status == null) {
                remarks.add("no final read at " + node + ": it does not run");
            } else if (status.view().version() < newest) {
                remarks.add("no final read at " + node + ": it holds version "
                        + status.view().version() + " of " + newest);
            } else {
                current.add(node);
            }
        }
        return nodes.keys(holder.get()).thenCompose(keys -> read(current, keys, newest, remarks));
    }

    private CompletableFuture<List<String>> read(
            List<NodeId> current, List<String> keys, long newest, List<String> remarks) {
        List<String> read = keys.subList(0, Math.min(keys.size(), KEYS_MAX));
        if (read.size() < keys.size()) {
            remarks.add("the final reads show " + KEYS_MAX + " of " + keys.size() + " keys");
        }
        if (read.isEmpty()) {
            return CompletableFuture.completedFuture(remarks);
        }
        List<Operation> steps = Requests.readsOf(read);
        CompletableFuture<List<String>> all = CompletableFuture.completedFuture(remarks);
        for (NodeId node : current) {
            all = all.thenCombine(read(node, steps, newest), FinalReads::with);
        }
        return all;
    }

    private CompletableFuture<Optional<String>> read(NodeId node, List<Operation> steps, long newest) {
        int layer = nodes.topology().ownLayerOf(node).orElseThrow();
        Transaction transaction = new Transaction(new RequestId("final-" + node + "~" + run, 0), layer, steps);
        ClientWatch.Asked asked = history.asksFinally(transaction, node);
        ClientWatch.Asked strict = (outcome, sequence) -> asked.told(settled(outcome, newest), sequence);
        return nodes.execute(transaction, node, strict).thenApply(outcome -> {
            Outcome kept = settled(outcome, newest);
            return kept instanceof Outcome.Committed
                    ? Optional.empty()
                    : Optional.of("no final read at " + node + ": " + kept);
        });
    }

    /** A read of another version than the others compares with none. */
    private static Outcome settled(Outcome outcome, long newest) {
        return outcome instanceof Outcome.Committed committed && committed.version() != newest
                ? new Outcome.Unknown("version " + committed.version() + ", not " + newest + ": it goes on changing")
                : outcome;
    }

    private static List<String> with(List<String> remarks, Optional<String> remark) {
        List<String> all = new ArrayList<>(remarks);
        remark.ifPresent(all::add);
        return all;
    }
}
