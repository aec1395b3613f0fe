package epidemic.protocol.primarybackup;

import epidemic.kernel.Handle;
import epidemic.kernel.Invariants;
import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.Replica;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.TimerKey;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.kernel.VersionHistory;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Declined;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Fenced;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Forward;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Forwarded;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Granted;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.NotPrimary;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Replicate;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Replicated;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Stand;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node of {@code primary-backup}: backup, candidate and primary in turn.
 *
 * <p>It follows the primary of the highest epoch that it has promised; when that is silent for too long it stands for the
 * next epoch; with enough promises it takes over what it holds and is the primary, until it hears of a later epoch.
 */
final class PrimaryBackupReplica implements Replica, Candidacy.Decided {
    private static final TimerKey BEAT = new TimerKey("beat");

    private final NodeId self;
    private final PrimaryBackupConfig config;
    private final Statistics statistics = new Statistics();
    private final Ledger ledger;
    private final Following following;
    private final Candidacy candidacy;
    private final Primacy primacy;
    private final Forwards forwards;
    private final StaleReads staleReads;
    private final Appearance appearance;

    /** When it stands, if it hears of no primary until then. */
    private long standNanos;
    /** To whom the newest promise was made. */
    private Optional<NodeId> promisedTo = Optional.empty();

    PrimaryBackupReplica(NodeId self, PrimaryBackupConfig config) {
        this.self = self;
        this.config = config;
        this.ledger = new Ledger(config);
        this.following = new Following(config, ledger, statistics);
        this.candidacy = new Candidacy(self, config, ledger, this);
        this.primacy = new Primacy(self, config, ledger, statistics);
        this.forwards = new Forwards(self, config);
        this.staleReads = new StaleReads(self, config, ledger, statistics);
        this.appearance = new Appearance(config, ledger, following, candidacy, primacy, statistics);
    }

    // Life.

    @Override
    public void recover(VersionEntry entry) {
        ledger.recover(entry);
    }

    @Override
    public void recoverJournal(Message record) {
        ledger.recover(record);
    }

    @Override
    public void onStart(ReplicaContext context) {
        ledger.started(context);
        bePatient(context);
        context.setTimer(BEAT, config.timing().beatInterval().toNanos());
    }

    /**
     * Waits before it stands, for so long that seldom two nodes stand at once. At the very first start N1 does, and does not
     * wait; a node that may have forgotten what it said lets others try first.
     */
    private void bePatient(ReplicaContext context) {
        long least = config.timing().suspectAfter().toNanos();
        boolean isFirstStart = ledger.label() == 0
                && candidacy.highest() == 0
                && self.equals(config.nodes().get(0));
        long some = (long) (context.random().nextDouble() * least);
        long patience = isFirstStart ? 0 : ledger.isMember() ? least + some : 2 * least + some;
        standNanos = context.nowNanos() + patience;
    }

    // Clients.

    @Override
    public void onRequest(Handle.Client client, Transaction transaction, ReplicaContext context) {
        if (following.divergedCount() > 0) {
            context.reply(client, diverged());
        } else if (transaction.layer() == 0) {
            forwards.take(client, transaction, context);
        } else if (transaction.layer() == 1) {
            NodeId primary = following.primary(context.nowNanos()).orElse(self);
            staleReads.take(client, transaction, primary, context);
        } else {
            context.reply(
                    client,
                    new Outcome.Refused(
                            Outcome.Reason.WRONG_LAYER,
                            "layer " + transaction.layer() + ": 0 for fresh and 1 for stale are allowed"));
        }
    }

    private Outcome.Refused diverged() {
        return new Outcome.Refused(
                Outcome.Reason.NOT_SERVING, self + " " + following.divergence() + "; ask another node");
    }

    // Peers.

    @Override
    public void onMessage(NodeId from, Message message, ReplicaContext context) {
        throw Invariants.unhandled("a node", message);
    }

    @Override
    public void onQuestion(NodeId from, Handle.Asker asker, Message question, ReplicaContext context) {
        if (question instanceof Stand stand) {
            onStand(from, asker, stand, context);
        } else if (question instanceof Replicate replicate) {
            onReplicate(from, asker, replicate, context);
        } else if (question instanceof Forward forward) {
            primacy.onForward(from, asker, forward, context);
        } else {
            throw Invariants.unhandled("a node", question);
        }
    }

    private void onStand(NodeId from, Handle.Asker asker, Stand stand, ReplicaContext context) {
        candidacy.heardOf(stand.isProbe() ? 0 : stand.epoch());
        if (stand.isProbe()) {
            context.answer(
                    asker,
                    mayPromise(from, stand, context.nowNanos())
                            ? new Granted(ledger.isMember(), context.incarnation())
                            : new Declined(ledger.promised()));
            return;
        }
        boolean isAgain = stand.epoch() == ledger.promised()
                && promisedTo.filter(from::equals).isPresent();
        if (!isAgain && !mayPromise(from, stand, context.nowNanos())) {
            context.answer(asker, new Declined(ledger.promised()));
            return;
        }
        if (!isAgain) {
            stepDown(context);
            following.forgetPrimary();
            promisedTo = Optional.of(from);
            ledger.promise(stand.epoch(), context);
            bePatient(context);
        }
        ledger.whenJournaled(
                later -> later.answer(
                        asker,
                        ledger.promised() == stand.epoch()
                                ? new Granted(ledger.isMember(), later.incarnation())
                                : new Declined(ledger.promised())),
                context);
    }

    /** Not below what was promised, not to who has less, and not while a primary is there that works. */
    private boolean mayPromise(NodeId candidate, Stand stand, long nowNanos) {
        boolean hasPrimary = primacy.isActive() && primacy.hasQuorum(nowNanos)
                || following
                        .primary(nowNanos)
                        .filter(known -> !known.equals(candidate))
                        .isPresent();
        boolean hasEnough = ledger.isNoMoreThan(stand.label(), stand.end())
                || config.mutant() == PrimaryBackupMutant.PROMOTE_SHORTEST;
        return stand.epoch() > ledger.promised() && hasEnough && !hasPrimary && following.divergedCount() == 0;
    }

    private void onReplicate(NodeId from, Handle.Asker asker, Replicate replicate, ReplicaContext context) {
        candidacy.heardOf(replicate.epoch());
        boolean isFenced = replicate.epoch() < ledger.promised();
        boolean isLax = config.mutant() == PrimaryBackupMutant.NO_FENCING
                && replicate.epoch() <= ledger.label()
                && !primacy.isActive();
        if (isFenced && !isLax) {
            context.answer(asker, new Fenced(ledger.promised()));
            return;
        }
        Invariants.check(
                !primacy.isActive() || replicate.epoch() > ledger.label(), "two primaries of an epoch: %s", from);
        stepDown(context);
        following.onReplicate(from, asker, replicate, context);
        bePatient(context);
        if (following.divergedCount() > 0) {
            forwards.refuseAll(diverged(), context);
        }
    }

    /** Somebody else has a later epoch, or asks for one. */
    private void stepDown(ReplicaContext context) {
        candidacy.abort();
        primacy.stepDown(context);
    }

    @Override
    public void onAnswer(NodeId from, Message question, Message answer, ReplicaContext context) {
        if (question instanceof Stand stand && answer instanceof Granted granted) {
            candidacy.onGranted(from, stand, granted, context);
        } else if (question instanceof Stand stand && answer instanceof Declined declined) {
            candidacy.onDeclined(from, stand, declined, context);
        } else if (question instanceof Replicate replicate && answer instanceof Replicated replicated) {
            primacy.backups().onReplicated(from, replicate, replicated, context);
        } else if (question instanceof Replicate replicate && answer instanceof Fenced fenced) {
            onFenced(from, replicate, fenced, context);
        } else if (question instanceof Forward forward && answer instanceof Forwarded forwarded) {
            forwards.onForwarded(forward, forwarded.outcome(), context);
        } else if (question instanceof Forward forward && answer instanceof NotPrimary) {
            forwards.onNotPrimary(forward);
        } else {
            throw Invariants.unhandled("a node", answer);
        }
    }

    private void onFenced(NodeId from, Replicate question, Fenced fenced, ReplicaContext context) {
        candidacy.heardOf(fenced.promised());
        boolean isNoticed = config.mutant() != PrimaryBackupMutant.NO_FENCING;
        if (primacy.isActive() && question.epoch() == ledger.label() && isNoticed) {
            primacy.stepDown(context);
            bePatient(context);
        } else {
            primacy.backups().onSilence(from, question);
        }
    }

    @Override
    public void onSilence(NodeId to, Message question, ReplicaContext context) {
        if (question instanceof Stand stand) {
            candidacy.onSilence(to, stand, context);
        } else if (question instanceof Replicate replicate) {
            primacy.backups().onSilence(to, replicate);
        } else if (question instanceof Forward forward) {
            forwards.onSilence(forward);
        }
    }

    @Override
    public void onSuspect(NodeId peer, ReplicaContext context) {
        if (following.primary(context.nowNanos()).filter(peer::equals).isPresent()) {
            following.forgetPrimary();
            beQuick(context);
        }
    }

    private void beQuick(ReplicaContext context) {
        long most = config.timing().beatInterval().toNanos();
        standNanos = context.nowNanos() + (long) (context.random().nextDouble() * most);
    }

    // Promotion.

    private void stand(boolean all, ReplicaContext context) {
        primacy.suspend(context);
        following.forgetPrimary();
        promisedTo = Optional.empty();
        candidacy.stand(all, context);
    }

    @Override
    public void enough(ReplicaContext context) {
        stand(false, context);
    }

    @Override
    public void won(long epoch, Map<NodeId, Long> admitted, ReplicaContext context) {
        List<Span> lineage = Span.plus(ledger.lineage(), new Span(epoch, ledger.end()));
        boolean isMember = ledger.isMember() || admitted.containsKey(self);
        ledger.join(lineage, ledger.heldUpdates(), isMember, context);
        ledger.whenJournaled(
                later -> {
                    if (ledger.promised() == epoch) {
                        primacy.begin(epoch, admitted, later);
                    }
                },
                context);
    }

    @Override
    public void lost(ReplicaContext context) {
        if (primacy.isSuspended()) {
            beQuick(context);
        } else {
            bePatient(context);
        }
    }

    // Time and disk.

    @Override
    public void onTimer(TimerKey key, ReplicaContext context) {
        if (key.equals(BEAT)) {
            beat(context);
        }
    }

    private void beat(ReplicaContext context) {
        context.setTimer(BEAT, config.timing().beatInterval().toNanos());
        long now = context.nowNanos();
        primacy.tick(context);
        forwards.tick(context);
        if (primacy.isActive()) {
            if (primacy.wantsAdmission(now)) {
                stand(true, context);
            }
        } else if (!candidacy.isUnderWay() && mayStand(now) && standNanos - now <= 0) {
            bePatient(context);
            candidacy.probe(context);
        }
    }

    private boolean mayStand(long nowNanos) {
        return config.mayStand(self) && following.primary(nowNanos).isEmpty() && following.divergedCount() == 0;
    }

    @Override
    public void onDurable(long version, ReplicaContext context) {
        ledger.onDurable(version);
        following.onDurable(context);
    }

    @Override
    public void onJournaled(long count, ReplicaContext context) {
        ledger.onJournaled(count, context);
    }

    @Override
    public void onLoaded(long afterVersion, List<VersionEntry> entries, ReplicaContext context) {
        primacy.backups().onLoaded(afterVersion, entries, context);
    }

    @Override
    public void onBatchEnd(ReplicaContext context) {
        long now = context.nowNanos();
        if (primacy.isActive()) {
            forwards.handOver(primacy, context);
        } else {
            following
                    .primary(now)
                    .ifPresent(node -> forwards.send(new Forwards.Primary(node, following.epoch()), context));
        }
        primacy.pump(context);
        staleReads.settle(context);
        ledger.tidy(context);
    }

    @Override
    public ReplicaView view(long nowNanos) {
        return appearance.at(nowNanos);
    }

    @Override
    public VersionHistory history() {
        return ledger.state();
    }
}
