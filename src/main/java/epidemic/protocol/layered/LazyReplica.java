package epidemic.protocol.layered;

import epidemic.kernel.Handle;
import epidemic.kernel.Invariants;
import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.kernel.Replica;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.Snapshot;
import epidemic.kernel.TimerKey;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.kernel.VersionHistory;
import epidemic.model.session.SessionGate;
import epidemic.model.store.VersionedState;
import epidemic.model.transfer.SnapshotIntake;
import epidemic.model.transfer.SnapshotPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A node of layer 1 or 2: installs the versions that its source sends, serves reads from its newest one, and feeds the
 * layer below at a fixed period. With {@code layered.reparent} another node feeds it while its usual source is away
 * ({@link Sources}).
 *
 * <p>Versions of one propagation become readable together, so nodes of a layer show the same versions, also while they
 * catch up over many messages.
 */
final class LazyReplica implements Replica {
    private static final TimerKey PUSH = new TimerKey("push");
    private static final TimerKey ANNOUNCE = new TimerKey("announce");
    private static final TimerKey RENEW = new TimerKey("renew");
    /** How many received versions wait for the end of their propagation at most; then they are installed before it. */
    private static final int STAGED_MAX = 100_000;

    // Identity and configuration.
    private final NodeId self;
    private final int layer;
    private final NodeId usualSource;
    private final LayeredConfig config;

    // What it holds.
    private final VersionedState state;
    private final List<VersionEntry> staged = new ArrayList<>();
    /** A snapshot in place of what it holds; once it is whole, what is staged stands behind it. */
    private final SnapshotIntake intake = new SnapshotIntake();

    private long intakeNanos;
    /** The version that the propagation under way leads to. */
    private long stagedUpTo;

    // Who feeds it.
    private final Sources sources;

    // Whom it serves.
    private final Feeds feeds;
    private final SessionGate sessions;
    private long nextPushNanos;

    private LazyReplica(NodeId self, int layer, LayeredConfig config) {
        this.self = self;
        this.layer = layer;
        this.config = config;
        this.usualSource = LayeredTopology.sourceOf(self);
        this.sources = new Sources(self, config.core());
        this.state = new VersionedState(config.historyWindow(), config.idleClientsMax());
        this.sessions = Sessions.gate(self, config, () -> LayeredTopology.coreAbove(self));
        this.feeds = new Feeds(self, config);
    }

    static LazyReplica layer1(NodeId self, LayeredConfig config) {
        return new LazyReplica(self, 1, config);
    }

    static LazyReplica layer2(NodeId self, LayeredConfig config) {
        return new LazyReplica(self, 2, config);
    }

    @Override
    public void recover(Snapshot snapshot) {
        state.restore(snapshot);
    }

    @Override
    public void recover(VersionEntry entry) {
        state.apply(entry);
    }

    @Override
    public void onStart(ReplicaContext context) {
        announce(context);
        if (config.reparent()) {
            sources.start(context);
            renew(context);
        }
        if (layer == 1 && feeds.mayFeed()) {
            nextPushNanos = context.nowNanos();
            scheduleNextPush(context);
        }
    }

    private void renew(ReplicaContext context) {
        sources.renew(held(), context);
        context.setTimer(RENEW, sources.renewNanos());
    }

    private void announce(ReplicaContext context) {
        context.ask(
                usualSource,
                new LayeredMessage.Announce(state.version()),
                config.core().retryInterval().toNanos());
    }

    @Override
    public void onRequest(Handle.Client client, Transaction transaction, ReplicaContext context) {
        if (transaction.layer() != layer) {
            context.reply(
                    client,
                    new Outcome.Refused(
                            Outcome.Reason.WRONG_LAYER,
                            self + " is of layer " + layer + ": it executes read-only transactions of that layer, not "
                                    + (transaction.isUpdate() ? "updates" : "of layer " + transaction.layer())));
        } else if (keepsSession(transaction) && sessions.isShut(transaction, state.version())) {
            sessions.take(client, transaction, state.version(), context);
        } else {
            serve(client, transaction, context);
        }
    }

    /** Layer 1 always does, layer 2 for those who ask for it. */
    private boolean keepsSession(Transaction transaction) {
        return layer == 1 || transaction.session().isNamed();
    }

    private void serve(Handle.Client client, Transaction transaction, ReplicaContext context) {
        context.reply(client, new Outcome.Committed(self, layer, state.version(), state.read(transaction)));
    }

    @Override
    public void onMessage(NodeId from, Message message, ReplicaContext context) {
        throw Invariants.unhandled("layer " + layer, message);
    }

    @Override
    public void onQuestion(NodeId from, Handle.Asker asker, Message question, ReplicaContext context) {
        if (question instanceof LayeredMessage.Propagate propagate) {
            onPropagate(from, asker, propagate, context);
        } else if (question instanceof LayeredMessage.PropagateSnapshot propagate) {
            onPropagateSnapshot(from, asker, propagate, context);
        } else if (question instanceof LayeredMessage.Announce announce) {
            onAnnounce(from, asker, announce, context);
        } else if (question instanceof LayeredMessage.Renew renew) {
            feeds.onRenew(from, renew, context);
            context.answer(asker, new LayeredMessage.Renewed());
        } else {
            throw Invariants.unhandled("layer " + layer, question);
        }
    }

    /** Late copies of earlier messages, and probes, do not end the propagation under way. */
    private void onPropagate(
            NodeId from, Handle.Asker asker, LayeredMessage.Propagate propagate, ReplicaContext context) {
        if (propagate.afterVersion() <= held()) {
            for (VersionEntry entry : propagate.entries()) {
                if (entry.version() == held() + 1) {
                    staged.add(entry);
                }
            }
            stagedUpTo = Math.max(stagedUpTo, propagate.upTo());
            boolean isTorn = config.mutant() == LayeredMutant.TORN_PROPAGATION;
            if (held() >= stagedUpTo || staged.size() >= STAGED_MAX || isTorn) {
                installStaged(from, context);
            }
        }
        context.answer(asker, new LayeredMessage.Propagated(held()));
    }

    /** A piece of a snapshot: the source does not have the versions any more that are missing here. */
    private void onPropagateSnapshot(
            NodeId from, Handle.Asker asker, LayeredMessage.PropagateSnapshot propagate, ReplicaContext context) {
        if (propagate.part().version() > held()) {
            take(propagate.part(), context.nowNanos());
            stagedUpTo = Math.max(stagedUpTo, propagate.upTo());
            boolean isTorn = config.mutant() == LayeredMutant.SNAPSHOT_TORN;
            if (intake.isWhole() || isTorn) {
                staged.clear();
                boolean isShown = config.mutant() == LayeredMutant.SNAPSHOT_SHOWN;
                if (held() >= stagedUpTo || isShown || isTorn) {
                    installStaged(from, context);
                }
            }
        }
        boolean isDone = propagate.part().version() <= held();
        context.answer(
                asker,
                isDone
                        ? new LayeredMessage.Propagated(held())
                        : new LayeredMessage.SnapshotHeld(intake.version(), intake.held()));
    }

    /**
     * The next piece; or the first one of another snapshot, if that is newer, or nothing has come of the one under way for
     * some time: two nodes may send at once while one takes over from the other.
     */
    private void take(SnapshotPart part, long nowNanos) {
        boolean isOther = part.version() != intake.version();
        boolean isStuck = nowNanos - intakeNanos > config.core().ackTimeout().toNanos();
        if (isOther && (part.from() > 0 || part.version() < intake.version() && !isStuck)) {
            return;
        }
        if (intake.isWhole()) {
            // What follows the whole one is not there any more either: another one comes.
            staged.clear();
        }
        intakeNanos = intake.take(part) ? nowNanos : intakeNanos;
    }

    private long held() {
        return (intake.isWhole() ? intake.version() : state.version()) + staged.size();
    }

    private void installStaged(NodeId source, ReplicaContext context) {
        boolean isReplaced = intake.isWhole() || config.mutant() == LayeredMutant.SNAPSHOT_TORN && intake.version() > 0;
        if (!isReplaced && staged.isEmpty()) {
            return;
        }
        if (isReplaced) {
            Snapshot snapshot = intake.handOver();
            state.restore(snapshot);
            context.replaceLog(snapshot, staged);
            staged.forEach(state::apply);
        } else {
            for (VersionEntry entry : staged) {
                state.apply(entry);
                context.append(entry);
            }
        }
        int count = staged.size();
        staged.clear();
        if (intake.version() <= state.version()) {
            intake.drop();
        }
        context.observe(new Observation(
                isReplaced ? "snapshot-installed" : "versions-installed",
                "installed " + (isReplaced ? "a snapshot and " : "") + count + " versions from " + source + ", now at "
                        + state.version()));
    }

    private void onAnnounce(NodeId from, Handle.Asker asker, LayeredMessage.Announce announce, ReplicaContext context) {
        feeds.onAnnounce(from, announce);
        context.answer(asker, new LayeredMessage.Announced());
    }

    @Override
    public void onAnswer(NodeId from, Message question, Message answer, ReplicaContext context) {
        if (answer instanceof LayeredMessage.Renewed) {
            sources.onRenewed(from, context);
        } else if (!feeds.onAnswer(from, question, answer) && !(answer instanceof LayeredMessage.Announced)) {
            throw Invariants.unhandled("layer " + layer, answer);
        }
    }

    @Override
    public void onSilence(NodeId to, Message question, ReplicaContext context) {
        if (feeds.isQuestion(question)) {
            feeds.onSilence(to, question);
        } else if (question instanceof LayeredMessage.Announce) {
            context.setTimer(ANNOUNCE, config.core().retryInterval().toNanos());
        }
    }

    @Override
    public void onTimer(TimerKey key, ReplicaContext context) {
        if (key.equals(PUSH)) {
            feeds.release(state.version());
            scheduleNextPush(context);
        } else if (key.equals(ANNOUNCE)) {
            announce(context);
        } else if (key.equals(RENEW)) {
            renew(context);
        }
    }

    /** The schedule is fixed from the start on: a late push does not move the next one. */
    private void scheduleNextPush(ReplicaContext context) {
        long interval = config.layer2Interval().toNanos();
        long missed = Math.max(0, (context.nowNanos() - nextPushNanos) / interval);
        nextPushNanos += (missed + 1) * interval;
        context.setTimer(PUSH, nextPushNanos - context.nowNanos());
    }

    @Override
    public void onDurable(long version, ReplicaContext context) {}

    @Override
    public void onLoaded(long afterVersion, List<VersionEntry> entries, ReplicaContext context) {
        feeds.onLoaded(afterVersion, entries, context);
    }

    @Override
    public void onBatchEnd(ReplicaContext context) {
        feeds.pump(state, context);
        sessions.settle(state.version(), (client, transaction) -> serve(client, transaction, context), context);
        sessions.schedule(context);
    }

    @Override
    public ReplicaView view(long nowNanos) {
        return new ReplicaView(
                "layer " + layer,
                state.version(),
                staged.size(),
                0,
                List.of(),
                true,
                sources.standing(),
                feeds.view(Optional.empty(), Optional.of(Math.max(0, nextPushNanos - nowNanos))));
    }

    @Override
    public VersionHistory history() {
        return state;
    }
}
