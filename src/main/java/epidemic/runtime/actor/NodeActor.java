package epidemic.runtime.actor;

import epidemic.kernel.Handle;
import epidemic.kernel.Invariants;
import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.kernel.Replica;
import epidemic.kernel.RequestId;
import epidemic.kernel.Snapshot;
import epidemic.kernel.TimerKey;
import epidemic.kernel.Transaction;
import epidemic.kernel.Value;
import epidemic.kernel.VersionEntry;
import epidemic.runtime.figures.NodeFigures;
import epidemic.runtime.logging.NodeLog;
import epidemic.runtime.storage.JournalWrite;
import epidemic.runtime.storage.VersionLogActor;
import epidemic.runtime.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Hosts one life of one replica, of any strategy. There is no protocol in here: each message becomes a turn of the
 * replica, and the turn's effects are carried out at the end of the batch.
 *
 * <p>Batches: with the first turn after a flush the actor tells itself to flush, and what is in the mailbox by then is
 * handled first, up to {@value #BATCH_TURNS_MAX} turns. So batches grow with the load and no timer is needed.
 *
 * <p>Effects of a batch go out in the order append, send (with asks and answers), reply, timers.
 *
 * <p>Asks are kept in a table by correlation number; one sweep timer finds those whose deadline has passed. (Pekko's own
 * ask costs a future for each answer; on a machine with two processors that is a thread for each.)
 *
 * <p>A life begins with reading the log. Until that is done questions and messages of peers wait, the first {@value
 * #EARLY_MAX} of them, the others are lost; transactions are refused. When the actor stops, however it does, clients that still wait are told that
 * the fate of their transaction is unknown.
 */
public final class NodeActor extends AbstractBehavior<NodeActor.Command> {
    private static final int RECOVERY_VERSIONS = 10_000;
    private static final int EARLY_MAX = 1_000;
    private static final int BATCH_TURNS_MAX = 1_000;
    private static final int SEQUENCE_BITS = 20;
    private static final Duration SWEEP_INTERVAL = Duration.ofMillis(20);

    // Identity.
    private final NodeSetup setup;
    private final Replica replica;
    private final Watching watching;
    private final NodeLog log;
    private final TimerScheduler<Command> timers;
    private final ActorRef<VersionLogActor.ReadResult> readAdapter;
    private final ActorRef<VersionLogActor.JournalRead> journalAdapter;
    private final ActorRef<VersionLogActor.Stored> storedAdapter;

    // The life so far.
    private final NodeFigures figures;
    private final TurnContext effects;
    private final PeerLives lives = new PeerLives();
    private final OpenRequests openRequests = new OpenRequests();
    private final List<Envelope> early = new ArrayList<>();
    private long replyCount;
    private boolean started;
    private boolean flushing;
    private int turns;
    private boolean sweeping;

    /** What the actor takes. */
    public sealed interface Command {}

    /** What comes from another node. */
    public sealed interface Envelope extends Command {
        /** Who sent it. */
        NodeId from();

        /** Which life of the sender sent it. */
        long incarnation();

        /** What was sent. */
        Message message();
    }

    /** A message that expects no answer. */
    public record Told(NodeId from, long incarnation, Message message) implements Envelope {}

    /** A question. */
    public record Asked(NodeId from, long incarnation, long correlation, Message message) implements Envelope {}

    /** The answer to the question of that correlation number. */
    public record Answered(NodeId from, long incarnation, long correlation, Message message) implements Envelope {}

    /**
     * Executes a transaction. One {@link Executed} follows, unless the node stopped before it took the message: ask with a
     * deadline.
     *
     * @param trace what the transaction is a step of; only logged
     */
    public record Execute(Transaction transaction, ActorRef<Executed> replyTo, Optional<Trace> trace)
            implements Command {
        /** A transaction that nobody traces. */
        public Execute(Transaction transaction, ActorRef<Executed> replyTo) {
            this(transaction, replyTo, Optional.empty());
        }
    }

    /**
     * Says that a client waits no longer. It hears nothing any more, or what was on its way.
     *
     * @param id what it asked for
     * @param replyTo as in its {@link Execute}
     */
    public record Leave(RequestId id, ActorRef<Executed> replyTo) implements Command {}

    /**
     * What became of a transaction.
     *
     * @param sequence grows with each reply of the node, through all its lives: the order in which it took the snapshots
     *     that its reads show; 0 if the node has not seen the request
     */
    public record Executed(RequestId id, Outcome outcome, long sequence) {}

    /**
     * Asks for the status.
     *
     * @param afterVersion the version before the first log entry wanted
     * @param limit at most so many entries, the newest; 0 for none
     */
    public record GetStatus(long afterVersion, int limit, ActorRef<NodeStatus> replyTo) implements Command {}

    /**
     * Asks for the data at a version.
     *
     * @param version empty for the newest
     */
    public record GetData(Optional<Long> version, ActorRef<Data> replyTo) implements Command {}

    /**
     * The data at a version.
     *
     * @param version the version asked for
     * @param oldest the oldest version that is held
     * @param newest the newest version
     * @param data keys in order; empty if that version is not held
     */
    public record Data(long version, long oldest, long newest, Optional<SortedMap<String, Value>> data) {}

    /** Asks what became of a request. */
    public record FindTransaction(RequestId id, ActorRef<Found> replyTo) implements Command {}

    /**
     * What a node knows of a request.
     *
     * @param version which version it has created; empty if it is not among the versions that are held
     * @param unknown whether it may take effect yet: its client still waits here, or was told so in this life
     */
    public record Found(RequestId id, Optional<Long> version, boolean unknown) {}

    /**
     * The host believes that a peer is gone, and may be wrong.
     *
     * @param peer any other node
     */
    public record Suspect(NodeId peer) implements Command {}

    private enum Flush implements Command {
        INSTANCE
    }

    private enum Sweep implements Command {
        INSTANCE
    }

    private record Fired(TimerKey key) implements Command {}

    private record SnapshotLoaded(VersionLogActor.SnapshotRead result) implements Command {}

    private record Loaded(VersionLogActor.ReadResult result) implements Command {}

    private record JournalLoaded(List<Message> records) implements Command {}

    private record StoredOnDisk(VersionLogActor.Stored stored) implements Command {}

    private NodeActor(ActorContext<Command> context, TimerScheduler<Command> timers, NodeSetup setup, Replica replica) {
        super(context);
        this.setup = setup;
        this.timers = timers;
        this.replica = replica;
        this.watching = new Watching(setup, replica);
        this.log = NodeLog.of(NodeActor.class, setup.node());
        this.figures = setup.observer().figures(setup.node());
        this.effects = new TurnContext(setup, figures);
        this.readAdapter = context.messageAdapter(VersionLogActor.ReadResult.class, Loaded::new);
        this.journalAdapter =
                context.messageAdapter(VersionLogActor.JournalRead.class, read -> new JournalLoaded(read.records()));
        this.storedAdapter = context.messageAdapter(VersionLogActor.Stored.class, StoredOnDisk::new);
        context.watch(setup.log());
        setup.log()
                .tell(new VersionLogActor.ReadSnapshot(
                        context.messageAdapter(VersionLogActor.SnapshotRead.class, SnapshotLoaded::new)));
    }

    /**
     * One life of a node.
     *
     * @param replica makes the replica of this life
     */
    public static Behavior<Command> create(NodeSetup setup, Supplier<Replica> replica) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new NodeActor(context, timers, setup, replica.get())));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Told.class, this::onTold)
                .onMessage(Asked.class, this::onAsked)
                .onMessage(Answered.class, this::onAnswered)
                .onMessage(Execute.class, this::onExecute)
                .onMessage(Leave.class, this::onLeave)
                .onMessage(Flush.class, flush -> onFlush())
                .onMessage(StoredOnDisk.class, this::onStored)
                .onMessage(SnapshotLoaded.class, this::onSnapshotLoaded)
                .onMessage(Loaded.class, this::onLoaded)
                .onMessage(JournalLoaded.class, this::onJournalLoaded)
                .onMessage(Fired.class, this::onFired)
                .onMessage(Sweep.class, sweep -> onSweep())
                .onMessage(Suspect.class, this::onSuspect)
                .onMessage(GetStatus.class, this::onGetStatus)
                .onMessage(GetData.class, this::onGetData)
                .onMessage(FindTransaction.class, this::onFindTransaction)
                .onSignal(Terminated.class, terminated -> onLogStopped())
                .onSignal(PostStop.class, stop -> onPostStop())
                .build();
    }

    // The life's beginning.

    private Behavior<Command> onSnapshotLoaded(SnapshotLoaded loaded) {
        Optional<Snapshot> snapshot = loaded.result().snapshot();
        snapshot.ifPresent(found -> {
            replica.recover(found);
            setup.observer().recovered(setup.node(), found);
        });
        readLog(snapshot.map(Snapshot::version).orElse(0L));
        return this;
    }

    private void readLog(long afterVersion) {
        setup.log().tell(new VersionLogActor.Read(afterVersion, RECOVERY_VERSIONS, readAdapter));
    }

    private Behavior<Command> onLoaded(Loaded loaded) {
        VersionLogActor.ReadResult read = loaded.result();
        if (started) {
            return turn(context -> replica.onLoaded(read.afterVersion(), read.entries(), context));
        }
        for (VersionEntry entry : read.entries()) {
            replica.recover(entry);
        }
        setup.observer().recovered(setup.node(), read.afterVersion(), read.entries());
        long recovered = read.afterVersion() + read.entries().size();
        if (recovered < read.lastVersion()) {
            readLog(recovered);
            return this;
        }
        effects.recovered(recovered);
        log.debug("{} starts with version {}", setup.node(), recovered);
        setup.log().tell(new VersionLogActor.ReadJournal(journalAdapter));
        return this;
    }

    private Behavior<Command> onJournalLoaded(JournalLoaded loaded) {
        loaded.records().forEach(replica::recoverJournal);
        started = true;
        turn(replica::onStart);
        early.forEach(envelope -> getContext().getSelf().tell(envelope));
        early.clear();
        return this;
    }

    // Turns.

    private Behavior<Command> onTold(Told told) {
        return isWelcome(told)
                ? turn(context -> replica.onMessage(told.from(), told.message(), context))
                : Behaviors.same();
    }

    private Behavior<Command> onAsked(Asked asked) {
        if (!isWelcome(asked)) {
            return Behaviors.same();
        }
        Handle.Asker asker = new TurnContext.RemoteAsker(asked.from(), asked.correlation());
        return turn(context -> replica.onQuestion(asked.from(), asker, asked.message(), context));
    }

    private Behavior<Command> onAnswered(Answered answered) {
        if (!isWelcome(answered)) {
            return Behaviors.same();
        }
        long nowNanos = setup.clock().nanoTime();
        Optional<Message> question = effects.questions().answered(answered.correlation(), nowNanos);
        question.ifPresent(
                asked -> turn(context -> replica.onAnswer(answered.from(), asked, answered.message(), context)));
        return this;
    }

    /** Nothing is heard before the start, and nothing of a peer's earlier life after its later one. */
    private boolean isWelcome(Envelope envelope) {
        if (!started) {
            if (early.size() < EARLY_MAX) {
                early.add(envelope);
            }
            return false;
        }
        return lives.isNewest(envelope.from(), envelope.incarnation());
    }

    private Behavior<Command> onExecute(Execute execute) {
        if (!started) {
            refuseBeforeStart(execute);
            return this;
        }
        return turn(context -> {
            OpenRequest client = new OpenRequest(execute, context.nowNanos());
            openRequests.open(client);
            client.trace().ifPresent(trace -> log.traced(trace, "{} takes {}", setup.node(), client));
            replica.onRequest(client, execute.transaction(), context);
        });
    }

    private Behavior<Command> onLeave(Leave leave) {
        openRequests.find(leave).ifPresent(client -> turn(context -> replica.onClientGone(client, context)));
        return this;
    }

    private void refuseBeforeStart(Execute execute) {
        Outcome outcome = new Outcome.Refused(Outcome.Reason.NOT_SERVING, setup.node() + " is reading its log");
        figures.counted(outcome);
        setup.observer().replied(setup.node(), outcome);
        execute.replyTo().tell(new Executed(execute.transaction().id(), outcome, nextSequence()));
    }

    private Behavior<Command> onStored(StoredOnDisk storedOnDisk) {
        if (storedOnDisk.stored() instanceof VersionLogActor.Failed failed) {
            log.error("{} stops: {}", setup.node(), failed.reason());
            return Behaviors.stopped();
        }
        if (storedOnDisk.stored() instanceof VersionLogActor.Journaled journaled) {
            return turn(context -> replica.onJournaled(journaled.count(), context));
        }
        VersionLogActor.Durable durable = (VersionLogActor.Durable) storedOnDisk.stored();
        return turn(context -> replica.onDurable(durable.version(), context));
    }

    private Behavior<Command> onLogStopped() {
        log.error("{} stops: its log has stopped", setup.node());
        return Behaviors.stopped();
    }

    private Behavior<Command> onFired(Fired fired) {
        boolean isReplaced = effects.isTimerChanged(fired.key());
        return isReplaced ? this : turn(context -> replica.onTimer(fired.key(), context));
    }

    private Behavior<Command> onSweep() {
        for (OpenQuestions.Question silent :
                effects.questions().overdue(setup.clock().nanoTime())) {
            turn(context -> replica.onSilence(silent.to(), silent.message(), context));
        }
        stopSweepingIfIdle();
        return this;
    }

    private Behavior<Command> onSuspect(Suspect suspect) {
        return started ? turn(context -> replica.onSuspect(suspect.peer(), context)) : this;
    }

    private Behavior<Command> turn(Consumer<TurnContext> body) {
        effects.beginTurn();
        body.accept(effects);
        if (!flushing) {
            flushing = true;
            getContext().getSelf().tell(Flush.INSTANCE);
        }
        turns++;
        if (turns >= BATCH_TURNS_MAX) {
            endBatch();
        }
        return this;
    }

    /** What may wait until a node has heard its peers, its disk and its timers: see {@link NodeMailbox}. */
    static boolean isPatient(Object message) {
        return message instanceof Execute || message instanceof Leave || message == Flush.INSTANCE;
    }

    /**
     * Tells the client of a request that there is no room for it, on the thread of whoever sent it.
     *
     * @return false if the message is no request
     */
    static boolean turnAway(Object message) {
        if (message instanceof Execute execute) {
            RequestId id = execute.transaction().id();
            Outcome outcome = new Outcome.Unknown(
                    NodeMailbox.REQUESTS_MAX + " requests wait for the node already; ask for " + id + " again later");
            execute.replyTo().tell(new Executed(id, outcome, 0));
            return true;
        }
        return false;
    }

    // Effects.

    private Behavior<Command> onFlush() {
        flushing = false;
        endBatch();
        return this;
    }

    private void endBatch() {
        int turnCount = turns;
        turns = 0;
        effects.beginTurn();
        replica.onBatchEnd(effects);
        appendEntries();
        effects.drainLoads(
                (afterVersion, limit) -> setup.log().tell(new VersionLogActor.Read(afterVersion, limit, readAdapter)));
        effects.drainMail(setup.transport());
        effects.drainReplies(this::reply);
        effects.drainTimers(this::setTimer);
        effects.drainObservations(this::observe);
        figures.flushed(turnCount, openRequests.size());
        sweepIfNeeded();
    }

    private void appendEntries() {
        for (LogWrite write : effects.drainLog()) {
            if (write.snapshot().isPresent()) {
                Snapshot snapshot = write.snapshot().get();
                setup.observer().replaced(setup.node(), snapshot, write.entries());
                setup.log().tell(new VersionLogActor.Replace(snapshot, write.entries(), storedAdapter));
            } else {
                setup.observer().appended(setup.node(), write.entries());
                setup.log().tell(new VersionLogActor.Append(write.entries(), storedAdapter));
            }
        }
        List<JournalWrite> journal = effects.drainJournal();
        if (!journal.isEmpty()) {
            setup.log().tell(new VersionLogActor.WriteJournal(journal, storedAdapter));
        }
    }

    private void reply(Handle.Client handle, Outcome outcome) {
        OpenRequest client = (OpenRequest) handle;
        Invariants.check(openRequests.close(client, outcome), "%s replies twice to %s", setup.node(), client);
        figures.replied(outcome, effects.nowNanos() - client.takenNanos());
        setup.observer().replied(setup.node(), outcome);
        client.trace()
                .ifPresent(trace ->
                        log.traced(trace, "{} answers {}: {}", setup.node(), client, OpenRequest.brief(outcome)));
        client.tell(outcome, nextSequence());
    }

    private void observe(Observation observation) {
        if (observation.isAlarming()) {
            log.warn("{} {}", setup.node(), observation.text());
        }
        figures.observed(observation);
        setup.observer().observed(setup.node(), observation);
    }

    /** Lives begin at different milliseconds, and no life replies a million times in one. */
    private long nextSequence() {
        return (setup.incarnation() << SEQUENCE_BITS) + ++replyCount;
    }

    private void setTimer(TimerKey key, Optional<Duration> delay) {
        if (delay.isPresent()) {
            timers.startSingleTimer(key, new Fired(key), delay.get());
        } else {
            timers.cancel(key);
        }
    }

    private void sweepIfNeeded() {
        if (!sweeping && !effects.questions().isEmpty()) {
            sweeping = true;
            timers.startTimerWithFixedDelay(Sweep.INSTANCE, Sweep.INSTANCE, SWEEP_INTERVAL);
        }
    }

    private void stopSweepingIfIdle() {
        if (effects.questions().isEmpty()) {
            sweeping = false;
            timers.cancel(Sweep.INSTANCE);
        }
    }

    // Questions of those who watch.

    private Behavior<Command> onGetStatus(GetStatus get) {
        NodeStatus.State state = started ? NodeStatus.State.UP : NodeStatus.State.STARTING;
        get.replyTo().tell(watching.status(get, state));
        return this;
    }

    private Behavior<Command> onGetData(GetData get) {
        get.replyTo().tell(watching.data(get));
        return this;
    }

    private Behavior<Command> onFindTransaction(FindTransaction find) {
        find.replyTo().tell(watching.find(find, openRequests.isUnknown(find.id())));
        return this;
    }

    // The life's end.

    private Behavior<Command> onPostStop() {
        for (OpenRequest client : openRequests.drain()) {
            Outcome outcome = new Outcome.Unknown(setup.node() + " stopped before it answered");
            figures.counted(outcome);
            setup.observer().replied(setup.node(), outcome);
            client.tell(outcome, nextSequence());
        }
        figures.flushed(turns, 0);
        return this;
    }
}
