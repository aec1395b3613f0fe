package epidemic.web;

import epidemic.client.ClientWatch;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.Transaction;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.trace.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Has transactions executed: chooses a node that runs, asks it, and goes on to the node that it names if it is behind the
 * client's session. Thread-safe.
 */
final class Execution {
    private final WebSetup setup;
    private final NodeQueries queries;
    private final SplittableRandom random;

    /** A node that runs. */
    private record Running(NodeId id, ActorRef<NodeCall> actor) {}

    /**
     * What became of a transaction.
     *
     * @param redirectedFrom the node that has named another one, which then was asked
     * @param sequence see {@link NodeCall.Executed}; 0 if no node replied
     */
    record Done(Outcome outcome, Optional<NodeId> redirectedFrom, long sequence) {}

    Execution(WebSetup setup, NodeQueries queries) {
        this.setup = setup;
        this.queries = queries;
        this.random = new SplittableRandom(setup.settings().seed());
    }

    /** Whether a node of the layer runs. */
    boolean isThereAny(int layer) {
        return drawn(layer).isPresent();
    }

    /** Executes it as a step of a trace. Ends with an outcome in any case, if need be with an unknown one. */
    CompletionStage<Done> execute(Submission submission, Trace trace) {
        Transaction transaction = submission.transaction();
        Optional<Running> node = submission.pin().map(this::running).orElseGet(() -> drawn(transaction.layer()));
        ClientWatch.Asked asked = setup.watch().asks(ClientWatch.ANYBODY, transaction, nodeOf(submission, node));
        CompletionStage<Done> done = node.map(running -> ask(running, transaction, trace))
                .orElseGet(() -> CompletableFuture.completedFuture(nobodyRuns(submission)));
        return done.whenComplete((known, failure) -> tell(asked, Optional.ofNullable(known)));
    }

    private Done nobodyRuns(Submission submission) {
        Outcome refusal = new Outcome.Refused(Outcome.Reason.NOT_SERVING, whoIsStopped(submission));
        setup.traffic().counted(refusal);
        return new Done(refusal, Optional.empty(), 0);
    }

    private CompletionStage<Done> ask(Running node, Transaction transaction, Trace trace) {
        long begunNanos = System.nanoTime();
        Duration timeout = setup.settings().http().transactionTimeout();
        return ask(node, transaction, trace, Optional.empty(), timeout)
                .thenCompose(done -> target(done.outcome())
                        .map(target -> ask(
                                target,
                                transaction.redirected(layerOf(target)),
                                trace,
                                Optional.of(node.id()),
                                timeout.minusNanos(System.nanoTime() - begunNanos)))
                        .orElseGet(() -> CompletableFuture.completedFuture(done)));
    }

    private CompletionStage<Done> ask(
            Running node, Transaction transaction, Trace trace, Optional<NodeId> redirectedFrom, Duration timeout) {
        return queries.execute(node.actor(), transaction, trace, timeout)
                .thenApply(executed -> new Done(executed.outcome(), redirectedFrom, executed.sequence()))
                .exceptionally(failure -> new Done(withoutAnswer(failure), redirectedFrom, 0));
    }

    /** Who is to be asked instead: the node that was named, or if it is stopped another one of its layer. */
    private Optional<Running> target(Outcome outcome) {
        Optional<NodeId> named = outcome instanceof Outcome.Refused refused ? refused.redirect() : Optional.empty();
        return named.flatMap(node ->
                running(node).or(() -> drawn(setup.topology().layerOf(node).orElseThrow())));
    }

    private int layerOf(Running node) {
        return setup.topology().layerOf(node.id()).orElseThrow();
    }

    private static void tell(ClientWatch.Asked asked, Optional<Done> done) {
        asked.told(
                done.map(Done::outcome).orElseGet(() -> new Outcome.Unknown("no outcome in time")),
                done.map(Done::sequence).orElse(0L));
    }

    private static Outcome withoutAnswer(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return new Outcome.Unknown("no outcome in time: the same id, sent again, tells");
        }
        throw new CompletionException(cause);
    }

    private String whoIsStopped(Submission submission) {
        return submission
                .pin()
                .map(pin -> pin + " is stopped"
                        + setup.directory()
                                .absenceOf(pin)
                                .map(why -> ", seen from here: " + why)
                                .orElse(""))
                .orElse("every node of layer " + submission.transaction().layer() + " is stopped");
    }

    /** Whom the request is for: the node that will be asked, or if none runs one of those that would be. */
    private NodeId nodeOf(Submission submission, Optional<Running> node) {
        return node.map(Running::id)
                .or(submission::pin)
                .orElseGet(() -> setup.topology()
                        .layers()
                        .get(submission.transaction().layer())
                        .nodes()
                        .get(0));
    }

    private Optional<Running> running(NodeId node) {
        return setup.directory().node(node).map(actor -> new Running(node, actor));
    }

    /** One of those that run; as long as there are others, none that has said last that it does not serve. */
    private Optional<Running> drawn(int layer) {
        List<NodeId> nodes = setup.topology().layers().get(layer).nodes();
        List<Running> running =
                nodes.stream().flatMap(node -> running(node).stream()).toList();
        List<Running> serving = running.stream()
                .filter(node -> !setup.traffic().isRefusing(node.id()))
                .toList();
        List<Running> asked = serving.isEmpty() ? running : serving;
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        synchronized (random) {
            return Optional.of(asked.get(random.nextInt(asked.size())));
        }
    }
}
