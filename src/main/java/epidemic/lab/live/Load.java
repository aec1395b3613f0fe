package epidemic.lab.live;

import epidemic.client.ClientWatch;
import epidemic.client.Progress;
import epidemic.client.Summary;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.kernel.Topology;
import epidemic.kernel.Transaction;
import epidemic.lab.Barrier;
import epidemic.lab.Requests;
import epidemic.lab.Workload;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeDirectory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Clients that make load on running nodes: the same {@link Workload} as in the simulator, with its barriers. Each client
 * asks for one operation at a time. One that hears nothing, or is refused, asks again for the same request at another
 * node of the layer; one that is redirected goes there. Stops when all operations have their outcome.
 */
public final class Load extends AbstractBehavior<Load.Command> {
    /** Until somebody who was refused, or waits for the history's disk, tries again. */
    private static final Duration BACKOFF = Duration.ofMillis(20);

    private final Setup setup;
    private final TimerScheduler<Command> timers;
    private final ActorRef<NodeCall.Executed> executedAdapter;
    private final Map<RequestId, Operation> open = new HashMap<>();
    private final Barrier barrier = new Barrier();
    private boolean timeIsUp;
    private int clientsLeft;
    private long begun;
    private long barrierCount;
    private long committed;
    private long refused;
    private long unknown;
    private long sessionAhead;

    /**
     * What it needs.
     *
     * @param workload what clients do; how many operations, the next parameter says
     * @param sessions what the next client with a session wants of nodes that are behind
     * @param operations of all clients together
     * @param duration begin no operation after so long
     * @param requests draws them; nobody else uses it meanwhile
     * @param topology of the running system
     * @param directory where its nodes are
     * @param run tells this run's request ids from those of other runs on the same data
     * @param watch is told what leaves and what comes back; the clients' numbers begin at 0
     * @param isCrowded whether to hold back for a moment
     * @param progress is told after each outcome
     * @param ended is completed with the figures
     */
    public record Setup(
            Workload workload,
            Supplier<Session> sessions,
            long operations,
            Optional<Duration> duration,
            Requests requests,
            Topology topology,
            NodeDirectory directory,
            String run,
            ClientWatch watch,
            BooleanSupplier isCrowded,
            Progress progress,
            CompletableFuture<Figures> ended) {}

    /**
     * What became of the operations.
     *
     * @param counts of all others
     * @param sessionAhead reads that were refused because their session had seen more than their node; that is how a
     *     lazy layer keeps a session's promise, and no fault
     */
    public record Figures(Summary.Counts counts, long sessionAhead) {}

    /** What it takes. */
    public sealed interface Command {
        /** No operation is begun any more; it ends when those under way have their outcome. */
        Command END = TimeUp.INSTANCE;
    }

    private record Next(Client client) implements Command {}

    private record Heard(NodeCall.Executed executed) implements Command {}

    private record Again(Operation operation, int attempt) implements Command {}

    private record Silent(Operation operation, int attempt) implements Command {}

    private enum TimeUp implements Command {
        INSTANCE
    }

    /** One client. */
    private static final class Client {
        private final int number;
        private final Optional<Session> wishes;
        private long seenVersion;
        private long count;

        private Client(int number, Optional<Session> wishes) {
            this.number = number;
            this.wishes = wishes;
        }

        private Session session() {
            return wishes.map(session -> session.at(seenVersion)).orElse(Session.NONE);
        }
    }

    /** One operation, over all its attempts. */
    private static final class Operation {
        private final Client client;
        private final Transaction transaction;
        private final ClientWatch.Asked asked;
        private final boolean isBarrier;
        private NodeId node;
        private int attempts;
        private int refusals;

        private Operation(
                Client client, Transaction transaction, ClientWatch.Asked asked, boolean isBarrier, NodeId node) {
            this.client = client;
            this.transaction = transaction;
            this.asked = asked;
            this.isBarrier = isBarrier;
            this.node = node;
        }
    }

    private Load(ActorContext<Command> context, TimerScheduler<Command> timers, Setup setup) {
        super(context);
        this.setup = setup;
        this.timers = timers;
        this.executedAdapter = context.messageAdapter(NodeCall.Executed.class, Heard::new);
        this.clientsLeft = setup.workload().clients();
        long sessions = Math.round(clientsLeft * setup.workload().sessions());
        for (int number = 0; number < clientsLeft; number++) {
            Optional<Session> wishes =
                    number < sessions ? Optional.of(setup.sessions().get()) : Optional.empty();
            context.getSelf().tell(new Next(new Client(number, wishes)));
        }
        setup.duration().ifPresent(duration -> timers.startSingleTimer(TimeUp.INSTANCE, duration));
    }

    /** The clients of a run. */
    public static Behavior<Command> create(Setup setup) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new Load(context, timers, setup)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Heard.class, this::onHeard)
                .onMessage(Next.class, this::onNext)
                .onMessage(Silent.class, this::onSilent)
                .onMessage(Again.class, this::onAgain)
                .onMessage(TimeUp.class, timeUp -> onTimeUp())
                .build();
    }

    private Behavior<Command> onTimeUp() {
        timeIsUp = true;
        return this;
    }

    private Behavior<Command> onNext(Next next) {
        if (timeIsUp || begun >= setup.operations()) {
            return retired();
        }
        if (setup.isCrowded().getAsBoolean()) {
            timers.startSingleTimer(next.client(), next, BACKOFF);
        } else {
            begun++;
            barrier.begin(() -> begin(next.client(), setup.requests().next(), false));
        }
        return this;
    }

    private Behavior<Command> retired() {
        clientsLeft--;
        if (clientsLeft > 0) {
            return this;
        }
        setup.ended().complete(new Figures(new Summary.Counts(committed, refused, unknown, 0), sessionAhead));
        return Behaviors.stopped();
    }

    private void begin(Client client, Requests.Request request, boolean isBarrier) {
        RequestId id = isBarrier
                ? new RequestId("barrier~" + setup.run(), barrierCount++)
                : new RequestId("load-" + client.number + "~" + setup.run(), client.count++);
        Transaction transaction = new Transaction(id, request.layer(), request.operations(), client.session());
        ClientWatch.Asked asked = setup.watch().asks(client.number, transaction, request.node());
        Operation operation = new Operation(client, transaction, asked, isBarrier, request.node());
        open.put(id, operation);
        attempt(operation);
    }

    private void attempt(Operation operation) {
        operation.attempts++;
        Optional<ActorRef<NodeCall>> node = setup.directory().node(operation.node);
        if (node.isEmpty()) {
            refused(operation, new Outcome.Refused(Outcome.Reason.NOT_SERVING, operation.node + " is stopped"));
            return;
        }
        timers.startSingleTimer(
                operation.client,
                new Silent(operation, operation.attempts),
                Duration.ofNanos(setup.workload().patienceNanos()));
        node.get().tell(new NodeCall.Execute(operation.transaction, executedAdapter));
    }

    /** The outcome of any of the attempts. */
    private Behavior<Command> onHeard(Heard heard) {
        Operation operation = open.get(heard.executed().id());
        if (operation == null) {
            return this;
        }
        Outcome outcome = heard.executed().outcome();
        if (outcome instanceof Outcome.Committed told) {
            operation.client.seenVersion = Math.max(operation.client.seenVersion, told.version());
            complete(operation, outcome, heard.executed().sequence());
        } else if (outcome instanceof Outcome.Refused refusal) {
            refusal.redirect().ifPresentOrElse(to -> follow(operation, to, refusal), () -> refused(operation, refusal));
        } else {
            uncertain(operation, outcome);
        }
        return this;
    }

    /** The attempt goes on at the node that a refusal has named. */
    private void follow(Operation operation, NodeId to, Outcome.Refused refusal) {
        int layer = setup.topology().layerOf(to).orElseThrow();
        setup.directory()
                .node(to)
                .ifPresentOrElse(
                        node -> node.tell(
                                new NodeCall.Execute(operation.transaction.redirected(layer), executedAdapter)),
                        () -> refused(operation, refusal));
    }

    /** Refused by all that were asked, it had no effect; otherwise it may have had one. */
    private void refused(Operation operation, Outcome.Refused refusal) {
        operation.refusals++;
        boolean isCertain = operation.refusals == operation.attempts;
        uncertain(operation, isCertain ? refusal : new Outcome.Unknown(refusal.toString()));
    }

    private void uncertain(Operation operation, Outcome outcome) {
        if (operation.attempts >= setup.workload().attempts()) {
            complete(operation, outcome, 0);
        } else {
            timers.startSingleTimer(operation.client, new Again(operation, operation.attempts), BACKOFF);
        }
    }

    private Behavior<Command> onSilent(Silent silent) {
        if (isCurrent(silent.operation(), silent.attempt())) {
            uncertain(silent.operation(), new Outcome.Unknown("no answer"));
        }
        return this;
    }

    private Behavior<Command> onAgain(Again again) {
        Operation operation = again.operation();
        if (isCurrent(operation, again.attempt())) {
            operation.node = setup.requests().another(operation.transaction.layer(), operation.node);
            attempt(operation);
        }
        return this;
    }

    private boolean isCurrent(Operation operation, int attempt) {
        return open.get(operation.transaction.id()) == operation && operation.attempts == attempt;
    }

    private void complete(Operation operation, Outcome outcome, long sequence) {
        open.remove(operation.transaction.id());
        timers.cancel(operation.client);
        operation.asked.told(outcome, sequence);
        count(outcome);
        if (operation.isBarrier) {
            barrier.pass();
        } else if (barrier.ended()) {
            begin(operation.client, setup.requests().barrier(), true);
            return;
        }
        goOn(operation.client, outcome instanceof Outcome.Committed ? Duration.ZERO : BACKOFF);
    }

    private void goOn(Client client, Duration leastPause) {
        Duration think = Duration.ofNanos(setup.workload().thinkNanos());
        Duration pause = think.compareTo(leastPause) > 0 ? think : leastPause;
        if (pause.isZero()) {
            getContext().getSelf().tell(new Next(client));
        } else {
            timers.startSingleTimer(client, new Next(client), pause);
        }
    }

    private void count(Outcome outcome) {
        if (outcome instanceof Outcome.Committed) {
            committed++;
        } else if (outcome instanceof Outcome.Refused refusal) {
            boolean isAhead = refusal.reason() == Outcome.Reason.SESSION_AHEAD;
            sessionAhead += isAhead ? 1 : 0;
            refused += isAhead ? 0 : 1;
        } else {
            unknown++;
        }
        setup.progress().advanced(committed + refused + unknown + sessionAhead, setup.operations());
    }
}
