package epidemic.web;

import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.Transaction;
import epidemic.runtime.actor.NodeActor;
import epidemic.runtime.actor.NodeDirectory;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * Requests that wait for a node's outcome, however long that takes. They end with it, or when the node has stopped, whose
 * actor then is not the one that was asked any more, or when the server ends. Thread-safe.
 */
final class OpenAnswers {
    /** Longer than any process lives; a timer of the actor system takes no more than 248 days. */
    private static final Duration PATIENCE = Duration.ofDays(200);

    private static final Duration LOOK_INTERVAL = Duration.ofMillis(500);

    private final ActorSystem<?> system;
    private final NodeDirectory directory;
    private final NodeId node;
    private final Set<Open> open = ConcurrentHashMap.newKeySet();

    private record Open(ActorRef<NodeActor.Command> asked, CompletableFuture<Outcome> outcome) {}

    OpenAnswers(ActorSystem<?> system, NodeDirectory directory, NodeId node) {
        this.system = system;
        this.directory = directory;
        this.node = node;
        system.scheduler().scheduleWithFixedDelay(LOOK_INTERVAL, LOOK_INTERVAL, this::look, system.executionContext());
    }

    /**
     * Has a transaction executed.
     *
     * @return empty if the node does not run
     */
    Optional<CompletionStage<Outcome>> execute(Transaction transaction) {
        return directory.node(node).map(actor -> ask(actor, transaction));
    }

    private CompletionStage<Outcome> ask(ActorRef<NodeActor.Command> actor, Transaction transaction) {
        Open one = new Open(actor, new CompletableFuture<>());
        open.add(one);
        one.outcome().whenComplete((outcome, failure) -> open.remove(one));
        AskPattern.<NodeActor.Command, NodeActor.Executed>ask(
                        actor, replyTo -> new NodeActor.Execute(transaction, replyTo), PATIENCE, system.scheduler())
                .whenComplete((executed, failure) ->
                        one.outcome().complete(failure == null ? executed.outcome() : stopped("stopped")));
        return one.outcome();
    }

    private Outcome stopped(String what) {
        return new Outcome.Unknown(
                node + " " + what + " before it answered: the message may be in the log; sent again under the same"
                        + " Idempotency-Key it is there once");
    }

    private void look() {
        Optional<ActorRef<NodeActor.Command>> running = directory.node(node);
        for (Open one : open) {
            if (!running.equals(Optional.of(one.asked()))) {
                one.outcome().complete(stopped("stopped"));
            }
        }
    }

    /** The server ends: nobody waits any longer. */
    void end() {
        open.forEach(one -> one.outcome().complete(stopped("is being stopped")));
    }
}
