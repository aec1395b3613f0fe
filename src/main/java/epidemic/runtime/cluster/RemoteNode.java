package epidemic.runtime.cluster;

import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.runtime.actor.NodeActor;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeNews;
import epidemic.runtime.storage.DiskCall;
import epidemic.runtime.storage.VersionLogActor;
import epidemic.runtime.wire.Parcel;
import epidemic.runtime.wire.Query;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Stands for the node of another process: takes what a {@link NodeActor} and a {@link VersionLogActor} are asked, and hands
 * it on by number.
 *
 * <p>A client's transaction has one answer here, too: the node's, or unknown when its process is lost or silent for {@link
 * #PATIENCE}, or refused if it could not be handed on. Other questions may go unanswered: ask with a deadline. At most
 * {@value #OPEN_MAX} questions are open; more transactions are refused, other questions dropped.
 */
final class RemoteNode extends AbstractBehavior<RemoteNode.Command> {
    static final int OPEN_MAX = 10_000;
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NUMBER_BITS = 20;
    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);

    private final PeerLink link;
    private final Map<Long, Open> open = new LinkedHashMap<>();
    /** Numbers of different processes do not meet. */
    private long lastNumber = System.currentTimeMillis() << NUMBER_BITS;

    /** A question that waits: what to do with its answer, and what if there will be none. */
    private record Open(long deadlineNanos, Consumer<Query.Reply> onReply, Consumer<String> onLoss) {}

    /** What it takes. */
    sealed interface Command {}

    /** What the node is asked. */
    record Ask(NodeCall command) implements Command {}

    /** What the node's log is asked. */
    record AskLog(DiskCall command) implements Command {}

    /** Asks what happened at the node's process. */
    record GetNews(long afterEvent, Consumer<NodeNews> taker) implements Command {}

    /** Something to be done there. */
    record Act(Query query) implements Command {}

    /** An answer came. */
    record Answered(Parcel.Answer answer) implements Command {}

    /** Nothing that is open will be answered. */
    record Lost(String reason) implements Command {}

    private enum Sweep implements Command {
        INSTANCE
    }

    private RemoteNode(ActorContext<Command> context, PeerLink link) {
        super(context);
        this.link = link;
    }

    /** What stands for the node that the link leads to. */
    static Behavior<Command> create(PeerLink link) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Sweep.INSTANCE, SWEEP_INTERVAL);
            return new RemoteNode(context, link);
        }));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Ask.class, this::onAsk)
                .onMessage(AskLog.class, this::onAskLog)
                .onMessage(GetNews.class, this::onGetNews)
                .onMessage(Act.class, this::onAct)
                .onMessage(Answered.class, this::onAnswered)
                .onMessage(Lost.class, lost -> onLost(lost.reason()))
                .onMessage(Sweep.class, sweep -> onSweep())
                .build();
    }

    private Behavior<Command> onAsk(Ask ask) {
        if (ask.command() instanceof NodeCall.Execute execute) {
            execute(execute);
        } else if (ask.command() instanceof NodeCall.GetStatus get) {
            Query query = new Query.GetStatus(get.afterVersion(), get.limit());
            question(query, reply -> get.replyTo().tell(((Query.Status) reply).status()));
        } else if (ask.command() instanceof NodeCall.GetData get) {
            question(new Query.GetData(get.version()), reply -> get.replyTo().tell(((Query.Data) reply).data()));
        } else if (ask.command() instanceof NodeCall.FindTransaction find) {
            question(new Query.Find(find.id()), reply -> find.replyTo().tell(((Query.Found) reply).found()));
        } else if (ask.command() instanceof NodeCall.Envelope envelope) {
            link.post(envelope);
            link.flush();
        }
        return this;
    }

    private void execute(NodeCall.Execute execute) {
        Optional<Outcome> refusal = refusal();
        if (refusal.isPresent()) {
            execute.replyTo().tell(executed(execute, refusal.get()));
            return;
        }
        put(
                new Query.Execute(execute.transaction(), execute.trace()),
                reply -> {
                    Query.Executed executed = (Query.Executed) reply;
                    execute.replyTo()
                            .tell(new NodeCall.Executed(executed.id(), executed.outcome(), executed.sequence()));
                },
                reason -> execute.replyTo().tell(executed(execute, new Outcome.Unknown(reason))));
    }

    private static NodeCall.Executed executed(NodeCall.Execute execute, Outcome outcome) {
        return new NodeCall.Executed(execute.transaction().id(), outcome, 0);
    }

    private Optional<Outcome> refusal() {
        if (!link.isOpen()) {
            return Optional.of(
                    new Outcome.Refused(Outcome.Reason.NOT_SERVING, link.peer() + " cannot be reached from here"));
        }
        return open.size() >= OPEN_MAX
                ? Optional.of(new Outcome.Refused(
                        Outcome.Reason.OVERLOADED, OPEN_MAX + " requests wait for " + link.peer() + " here"))
                : Optional.empty();
    }

    private Behavior<Command> onAskLog(AskLog ask) {
        if (ask.command() instanceof DiskCall.Read read) {
            question(
                    new Query.Read(read.afterVersion(), read.limit()),
                    reply -> read.replyTo().tell(((Query.Versions) reply).result()));
        }
        return this;
    }

    private Behavior<Command> onGetNews(GetNews get) {
        question(new Query.GetNews(get.afterEvent()), reply -> get.taker().accept(((Query.News) reply).news()));
        return this;
    }

    private Behavior<Command> onAct(Act act) {
        link.send(new Parcel.Question(0, act.query()));
        return this;
    }

    private void question(Query query, Consumer<Query.Reply> onReply) {
        if (link.isOpen() && open.size() < OPEN_MAX) {
            put(query, onReply, reason -> {});
        }
    }

    private void put(Query query, Consumer<Query.Reply> onReply, Consumer<String> onLoss) {
        lastNumber++;
        open.put(lastNumber, new Open(System.nanoTime() + PATIENCE.toNanos(), onReply, onLoss));
        link.send(new Parcel.Question(lastNumber, query));
    }

    /** An answer of the wrong kind is that of a process that is not ours: it is as good as none. */
    private Behavior<Command> onAnswered(Answered answered) {
        Open question = open.remove(answered.answer().number());
        if (question != null) {
            try {
                question.onReply().accept(answered.answer().reply());
            } catch (ClassCastException ofAnotherKind) {
                question.onLoss().accept(link.peer() + " gave an answer that is none");
            }
        }
        return this;
    }

    private Behavior<Command> onLost(String reason) {
        open.values().forEach(question -> question.onLoss().accept(reason));
        open.clear();
        return this;
    }

    private Behavior<Command> onSweep() {
        Iterator<Open> questions = open.values().iterator();
        while (questions.hasNext()) {
            Open oldest = questions.next();
            if (oldest.deadlineNanos() - System.nanoTime() > 0) {
                break;
            }
            questions.remove();
            oldest.onLoss().accept(link.peer() + " did not answer");
        }
        return this;
    }

    /** As the node itself is addressed. */
    static ActorRef<NodeCall> asNode(ActorContext<?> context, ActorRef<Command> remote, NodeId node) {
        return context.spawn(Behaviors.receiveMessage(message -> forward(remote, new Ask(message))), "node-" + node);
    }

    /** As the node's log is addressed. */
    static ActorRef<DiskCall> asLog(ActorContext<?> context, ActorRef<Command> remote, NodeId node) {
        return context.spawn(Behaviors.receiveMessage(message -> forward(remote, new AskLog(message))), "log-" + node);
    }

    private static <T> Behavior<T> forward(ActorRef<Command> remote, Command command) {
        remote.tell(command);
        return Behaviors.same();
    }
}
