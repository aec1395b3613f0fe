package epidemic.web;

import epidemic.kernel.NodeId;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeStatus;
import epidemic.runtime.storage.DiskCall;
import epidemic.runtime.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** Asks nodes, logs and the hub. Questions without an answer end as a {@link java.util.concurrent.TimeoutException}. */
final class NodeQueries implements NodeSource {
    private static final Duration STATUS_PATIENCE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ActorSystem<?> system;
    private final WebSetup setup;
    private final ActorRef<StatusHub.Command> hub;

    NodeQueries(ActorSystem<?> system, WebSetup setup, ActorRef<StatusHub.Command> hub) {
        this.system = system;
        this.setup = setup;
        this.hub = hub;
    }

    /** All nodes as they are now. A node that does not answer within half a second is told as it was known last. */
    @Override
    public CompletionStage<List<NodeReport>> reports() {
        long askedAtNanos = System.nanoTime();
        List<CompletionStage<Optional<NodeStatus>>> questions = new ArrayList<>();
        for (NodeId node : setup.topology().nodes()) {
            setup.directory()
                    .node(node)
                    .ifPresent(actor -> questions.add(this.<NodeCall, NodeStatus>optional(
                            actor, replyTo -> new NodeCall.GetStatus(0, 0, replyTo), STATUS_PATIENCE)));
        }
        return all(questions)
                .thenCompose(statuses -> this.<StatusHub.Command, StatusHub.Reports>ask(
                        hub, replyTo -> new StatusHub.Learn(askedAtNanos, statuses, replyTo), PATIENCE))
                .thenApply(StatusHub.Reports::nodes);
    }

    /** What the running nodes of the core know of a request. */
    CompletionStage<NodeCall.Found> find(RequestId id) {
        List<CompletionStage<Optional<NodeCall.Found>>> questions = new ArrayList<>();
        for (NodeId node : setup.topology().layers().get(0).nodes()) {
            setup.directory()
                    .node(node)
                    .ifPresent(actor -> questions.add(this.<NodeCall, NodeCall.Found>optional(
                            actor, replyTo -> new NodeCall.FindTransaction(id, replyTo), PATIENCE)));
        }
        return all(questions)
                .thenApply(answers -> new NodeCall.Found(
                        id,
                        answers.stream()
                                .flatMap(found -> found.version().stream())
                                .findFirst(),
                        answers.stream().anyMatch(NodeCall.Found::unknown)));
    }

    @Override
    public CompletionStage<DiskCall.ReadResult> versions(NodeId node, long afterVersion, int limit) {
        ActorRef<DiskCall> log =
                setup.directory().log(node).orElseThrow(() -> NodeApi.unknownNode(node.name(), setup.topology()));
        return ask(log, replyTo -> new DiskCall.Read(afterVersion, limit, replyTo), PATIENCE);
    }

    @Override
    public CompletionStage<NodeCall.Data> data(NodeId node, Optional<Long> version) {
        ActorRef<NodeCall> actor = setup.directory().node(node).orElseThrow(() -> NodeSource.stopped(node));
        return ask(actor, replyTo -> new NodeCall.GetData(version, replyTo), PATIENCE);
    }

    /** Has a transaction executed. A node is told when the patience is over. */
    CompletionStage<NodeCall.Executed> execute(
            ActorRef<NodeCall> node, Transaction transaction, Trace trace, Duration patience) {
        CompletableFuture<ActorRef<NodeCall.Executed>> client = new CompletableFuture<>();
        return this.<NodeCall, NodeCall.Executed>ask(
                        node,
                        replyTo -> {
                            client.complete(replyTo);
                            return new NodeCall.Execute(transaction, replyTo, Optional.of(trace));
                        },
                        patience)
                .whenComplete((executed, failure) -> {
                    if (failure != null) {
                        client.thenAccept(gone -> node.tell(new NodeCall.Leave(transaction.id(), gone)));
                    }
                });
    }

    <M, R> CompletionStage<R> ask(ActorRef<M> actor, Function<ActorRef<R>, M> question, Duration patience) {
        return AskPattern.<M, R>ask(actor, question::apply, patience, system.scheduler());
    }

    private <M, R> CompletionStage<Optional<R>> optional(
            ActorRef<M> actor, Function<ActorRef<R>, M> question, Duration patience) {
        return this.<M, R>ask(actor, question, patience)
                .thenApply(Optional::of)
                .exceptionally(silence -> Optional.empty());
    }

    /** The answers that came. */
    private static <R> CompletionStage<List<R>> all(List<CompletionStage<Optional<R>>> questions) {
        CompletionStage<List<R>> all = CompletableFuture.completedFuture(List.of());
        for (CompletionStage<Optional<R>> question : questions) {
            all = all.thenCombine(question, NodeQueries::joined);
        }
        return all;
    }

    private static <R> List<R> joined(List<R> answers, Optional<R> next) {
        List<R> joined = new ArrayList<>(answers);
        next.ifPresent(joined::add);
        return joined;
    }
}
