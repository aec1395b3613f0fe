package epidemic.runtime.actor;

import epidemic.kernel.Handle;
import epidemic.kernel.Invariants;
import epidemic.kernel.Message;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.kernel.Replica;
import epidemic.kernel.Snapshot;
import epidemic.kernel.TimerKey;
import epidemic.runtime.figures.NodeFigures;
import epidemic.runtime.logging.NodeLog;
import epidemic.runtime.storage.DiskCall;
import epidemic.runtime.storage.JournalWrite;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
 * Recovery#EARLY_MAX} of them, the others are lost; transactions are refused. When the actor stops, however it does,
 * clients that still wait are told that the fate of their transaction is unknown.
 */
public final class NodeActor extends AbstractBehavior<NodeCall> {
    private static final int BATCH_TURNS_MAX = 1_000;
    private static final int SEQUENCE_BITS = 20;
    private static final Duration SWEEP_INTERVAL = Duration.ofMillis(20);

    // Identity.
    private final NodeSetup setup;
    private final Replica replica;
    private final Watching watching;
    private final NodeLog log;
    private final TimerScheduler<NodeCall> timers;
    private final ActorRef<DiskCall.ReadResult> readAdapter;
    private final ActorRef<DiskCall.Stored> storedAdapter;

    // The life so far.
    private final NodeFigures figures;
    private final TurnContext effects;
    private final PeerLives lives = new PeerLives();
    private final OpenRequests openRequests = new OpenRequests();
    private final Recovery recovery;
    private long replyCount;
    private boolean started;
    private boolean flushing;
    private int turns;
    private boolean sweeping;

    /** What the actor tells itself. */
    sealed interface ToItself extends NodeCall {}

    /** The batch ends, once what is in the mailbox by now has been handled. */
    enum Flush implements ToItself {
        INSTANCE
    }

    private enum Sweep implements ToItself {
        INSTANCE
    }

    private record Fired(TimerKey key) implements ToItself {}

    private record SnapshotLoaded(DiskCall.SnapshotRead result) implements ToItself {}

    private record Loaded(DiskCall.ReadResult result) implements ToItself {}

    private record JournalLoaded(List<Message> records) implements ToItself {}

    private record StoredOnDisk(DiskCall.Stored stored) implements ToItself {}

    private NodeActor(
            ActorContext<NodeCall> context, TimerScheduler<NodeCall> timers, NodeSetup setup, Replica replica) {
        super(context);
        this.setup = setup;
        this.timers = timers;
        this.replica = replica;
        this.watching = new Watching(setup, replica);
        this.log = NodeLog.of(NodeActor.class, setup.node());
        this.figures = setup.observer().figures(setup.node());
        this.effects = new TurnContext(setup, figures);
        this.readAdapter = context.messageAdapter(DiskCall.ReadResult.class, Loaded::new);
        this.storedAdapter = context.messageAdapter(DiskCall.Stored.class, StoredOnDisk::new);
        context.watch(setup.log());
        this.recovery = new Recovery(
                setup,
                replica,
                readAdapter,
                context.messageAdapter(DiskCall.JournalRead.class, read -> new JournalLoaded(read.records())));
        recovery.begin(context.messageAdapter(DiskCall.SnapshotRead.class, SnapshotLoaded::new));
    }

    /**
     * One life of a node.
     *
     * @param replica makes the replica of this life
     */
    public static Behavior<NodeCall> create(NodeSetup setup, Supplier<Replica> replica) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new NodeActor(context, timers, setup, replica.get())));
    }

    @Override
    public Receive<NodeCall> createReceive() {
        return newReceiveBuilder()
                .onMessage(NodeCall.Told.class, this::onTold)
                .onMessage(NodeCall.Asked.class, this::onAsked)
                .onMessage(NodeCall.Answered.class, this::onAnswered)
                .onMessage(NodeCall.Execute.class, this::onExecute)
                .onMessage(NodeCall.Leave.class, this::onLeave)
                .onMessage(Flush.class, flush -> onFlush())
                .onMessage(StoredOnDisk.class, this::onStored)
                .onMessage(SnapshotLoaded.class, this::onSnapshotLoaded)
                .onMessage(Loaded.class, this::onLoaded)
                .onMessage(JournalLoaded.class, this::onJournalLoaded)
                .onMessage(Fired.class, this::onFired)
                .onMessage(Sweep.class, sweep -> onSweep())
                .onMessage(NodeCall.Suspect.class, this::onSuspect)
                .onMessage(NodeCall.GetStatus.class, this::onGetStatus)
                .onMessage(NodeCall.GetData.class, this::onGetData)
                .onMessage(NodeCall.FindTransaction.class, this::onFindTransaction)
                .onSignal(Terminated.class, terminated -> onLogStopped())
                .onSignal(PostStop.class, stop -> onPostStop())
                .build();
    }

    // The life's beginning.

    private Behavior<NodeCall> onSnapshotLoaded(SnapshotLoaded loaded) {
        recovery.took(loaded.result());
        return this;
    }

    private Behavior<NodeCall> onLoaded(Loaded loaded) {
        DiskCall.ReadResult read = loaded.result();
        if (started) {
            return turn(context -> replica.onLoaded(read.afterVersion(), read.entries(), context));
        }
        recovery.took(read).ifPresent(recovered -> {
            effects.recovered(recovered);
            log.debug("{} starts with version {}", setup.node(), recovered);
        });
        return this;
    }

    private Behavior<NodeCall> onJournalLoaded(JournalLoaded loaded) {
        loaded.records().forEach(replica::recoverJournal);
        started = true;
        turn(replica::onStart);
        recovery.drainEarly().forEach(getContext().getSelf()::tell);
        return this;
    }

    // Turns.

    private Behavior<NodeCall> onTold(NodeCall.Told told) {
        return isWelcome(told)
                ? turn(context -> replica.onMessage(told.from(), told.message(), context))
                : Behaviors.same();
    }

    private Behavior<NodeCall> onAsked(NodeCall.Asked asked) {
        if (!isWelcome(asked)) {
            return Behaviors.same();
        }
        Handle.Asker asker = new TurnContext.RemoteAsker(asked.from(), asked.correlation());
        return turn(context -> replica.onQuestion(asked.from(), asker, asked.message(), context));
    }

    private Behavior<NodeCall> onAnswered(NodeCall.Answered answered) {
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
    private boolean isWelcome(NodeCall.Envelope envelope) {
        if (!started) {
            recovery.keep(envelope);
            return false;
        }
        return lives.isNewest(envelope.from(), envelope.incarnation());
    }

    private Behavior<NodeCall> onExecute(NodeCall.Execute execute) {
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

    private Behavior<NodeCall> onLeave(NodeCall.Leave leave) {
        openRequests.find(leave).ifPresent(client -> turn(context -> replica.onClientGone(client, context)));
        return this;
    }

    private void refuseBeforeStart(NodeCall.Execute execute) {
        Outcome outcome = new Outcome.Refused(Outcome.Reason.NOT_SERVING, setup.node() + " is reading its log");
        figures.counted(outcome);
        setup.observer().replied(setup.node(), outcome);
        execute.replyTo().tell(new NodeCall.Executed(execute.transaction().id(), outcome, nextSequence()));
    }

    private Behavior<NodeCall> onStored(StoredOnDisk storedOnDisk) {
        if (storedOnDisk.stored() instanceof DiskCall.Failed failed) {
            log.error("{} stops: {}", setup.node(), failed.reason());
            return Behaviors.stopped();
        }
        if (storedOnDisk.stored() instanceof DiskCall.Journaled journaled) {
            return turn(context -> replica.onJournaled(journaled.count(), context));
        }
        DiskCall.Durable durable = (DiskCall.Durable) storedOnDisk.stored();
        return turn(context -> replica.onDurable(durable.version(), context));
    }

    private Behavior<NodeCall> onLogStopped() {
        log.error("{} stops: its log has stopped", setup.node());
        return Behaviors.stopped();
    }

    private Behavior<NodeCall> onFired(Fired fired) {
        boolean isReplaced = effects.isTimerChanged(fired.key());
        return isReplaced ? this : turn(context -> replica.onTimer(fired.key(), context));
    }

    private Behavior<NodeCall> onSweep() {
        for (OpenQuestions.Question silent :
                effects.questions().overdue(setup.clock().nanoTime())) {
            turn(context -> replica.onSilence(silent.to(), silent.message(), context));
        }
        if (effects.questions().isEmpty()) {
            sweeping = false;
            timers.cancel(Sweep.INSTANCE);
        }
        return this;
    }

    private Behavior<NodeCall> onSuspect(NodeCall.Suspect suspect) {
        return started ? turn(context -> replica.onSuspect(suspect.peer(), context)) : this;
    }

    private Behavior<NodeCall> turn(Consumer<TurnContext> body) {
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

    // Effects.

    private Behavior<NodeCall> onFlush() {
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
                (afterVersion, limit) -> setup.log().tell(new DiskCall.Read(afterVersion, limit, readAdapter)));
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
                setup.log().tell(new DiskCall.Replace(snapshot, write.entries(), storedAdapter));
            } else {
                setup.observer().appended(setup.node(), write.entries());
                setup.log().tell(new DiskCall.Append(write.entries(), storedAdapter));
            }
        }
        List<JournalWrite> journal = effects.drainJournal();
        if (!journal.isEmpty()) {
            setup.log().tell(new DiskCall.WriteJournal(journal, storedAdapter));
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

    // Questions of those who watch.

    private Behavior<NodeCall> onGetStatus(NodeCall.GetStatus get) {
        NodeStatus.State state = started ? NodeStatus.State.UP : NodeStatus.State.STARTING;
        get.replyTo().tell(watching.status(get, state));
        return this;
    }

    private Behavior<NodeCall> onGetData(NodeCall.GetData get) {
        get.replyTo().tell(watching.data(get));
        return this;
    }

    private Behavior<NodeCall> onFindTransaction(NodeCall.FindTransaction find) {
        find.replyTo().tell(watching.find(find, openRequests.isUnknown(find.id())));
        return this;
    }

    // The life's end.

    private Behavior<NodeCall> onPostStop() {
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
