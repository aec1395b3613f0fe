package epidemic.web;

import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.Transaction;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeDirectory;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Requests that wait for a node's outcome, however long that takes. Each is an actor, and ends with the outcome, with its
 * client's connection, with the node, or with the server. Thread-safe.
 */
final class OpenAnswers {
    private static final AtomicLong COUNT = new AtomicLong();

    private final NodeDirectory directory;
    private final NodeId node;
    private final ActorRef<Command> parent;

    private sealed interface Command {}

    /** A request begins to wait. */
    private record Open(Waiting waiting) implements Command {}

    private enum End implements Command {
        INSTANCE
    }

    private record Waiting(
            Transaction transaction, ActorRef<NodeCall> asked, ClientLine line, CompletableFuture<Outcome> outcome) {}

    /** What ends a wait beside the outcome. */
    private enum Ending {
        CLIENT_GONE,
        NODE_STOPPED
    }

    OpenAnswers(ActorSystem<?> system, NodeDirectory directory, NodeId node) {
        this.directory = directory;
        this.node = node;
        this.parent =
                system.systemActorOf(parent(), "open-answers-" + node + "-" + COUNT.incrementAndGet(), Props.empty());
    }

    private Behavior<Command> parent() {
        return Behaviors.setup(context -> Behaviors.receiveMessage(command -> {
            if (command instanceof Open open) {
                context.spawnAnonymous(waiting(open.waiting()));
                return Behaviors.same();
            }
            context.getChildren().forEach(context::stop);
            return ended();
        }));
    }

    /** Whoever comes while the server ends need not wait. */
    private Behavior<Command> ended() {
        return Behaviors.receiveMessage(command -> {
            if (command instanceof Open open) {
                open.waiting()
                        .outcome()
                        .complete(new Outcome.Refused(Outcome.Reason.NOT_SERVING, node + " is being stopped"));
            }
            return Behaviors.same();
        });
    }

    /** One request. Behind the node's end may still come what it has said before. */
    private Behavior<Object> waiting(Waiting one) {
        return Behaviors.setup(context -> {
            ActorRef<Object> self = context.getSelf();
            Runnable leaving = () -> self.tell(Ending.CLIENT_GONE);
            one.outcome().whenComplete((outcome, failure) -> one.line().forget(leaving));
            one.line().watch(leaving);
            context.watch(one.asked());
            one.asked().tell(new NodeCall.Execute(one.transaction(), self.narrow()));
            return Behaviors.receive(Object.class)
                    .onMessage(NodeCall.Executed.class, executed -> ended(one, executed.outcome()))
                    .onMessageEquals(Ending.CLIENT_GONE, () -> {
                        one.asked().tell(new NodeCall.Leave(one.transaction().id(), self.narrow()));
                        return ended(one, new Outcome.Unknown("the client has gone"));
                    })
                    .onMessageEquals(Ending.NODE_STOPPED, () -> ended(one, stopped("stopped")))
                    .onSignal(Terminated.class, end -> {
                        self.tell(Ending.NODE_STOPPED);
                        return Behaviors.same();
                    })
                    .onSignal(PostStop.class, end -> ended(one, stopped("is being stopped")))
                    .build();
        });
    }

    private static Behavior<Object> ended(Waiting one, Outcome outcome) {
        one.outcome().complete(outcome);
        return Behaviors.stopped();
    }

    private Outcome stopped(String what) {
        return new Outcome.Unknown(
                node + " " + what + " before it answered: the message may be in the log; sent again under the same"
                        + " Idempotency-Key it is there once");
    }

    /**
     * Has a transaction executed.
     *
     * @param line of the client
     * @return empty if the node does not run
     */
    Optional<CompletionStage<Outcome>> execute(Transaction transaction, ClientLine line) {
        return directory.node(node).map(actor -> {
            Waiting one = new Waiting(transaction, actor, line, new CompletableFuture<>());
            parent.tell(new Open(one));
            return one.outcome();
        });
    }

    /** The server ends: nobody waits any longer. */
    void end() {
        parent.tell(End.INSTANCE);
    }
}
