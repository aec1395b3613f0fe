package epidemic.sim;

import epidemic.kernel.Invariants;
import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.Replica;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.Snapshot;
import epidemic.kernel.TimerKey;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.kernel.VersionHistory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Hosts the lives of one node's replica, with the semantics of the actor that hosts it elsewhere: turns, batches whose
 * end carries out the effects, asks with one answer or one silence, mail of earlier lives ignored, the first {@value
 * #EARLY_MAX} mails of a starting node kept, its clients refused.
 */
public final class SimNode {
    private static final int EARLY_MAX = 1_000;
    private static final long START_NANOS = 1_000_000;
    private static final long FLUSH_NANOS_MAX = 50_000;
    // Which draw is for what.
    private static final int FLUSH = 1;
    private static final int FLUSH_DELAY = 2;

    // Identity.
    private final Simulation simulation;
    private final int index;
    private final NodeId id;
    private final SimClock clock;
    private final SimDisk disk;
    private final long seed;
    private long drawCount;

    // The life so far.
    private enum State {
        DOWN,
        STARTING,
        UP
    }

    private State state = State.DOWN;
    private long incarnation;
    private Optional<Replica> replica = Optional.empty();
    private NodeEffects effects;
    private boolean paused;
    private boolean flushing;
    private long recoveredVersion;
    private final long[] incarnations;
    private final NodeTimers timers;
    private final NodeClients clients;
    private final Deque<Runnable> held = new ArrayDeque<>();
    private final List<Mail> early = new ArrayList<>();

    SimNode(Simulation simulation, int index, NodeId id, int nodeCount, SimClock clock) {
        this.simulation = simulation;
        this.index = index;
        this.id = id;
        this.clock = clock;
        this.seed = Draw.mix(simulation.seed(), index);
        this.disk = new SimDisk(simulation, this, simulation.seed());
        this.effects = new NodeEffects(simulation, this, seed);
        this.incarnations = new long[nodeCount];
        this.clients = new NodeClients(simulation, this);
        this.timers = new NodeTimers(simulation, this, clock);
    }

    /** The node's number, from 0 on, in the order of the topology. */
    public int index() {
        return index;
    }

    /** The node's name. */
    public NodeId id() {
        return id;
    }

    /** The run that it is part of. */
    public Simulation simulation() {
        return simulation;
    }

    /** Which life of the node; 0 before the first. */
    public long incarnation() {
        return incarnation;
    }

    /** Whether its replica has started. */
    public boolean isUp() {
        return state == State.UP;
    }

    /** Whether it is starting or up. */
    public boolean isRunning() {
        return state != State.DOWN;
    }

    /** Whether it is paused. */
    public boolean isPaused() {
        return paused;
    }

    /** Its replica's view. It must be up. */
    public ReplicaView view() {
        return replica.orElseThrow().view(clock.nanos(simulation.nowNanos()));
    }

    /** Its replica's data. It must be up. */
    public VersionHistory history() {
        return replica.orElseThrow().history();
    }

    /** The version that this life found on disk. */
    public long recoveredVersion() {
        return recoveredVersion;
    }

    /** The newest version that was given to the disk and not lost. */
    public long logEnd() {
        return disk.log().lastVersion();
    }

    /** What its log begins with; {@link Snapshot#EMPTY} if it begins with version 1. */
    public Snapshot snapshot() {
        return disk.log().snapshot();
    }

    /** The entries behind the snapshot that were given to the disk and not lost, in order; not to be changed. */
    public List<VersionEntry> log() {
        return disk.log().entries();
    }

    /** The newest version that the disk has confirmed. */
    public long durableVersion() {
        return disk.durableVersion();
    }

    /** Clients that wait for a reply. */
    public int openRequestCount() {
        return clients.openCount();
    }

    /** Its monotonic clock. */
    public long clockNanos() {
        return clock.nanos(simulation.nowNanos());
    }

    long wallClockMillis() {
        return clock.wallMillis(simulation.nowNanos());
    }

    SimClock clock() {
        return clock;
    }

    SimDisk disk() {
        return disk;
    }

    // Life and death.

    void start() {
        Invariants.check(state == State.DOWN, "%s is started twice", id);
        state = State.STARTING;
        incarnation++;
        effects = new NodeEffects(simulation, this, seed);
        long life = incarnation;
        long delay = 1 + Draw.exponential(draw(), START_NANOS);
        simulation.schedule(simulation.nowNanos() + delay, () -> onLife(life, this::started));
    }

    private void started() {
        Replica fresh = simulation.newReplica(id);
        if (snapshot().version() > 0) {
            fresh.recover(snapshot());
        }
        for (VersionEntry entry : log()) {
            fresh.recover(entry);
        }
        recoveredVersion = logEnd();
        disk.recoverJournal().forEach(fresh::recoverJournal);
        replica = Optional.of(fresh);
        state = State.UP;
        simulation.note(Trace.Kind.START, this, incarnation + (recoveredVersion << 16));
        simulation.tell(this, () -> "starts life " + incarnation + " with version " + recoveredVersion);
        begin();
        fresh.onStart(effects);
        simulation.observers().forEach(observer -> observer.started(this));
        end();
        List<Mail> waiting = new ArrayList<>(early);
        early.clear();
        waiting.forEach(this::receive);
    }

    /** Stops at once: everything but the disk is gone, and so is what of it was not confirmed, by chance. */
    void crash() {
        int lost = disk.crash();
        boolean torn = lost < 0;
        int lostCount = torn ? -lost - 1 : lost;
        state = State.DOWN;
        replica = Optional.empty();
        effects.questions().overdue(Long.MAX_VALUE);
        timers.clear();
        held.clear();
        early.clear();
        paused = false;
        flushing = false;
        simulation.note(Trace.Kind.CRASH, this, lost);
        simulation.tell(this, () -> "crashes, loses " + lostCount + " entries" + (torn ? ", one torn" : ""));
        simulation.observers().forEach(observer -> observer.crashed(this, lostCount, torn));
        clients.cutOff();
    }

    void emptyDisk() {
        disk.empty();
        simulation.observers().forEach(observer -> observer.emptied(this));
    }

    void diskFailed(Fault.FailWrite fault) {
        simulation.observers().forEach(observer -> observer.writeFailed(this));
        crash();
        simulation.restartLater(this, fault.downNanos());
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        int waiting = held.size();
        for (int count = 0; count < waiting && !held.isEmpty(); count++) {
            held.remove().run();
        }
    }

    /** Runs something of a life, unless that has ended; a paused node does it later. */
    void onLife(long life, Runnable action) {
        if (life != incarnation || state == State.DOWN) {
            return;
        }
        if (paused) {
            held.add(() -> onLife(life, action));
        } else {
            action.run();
        }
    }

    // Turns.

    private Replica begin() {
        effects.beginTurn(clock.nanos(simulation.nowNanos()));
        return replica.orElseThrow();
    }

    /** The batch ends at once or a little later; what comes until then is part of it. */
    private void end() {
        if (flushing) {
            return;
        }
        long bits = draw();
        if ((Draw.mix(bits, FLUSH) & 1) == 0) {
            flush();
        } else {
            flushing = true;
            long life = incarnation;
            long delay = 1 + Draw.below(Draw.mix(bits, FLUSH_DELAY), (int) FLUSH_NANOS_MAX);
            simulation.schedule(simulation.nowNanos() + delay, () -> flushDue(life));
        }
    }

    private void flushDue(long life) {
        if (life == incarnation && state == State.UP) {
            if (paused) {
                held.add(() -> flushDue(life));
            } else {
                flush();
            }
        }
    }

    private void flush() {
        flushing = false;
        begin().onBatchEnd(effects);
        effects.drain();
        timers.checkSilenceAt(effects.questions().nextDeadline());
        simulation.afterBatch(this);
    }

    void receive(Mail mail) {
        if (state == State.DOWN) {
            simulation.ignored(mail, SimObserver.Ignored.DOWN);
        } else if (paused) {
            held.add(mail);
        } else if (state == State.STARTING) {
            if (early.size() < EARLY_MAX) {
                early.add(mail);
            } else {
                simulation.ignored(mail, SimObserver.Ignored.EARLY);
            }
        } else if (mail.incarnation < incarnations[mail.from.index]) {
            simulation.ignored(mail, SimObserver.Ignored.EARLIER_LIFE);
        } else {
            incarnations[mail.from.index] = mail.incarnation;
            take(mail);
        }
    }

    private void take(Mail mail) {
        if (mail.kind == Mail.Kind.ANSWERED) {
            Optional<Message> question = effects.questions().answered(mail.correlation);
            if (question.isEmpty()) {
                simulation.ignored(mail, SimObserver.Ignored.LATE_ANSWER);
                return;
            }
            simulation.delivered(mail);
            begin().onAnswer(mail.from.id, question.get(), mail.message, effects);
        } else if (mail.kind == Mail.Kind.ASKED) {
            simulation.delivered(mail);
            begin().onQuestion(mail.from.id, mail, mail.message, effects);
        } else {
            simulation.delivered(mail);
            begin().onMessage(mail.from.id, mail.message, effects);
        }
        end();
    }

    /** A request arrives. */
    void execute(int client, Transaction transaction, ReplyTaker taker) {
        if (state == State.DOWN) {
            return;
        }
        if (paused) {
            held.add(() -> execute(client, transaction, taker));
            return;
        }
        SimClient waiting = new SimClient(incarnation, client, transaction, taker);
        simulation.requested(this, transaction);
        if (state == State.STARTING) {
            clients.tell(waiting, new Outcome.Refused(Outcome.Reason.NOT_SERVING, id + " is reading its log"));
            return;
        }
        clients.admit(waiting);
        begin().onRequest(waiting, transaction, effects);
        end();
    }

    void durable(long life, long version) {
        onLife(life, () -> {
            simulation.note(Trace.Kind.DURABLE, this, version);
            simulation.observers().forEach(observer -> observer.durable(this, version));
            begin().onDurable(version, effects);
            end();
        });
    }

    void journaled(long life, long count) {
        onLife(life, () -> {
            simulation.note(Trace.Kind.JOURNALED, this, count);
            begin().onJournaled(count, effects);
            end();
        });
    }

    void loaded(long life, long afterVersion, List<VersionEntry> entries) {
        onLife(life, () -> {
            simulation.note(Trace.Kind.LOAD, this, StableHash.add(afterVersion, entries.size()));
            simulation.observers().forEach(observer -> observer.loaded(this, entries.size()));
            begin().onLoaded(afterVersion, entries, effects);
            end();
        });
    }

    /** The host believes that a peer is gone; a node that is not up is not told. */
    void suspect(NodeId peer) {
        if (state == State.UP) {
            onLife(incarnation, () -> {
                simulation.tell(this, () -> "is told that " + peer + " is gone");
                begin().onSuspect(peer, effects);
                end();
            });
        }
    }

    /** A timer fires, unless a turn of the batch under way has set or cancelled it. */
    void fire(TimerKey key) {
        if (effects.isTimerChanged(key)) {
            return;
        }
        simulation.note(Trace.Kind.TIMER, this, StableHash.of(key.name()));
        simulation.tell(this, () -> "timer " + key.name());
        begin().onTimer(key, effects);
        end();
    }

    /** The deadlines of open questions may have passed. */
    void checkSilence() {
        for (OpenQuestions.Question silent : effects.questions().overdue(clock.nanos(simulation.nowNanos()))) {
            simulation.note(Trace.Kind.SILENCE, this, silent.correlation());
            simulation.tell(this, () -> silent.to() + " is silent on " + silent.message());
            begin().onSilence(silent.to(), silent.message(), effects);
            end();
        }
        timers.checkSilenceAt(effects.questions().nextDeadline());
    }

    /** Does it when the node is no longer paused. */
    void hold(Runnable action) {
        held.add(action);
    }

    // Parts.

    NodeClients clients() {
        return clients;
    }

    NodeTimers timers() {
        return timers;
    }

    long draw() {
        return Draw.mix(seed, drawCount++);
    }

    @Override
    public String toString() {
        return id.name();
    }
}
