package epidemic.lab.live;

import epidemic.client.ClientWatch;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.Topology;
import epidemic.kernel.Transaction;
import epidemic.kernel.Value;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeDirectory;
import epidemic.runtime.actor.NodeStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * The nodes of a running system, to be asked. Nobody waits longer than the patience: who has not answered by then is not
 * in the answer.
 */
public record Nodes(ActorSystem<?> system, Topology topology, NodeDirectory directory, Duration patience) {
    /** Every node that runs and answers. */
    CompletableFuture<Map<NodeId, NodeStatus>> statuses() {
        Map<NodeId, CompletableFuture<Optional<NodeStatus>>> answers = new TreeMap<>();
        for (NodeId node : topology.nodes()) {
            answers.put(node, ask(node, replyTo -> new NodeCall.GetStatus(0, 0, replyTo)));
        }
        return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    Map<NodeId, NodeStatus> statuses = new TreeMap<>();
                    answers.forEach((node, answer) -> answer.join().ifPresent(status -> statuses.put(node, status)));
                    return statuses;
                });
    }

    /** The keys at a node. */
    CompletableFuture<List<String>> keys(NodeId node) {
        return this.<NodeCall.Data>ask(node, replyTo -> new NodeCall.GetData(Optional.empty(), replyTo))
                .thenApply(answer -> {
                    SortedMap<String, Value> data =
                            answer.flatMap(NodeCall.Data::data).orElseGet(TreeMap::new);
                    return new ArrayList<>(data.keySet());
                });
    }

    /** Executes a transaction. */
    CompletableFuture<Outcome> execute(Transaction transaction, NodeId node, ClientWatch.Asked asked) {
        return this.<NodeCall.Executed>ask(node, replyTo -> new NodeCall.Execute(transaction, replyTo))
                .thenApply(answer -> {
                    Outcome outcome = answer.map(NodeCall.Executed::outcome)
                            .orElseGet(() -> new Outcome.Unknown("no outcome in time"));
                    asked.told(outcome, answer.map(NodeCall.Executed::sequence).orElse(0L));
                    return outcome;
                });
    }

    private <T> CompletableFuture<Optional<T>> ask(NodeId node, Function<ActorRef<T>, NodeCall> question) {
        Optional<ActorRef<NodeCall>> actor = directory.node(node);
        if (actor.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return AskPattern.<NodeCall, T>ask(actor.get(), question::apply, patience, system.scheduler())
                .toCompletableFuture()
                .handle((answer, silence) -> Optional.ofNullable(answer));
    }
}
