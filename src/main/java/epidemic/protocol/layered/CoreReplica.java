package epidemic.protocol.layered;

import epidemic.kernel.Handle;
import epidemic.kernel.Invariants;
import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A node of the core: takes updates from clients, gives them a place in the total order together with its peers, applies
 * them, answers reads that are as fresh as the answers of any core node, and feeds layer 1.
 *
 * <p>This class only hands each event to the part it concerns: {@link TotalOrder} (places of batches), {@link
 * ViewCoordinator} and {@link Membership} (who takes part), {@link PeerWatch} (who is away), {@link CoreClients}, {@link SessionGate} and {@link CoreReads} (who waits for what),
 * {@link CoreJournal} (what must not be forgotten), {@link Ordering} and {@link Execution} (what is applied next), {@link
 * CoreLog} (what was applied), the {@link Feed}s and their {@link Releases}.
 */
final class CoreReplica implements Replica {
    private static final TimerKey HEARTBEAT = new TimerKey("heartbeat");
    private static final TimerKey EXECUTED = new TimerKey("executed");

    // Identity and configuration.
    private final NodeId self;
    private final LayeredConfig config;

    // What is ordered and applied.
    private final CoreLog log;
    private final CoreJournal journal;
    private final TotalOrder order;

    // Who takes part.
    private final PeerWatch watch;
    private final Heartbeats heartbeats;
    private final Membership views;
    private final ViewCoordinator coordinator;
    private final CatchUp catchUp;
    private final Replication replication;
    private Phase toldPhase = Phase.LEARNER;

    // Who waits, and who is fed.
    private final Availability availability;
    private final CoreUpdates updates;
    private final Ordering ordering;
    private final CoreClients clients;
    private final Execution execution;
    private final ReadGuard guard;
    private final SessionGate sessions;
    private final CoreReads reads;
    private final VersionsServer versionsServer;
    private final Feeds feeds;
    private final Releases releases;

    CoreReplica(NodeId self, LayeredConfig config) {
        this.self = self;
        this.config = config;
        List<NodeId> peers = new ArrayList<>(LayeredTopology.CORE);
        peers.remove(self);
        this.clients = new CoreClients(self, config);
        this.log = new CoreLog(config, clients);
        this.order = new TotalOrder(LayeredTopology.CORE, self, config.mutant());
        this.watch = new PeerWatch(self, peers, config.core());
        this.journal = new CoreJournal(config);
        Leases leases = new Leases(peers, config.core());
        this.views = new Membership(self, config, order, log, journal, leases);
        this.heartbeats = new Heartbeats(config, watch, views, log, order, leases);
        this.coordinator = new ViewCoordinator(self, config, watch, views, log, journal);
        this.catchUp = new CatchUp(self, watch, views, log, config);
        this.replication = new Replication(self, order, watch, config.core());
        this.execution = new Execution(order, log, clients, journal, config.mutant());
        this.feeds = new Feeds(self, config);
        this.releases = new Releases(config, log, feeds);
        this.versionsServer = new VersionsServer(config);
        this.availability = new Availability(self, views, watch, config.core());
        this.updates = new CoreUpdates(self, config, availability, log, order, clients);
        this.ordering = new Ordering(self, views, updates, order, journal, execution, replication);
        this.guard = new ReadGuard(config, views, leases);
        this.sessions = Sessions.gate(self, config, () -> watch.betterPlaced(log.version()));
        this.reads = new CoreReads(self, config, views, guard, sessions, order, log, availability);
    }

    @Override
    public void recover(Snapshot snapshot) {
        log.recover(snapshot);
    }

    @Override
    public void recover(VersionEntry entry) {
        log.recover(entry);
    }

    @Override
    public void recoverJournal(Message record) {
        journal.recover(record, log.version());
    }

    @Override
    public void onStart(ReplicaContext context) {
        watch.start(context);
        views.start(context);
        toldPhase = views.phase();
        releases.start(context);
        heartbeats.tellAll(context);
        context.setTimer(HEARTBEAT, config.core().heartbeatInterval().toNanos());
    }

    // Clients.

    @Override
    public void onRequest(Handle.Client client, Transaction transaction, ReplicaContext context) {
        if (transaction.layer() != 0) {
            refuse(client, Outcome.Reason.WRONG_LAYER, self + " is of the core: it executes layer 0 only", context);
        } else if (transaction.session().isNamed() && sessions.isShut(transaction, newestFor(transaction))) {
            sessions.take(client, transaction, log.version(), context);
        } else {
            execute(client, transaction, context);
        }
    }

    /** An update comes after all that is held here, so it is not behind a session that has seen a part of that. */
    private long newestFor(Transaction transaction) {
        return transaction.isUpdate() ? log.version() + order.pendingTransactions() : log.version();
    }

    private void execute(Handle.Client client, Transaction transaction, ReplicaContext context) {
        if (transaction.isUpdate()) {
            updates.onUpdate(client, transaction, context);
        } else {
            reads.onRead(client, transaction, context);
        }
    }

    private static void refuse(Handle.Client client, Outcome.Reason reason, String message, ReplicaContext context) {
        context.reply(client, new Outcome.Refused(reason, message));
    }

    // Peers.

    @Override
    public void onMessage(NodeId from, Message message, ReplicaContext context) {
        watch.heard(from, context);
        if (message instanceof LayeredMessage.Heartbeat heartbeat) {
            onHeartbeat(from, heartbeat, context);
        } else if (message instanceof LayeredMessage.Commit commit) {
            onProgress(from, commit.epoch(), commit.progress(), context);
        } else {
            throw Invariants.unhandled("core", message);
        }
    }

    private void onHeartbeat(NodeId from, LayeredMessage.Heartbeat heartbeat, ReplicaContext context) {
        heartbeats.heard(from, heartbeat, context);
        if (heartbeat.phase() == Phase.SERVING) {
            onProgress(from, heartbeat.epoch(), heartbeat.progress(), context);
        }
        heartbeats.takeLease(from, heartbeat, context);
    }

    private void onProgress(NodeId from, long epoch, Progress progress, ReplicaContext context) {
        if (isCurrent(epoch, context)) {
            order.heard(from, progress);
        }
    }

    /** Whether a message of this epoch concerns the node now. That somebody sends it proves that the view serves. */
    private boolean isCurrent(long epoch, ReplicaContext context) {
        views.othersServe(epoch, context);
        return views.isServing() && epoch == views.epoch();
    }

    @Override
    public void onQuestion(NodeId from, Handle.Asker asker, Message question, ReplicaContext context) {
        if (question instanceof LayeredMessage.Replicate replicate) {
            onReplicate(from, asker, replicate, context);
        } else if (question instanceof LayeredMessage.FetchVersions fetch) {
            versionsServer.onFetch(asker, fetch, log.state(), context);
        } else if (question instanceof LayeredMessage.FetchSnapshot fetch) {
            versionsServer.onFetchSnapshot(asker, fetch, log.state(), context);
        } else if (question instanceof LayeredMessage.Prepare prepare) {
            views.onPrepare(asker, prepare, context);
        } else if (question instanceof LayeredMessage.Install install) {
            views.onInstall(asker, install, context);
        } else if (question instanceof LayeredMessage.Confirm confirm) {
            views.onConfirm(asker, confirm, context);
        } else if (question instanceof LayeredMessage.Announce announce) {
            onAnnounce(from, asker, announce, context);
        } else if (question instanceof LayeredMessage.Renew renew) {
            onRenew(from, asker, renew, context);
        } else {
            throw Invariants.unhandled("core", question);
        }
    }

    private void onReplicate(
            NodeId from, Handle.Asker asker, LayeredMessage.Replicate replicate, ReplicaContext context) {
        watch.heard(from, context);
        Batch batch = replicate.batch();
        if (!isCurrent(batch.epoch(), context)) {
            context.answer(asker, new LayeredMessage.Rejected(views.promised()));
            return;
        }
        if (order.hold(batch)) {
            journal.hold(batch, context);
        }
        order.heard(from, replicate.progress());
        Message answer = new LayeredMessage.Replicated(batch.epoch(), batch.sequence(), order.issued());
        if (is(LayeredMutant.ACK_BEFORE_DISK)) {
            context.answer(asker, answer);
        } else {
            journal.whenDurable(later -> later.answer(asker, answer), context);
        }
    }

    private void onAnnounce(NodeId from, Handle.Asker asker, LayeredMessage.Announce announce, ReplicaContext context) {
        feeds.onAnnounce(from, announce);
        context.answer(asker, new LayeredMessage.Announced());
    }

    /** A node that is cut off from the core has nothing new to give, and keeps silent. */
    private void onRenew(NodeId from, Handle.Asker asker, LayeredMessage.Renew renew, ReplicaContext context) {
        if (views.isServing() && !watch.present().isEmpty()) {
            feeds.onRenew(from, renew, context);
            context.answer(asker, new LayeredMessage.Renewed());
        }
    }

    @Override
    public void onAnswer(NodeId from, Message question, Message answer, ReplicaContext context) {
        if (feeds.onAnswer(from, question, answer)) {
            return;
        }
        watch.heard(from, context);
        if (question instanceof LayeredMessage.Replicate replicate) {
            replication.onAnswer(from, replicate.batch());
        }
        if (answer instanceof LayeredMessage.Replicated replicated) {
            onReplicated(from, replicated);
        } else if (answer instanceof LayeredMessage.Prepared prepared) {
            coordinator.onPrepared(from, prepared, context);
        } else if (answer instanceof LayeredMessage.Installed installed) {
            coordinator.onInstalled(from, installed, context);
        } else if (answer instanceof LayeredMessage.VersionsFetched fetched) {
            catchUp.onFetched(fetched, context);
        } else if (answer instanceof LayeredMessage.SnapshotFetched fetched) {
            catchUp.onSnapshotFetched(fetched, context);
        } else if (answer instanceof LayeredMessage.Confirmed confirmed) {
            guard.onConfirmed(from, confirmed);
        } else if (question instanceof LayeredMessage.Confirm) {
            guard.onUnconfirmed();
        } else if (answer instanceof LayeredMessage.Rejected) {
            coordinator.onRejected((LayeredMessage) question, context);
        } else {
            throw Invariants.unhandled("core", answer);
        }
    }

    private void onReplicated(NodeId from, LayeredMessage.Replicated replicated) {
        if (views.isServing() && replicated.epoch() == views.epoch()) {
            order.acknowledged(from, replicated.sequence(), replicated.issued());
        }
    }

    @Override
    public void onSilence(NodeId to, Message question, ReplicaContext context) {
        if (feeds.isQuestion(question)) {
            feeds.onSilence(to, question);
        } else if (question instanceof LayeredMessage.Replicate replicate) {
            replication.onSilence(to, replicate.batch(), context);
        } else if (question instanceof LayeredMessage.Confirm) {
            guard.onUnconfirmed();
        } else if (CatchUp.isQuestion(question)) {
            catchUp.onSilence();
        } else {
            coordinator.onSilence(to, (LayeredMessage) question, context);
        }
    }

    // Time.

    @Override
    public void onSuspect(NodeId peer, ReplicaContext context) {
        watch.suspect(peer);
    }

    @Override
    public void onTimer(TimerKey key, ReplicaContext context) {
        if (key.equals(HEARTBEAT)) {
            onHeartbeatTime(context);
        } else {
            releases.onTimer(key);
        }
    }

    private void onHeartbeatTime(ReplicaContext context) {
        context.setTimer(HEARTBEAT, config.core().heartbeatInterval().toNanos());
        List<NodeId> newlyAway = watch.tick(context);
        heartbeats.tellAll(context);
        replication.resume(context);
        updates.giveUpStalled(!newlyAway.isEmpty(), context);
        reads.refuseOverdue(context);
        versionsServer.tick(context);
    }

    // The batch's end: order, apply, tell.

    @Override
    public void onBatchEnd(ReplicaContext context) {
        catchUp.pursue(context);
        coordinator.pursue(context);
        if (views.phase() != toldPhase) {
            toldPhase = views.phase();
            replication.reset(views.view());
            heartbeats.tellAll(context);
            if (views.isServing()) {
                updates.giveUpLost(context);
            }
        }
        if (views.isServing()) {
            ordering.orderAndApply(context);
        }
        settleSessions(context);
        if (views.isServing()) {
            reads.serveReached(context);
        } else if (views.isInView() && is(LayeredMutant.STALE_ACK)) {
            order.releaseInherited();
            execution.applyCertain(context);
        }
        sessions.schedule(context);
        releases.releaseNew(context);
        feeds.pump(log.state(), context);
    }

    /** Those whose version has come are executed as if they came now; an update among them makes another batch. */
    private void settleSessions(ReplicaContext context) {
        if (sessions.settle(log.version(), (client, waiting) -> execute(client, waiting, context), context)) {
            context.setTimer(EXECUTED, 0);
        }
    }

    @Override
    public void onDurable(long version, ReplicaContext context) {
        log.durable(version, context);
    }

    @Override
    public void onJournaled(long count, ReplicaContext context) {
        journal.onJournaled(count, context);
    }

    @Override
    public void onLoaded(long afterVersion, List<VersionEntry> entries, ReplicaContext context) {
        feeds.onLoaded(afterVersion, entries, context);
        versionsServer.onLoaded(afterVersion, entries, log.state(), context);
    }

    private boolean is(LayeredMutant mutant) {
        return config.mutant() == mutant;
    }

    @Override
    public ReplicaView view(long nowNanos) {
        Optional<Outcome.Refused> refusal = availability.refusalOfUpdates();
        return new ReplicaView(
                "core",
                log.version(),
                order.pendingTransactions(),
                views.epoch(),
                views.view().members(),
                refusal.isEmpty(),
                refusal.map(Outcome.Refused::message).orElse(""),
                feeds.view(Optional.of(log.trigger().updatesToNext()), Optional.empty()));
    }

    @Override
    public VersionHistory history() {
        return log.state();
    }
}
