package epidemic.client;

import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.kernel.Transaction;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeDirectory;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Feeds one transaction file to the nodes of this JVM, as one client: a line is sent when the line before it has its
 * outcome. Stops at the end of the file.
 *
 * <p>It reads the file piece by piece and blocks meanwhile: spawn it on a dispatcher for blocking work.
 */
public final class FileActor extends AbstractBehavior<FileActor.Command> {
    private final Setup setup;
    private final TimerScheduler<Command> timers;
    private final TransactionFile file;
    private final ActorRef<NodeCall.Executed> executedAdapter;
    private Optional<Waiting> waiting = Optional.empty();

    /**
     * What it needs.
     *
     * @param file the file as the user named it
     * @param client the name in the request ids
     * @param parser for its lines
     * @param choice draws the nodes
     * @param directory where the nodes are
     * @param pace the pause between an outcome and the next line, 0 or more
     * @param patience how long it waits for an outcome until that counts as unknown
     * @param bad is told bad lines
     * @param outcome is told outcomes, in the order of the lines
     * @param number the client's number for the watch
     * @param watch is told what leaves and what comes back
     */
    public record Setup(
            String file,
            String client,
            TransactionParser parser,
            NodeChoice choice,
            NodeDirectory directory,
            Duration pace,
            Duration patience,
            Consumer<FileLine.Bad> bad,
            Consumer<LineOutcome> outcome,
            int number,
            ClientWatch watch) {}

    /** What it takes: nothing from outside. */
    public sealed interface Command {}

    private enum Next implements Command {
        INSTANCE
    }

    private record Executed(NodeCall.Executed executed) implements Command {}

    private record TimedOut(RequestId id) implements Command {}

    /** The line that waits for its outcome. */
    private record Waiting(RequestId id, NodeId node, FileLine.Parsed line, ClientWatch.Asked asked) {}

    private FileActor(ActorContext<Command> context, TimerScheduler<Command> timers, Setup setup) {
        super(context);
        this.setup = setup;
        this.timers = timers;
        this.file = TransactionFile.open(setup.file(), setup.parser());
        this.executedAdapter = context.messageAdapter(NodeCall.Executed.class, Executed::new);
        context.getSelf().tell(Next.INSTANCE);
    }

    /** The client of one file. It fails with an {@link UnreadableFileException} if the file cannot be read. */
    public static Behavior<Command> create(Setup setup) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new FileActor(context, timers, setup)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Next.class, next -> onNext())
                .onMessage(Executed.class, this::onExecuted)
                .onMessage(TimedOut.class, this::onTimedOut)
                .onSignal(PostStop.class, stop -> onPostStop())
                .build();
    }

    private Behavior<Command> onNext() {
        Optional<FileLine> line = file.next();
        if (line.isEmpty()) {
            return Behaviors.stopped();
        }
        if (line.get() instanceof FileLine.Parsed parsed) {
            execute(parsed);
        } else if (line.get() instanceof FileLine.Bad bad) {
            setup.bad().accept(bad);
            getContext().getSelf().tell(Next.INSTANCE);
        }
        return this;
    }

    private void execute(FileLine.Parsed parsed) {
        RequestId id = ClientNames.requestId(setup.client(), parsed.line());
        NodeId node = setup.choice().choose(parsed.transaction());
        Transaction transaction = parsed.transaction().toTransaction(id, Session.NONE);
        ClientWatch.Asked asked = setup.watch().asks(setup.number(), transaction, node);
        waiting = Optional.of(new Waiting(id, node, parsed, asked));
        Optional<ActorRef<NodeCall>> actor = setup.directory().node(node);
        if (actor.isEmpty()) {
            done(new Outcome.Refused(Outcome.Reason.NOT_SERVING, node + " is stopped"), 0);
            return;
        }
        timers.startSingleTimer(id, new TimedOut(id), setup.patience());
        actor.get().tell(new NodeCall.Execute(transaction, executedAdapter));
    }

    private Behavior<Command> onExecuted(Executed message) {
        if (isAwaited(message.executed().id())) {
            done(message.executed().outcome(), message.executed().sequence());
        }
        return this;
    }

    private Behavior<Command> onTimedOut(TimedOut timedOut) {
        if (isAwaited(timedOut.id())) {
            done(new Outcome.Unknown("no outcome within " + setup.patience().toMillis() + " ms"), 0);
        }
        return this;
    }

    private boolean isAwaited(RequestId id) {
        return waiting.filter(line -> line.id().equals(id)).isPresent();
    }

    private void done(Outcome outcome, long sequence) {
        Waiting line = waiting.orElseThrow();
        line.asked().told(outcome, sequence);
        waiting = Optional.empty();
        timers.cancel(line.id());
        setup.outcome()
                .accept(LineOutcome.of(
                        line.line().line(),
                        line.node(),
                        line.line().transaction().layer(),
                        outcome));
        if (setup.pace().isZero()) {
            getContext().getSelf().tell(Next.INSTANCE);
        } else {
            timers.startSingleTimer(Next.INSTANCE, setup.pace());
        }
    }

    private Behavior<Command> onPostStop() {
        file.close();
        return this;
    }
}
