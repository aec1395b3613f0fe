package epidemic.protocol.primarybackup;

import epidemic.kernel.Handle;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Forward;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Forwarded;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.NotPrimary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node's part while it is the primary: gives updates their places, and tells those who asked when they are committed. */
final class Primacy {
    /** For so many times {@code suspect-after} it goes on without a node that was to be let in and did not promise. */
    private static final int VAIN_TIMES = 4;

    private final NodeId self;
    private final PrimaryBackupConfig config;
    private final Ledger ledger;
    private final Statistics statistics;
    private final Backups backups;
    private final OpenUpdates updates;
    private final FreshReads reads;
    private final SeenForwards seen = new SeenForwards();

    /** Held in this batch, and not in the journal yet. */
    private final List<VersionEntry> fresh = new ArrayList<>();

    private long epoch;
    private boolean isActive;
    private boolean isSuspended;
    private long inheritedEnd;
    /** Earlier than this it does not stand again to let a node in. */
    private long admissionNanos;

    /** Another node's request: who asks again for it takes its own place. */
    private record Remote(NodeId node, long life, long number) {}

    Primacy(NodeId self, PrimaryBackupConfig config, Ledger ledger, Statistics statistics) {
        this.self = self;
        this.config = config;
        this.ledger = ledger;
        this.statistics = statistics;
        this.backups = new Backups(self, config, ledger, statistics);
        this.updates = new OpenUpdates(self, ledger, statistics);
        this.reads = new FreshReads(self, ledger);
    }

    boolean isActive() {
        return isActive;
    }

    Backups backups() {
        return backups;
    }

    /** Whether a majority of the nodes has answered lately. */
    boolean hasQuorum(long nowNanos) {
        return backups.hasQuorum(nowNanos);
    }

    // Terms of office.

    /** The epoch begins: this node's disk has joined it. */
    void begin(long newEpoch, Map<NodeId, Long> admitted, ReplicaContext context) {
        boolean isVain = isSuspended && admitted.isEmpty();
        epoch = newEpoch;
        isActive = true;
        isSuspended = false;
        inheritedEnd = ledger.end();
        admissionNanos = context.nowNanos()
                + (isVain ? VAIN_TIMES : 1) * config.timing().suspectAfter().toNanos();
        backups.begin(newEpoch, admitted, context.nowNanos());
        context.observe(new Observation(
                Observation.VIEW_INSTALLED,
                "is the primary of epoch " + newEpoch + ", with " + ledger.heldCount() + " updates taken over"));
    }

    /** It stands for another epoch, and may go on in that one. */
    void suspend(ReplicaContext context) {
        write(context);
        isSuspended |= isActive;
        isActive = false;
    }

    /** Whether it stands for another epoch after one of its own. */
    boolean isSuspended() {
        return isSuspended;
    }

    private void write(ReplicaContext context) {
        ledger.write(fresh, context);
        fresh.clear();
    }

    /** Somebody else is or may be the primary: what this node held is not its to decide any more. */
    void stepDown(ReplicaContext context) {
        if (isActive) {
            context.observe(new Observation("deposed", "is not the primary any more"));
        }
        write(context);
        isActive = false;
        isSuspended = false;
        updates.giveUp(
                self
                        + " is not the primary any more: another one decides about updates that it held; ask again with the"
                        + " same id",
                context);
        reads.refuseAll(notServing(), context);
        backups.end();
    }

    private Outcome.Refused notServing() {
        return new Outcome.Refused(Outcome.Reason.NOT_SERVING, self + " is not the primary any more: ask again");
    }

    /** Whether a node that may have forgotten what it said can be let in by a new epoch. */
    boolean wantsAdmission(long nowNanos) {
        return nowNanos - admissionNanos > 0 && backups.wantsAdmission(nowNanos);
    }

    // Requests.

    /** Another node hands on a request of its client. */
    void onForward(NodeId from, Handle.Asker asker, Forward forward, ReplicaContext context) {
        boolean isChecked = config.mutant() != PrimaryBackupMutant.REFUSED_COPY;
        if (isChecked && !seen.isNew(from, forward.life(), forward.attempt())) {
            return;
        }
        if (!isActive || forward.epoch() != epoch && isChecked) {
            context.answer(asker, new NotPrimary());
            return;
        }
        Object request = new Remote(from, forward.life(), forward.number());
        Waiter waiter = (outcome, later) -> later.answer(asker, new Forwarded(outcome));
        boolean isForgetful = config.mutant() == PrimaryBackupMutant.FORWARDED_TWICE;
        request(request, forward.transaction(), waiter, isForgetful, context);
    }

    /** A client of this node asks. */
    void onRequest(Object request, Transaction transaction, Waiter waiter, ReplicaContext context) {
        request(request, transaction, waiter, false, context);
    }

    private void request(
            Object request, Transaction transaction, Waiter waiter, boolean isForgetful, ReplicaContext context) {
        if (transaction.isUpdate()) {
            boolean isRepeat = !isForgetful && isRepeat(request, transaction, waiter, context);
            if (!isRepeat) {
                statistics.write();
                update(request, transaction, waiter, context);
            }
        } else {
            read(request, transaction, waiter, context);
        }
    }

    private void read(Object request, Transaction transaction, Waiter waiter, ReplicaContext context) {
        boolean isRepeat = reads.isRepeat(request);
        if (!isRepeat) {
            statistics.read();
        }
        if (!hasQuorum(context.nowNanos()) && config.mutant() != PrimaryBackupMutant.READ_UNCONFIRMED) {
            waiter.tell(noQuorum(), context);
        } else if (!isRepeat && reads.size() >= config.limits().maxInFlight()) {
            waiter.tell(overloaded("reads that wait for a majority"), context);
        } else {
            reads.await(request, transaction, waiter, context.nowNanos());
        }
    }

    /** A request that was taken in before has its outcome already, or waits for it. */
    private boolean isRepeat(Object request, Transaction update, Waiter waiter, ReplicaContext context) {
        long known = ledger.state().versionOf(update.id());
        Optional<VersionEntry> held = ledger.held(update.id());
        if (known > 0) {
            waiter.tell(updates.outcome(update, known), context);
        } else if (held.isPresent() && !held.get().writes().equals(update.changes())) {
            waiter.tell(OpenUpdates.reused(update.id(), "an update that is being replicated"), context);
        } else if (held.isPresent()) {
            updates.await(request, update, waiter, context);
        } else if (ledger.state().isForgotten(update.id())) {
            waiter.tell(
                    new Outcome.Unknown("it is not known any more whether " + update.id()
                            + " was executed: later requests of its client lie before the newest versions that are"
                            + " remembered (primary-backup.history-window); it is not executed now"),
                    context);
        } else {
            return false;
        }
        return true;
    }

    private void update(Object request, Transaction update, Waiter waiter, ReplicaContext context) {
        List<Operation.Change> changes = update.changes();
        Optional<String> mismatch = ledger.mismatch(changes);
        if (!hasQuorum(context.nowNanos())) {
            waiter.tell(noQuorum(), context);
        } else if (ledger.heldCount() >= config.limits().maxInFlight()) {
            waiter.tell(overloaded("updates that wait for backups"), context);
        } else if (update.session().version() > ledger.end()) {
            waiter.tell(FreshReads.behind(self, update.session().version(), ledger.end()), context);
        } else if (mismatch.isPresent()) {
            waiter.tell(new Outcome.Refused(Outcome.Reason.KIND_MISMATCH, mismatch.get()), context);
        } else {
            VersionEntry entry =
                    new VersionEntry(ledger.end() + 1, update.id(), self, context.wallClockMillis(), changes);
            ledger.hold(entry);
            fresh.add(entry);
            updates.await(request, update, waiter, context);
        }
    }

    private Outcome.Refused noQuorum() {
        return new Outcome.Refused(
                Outcome.Reason.NO_QUORUM,
                "the primary " + self + " hears less than " + config.majority() + " of "
                        + config.nodes().size() + " nodes, itself among them: it confirms nothing that another primary"
                        + " might contradict; stale reads (layer 1) are served");
    }

    private Outcome.Refused overloaded(String what) {
        return new Outcome.Refused(
                Outcome.Reason.OVERLOADED, self + " has " + config.limits().maxInFlight() + " " + what);
    }

    // What is due.

    /** At the batch's end: commits what is safe, answers reads that are confirmed, sends what is new. */
    void pump(ReplicaContext context) {
        if (!isActive) {
            return;
        }
        write(context);
        long through = backups.committable();
        if (through > ledger.version()) {
            ledger.settle(through, updates::committed, context);
        }
        boolean hasInherited =
                ledger.version() >= inheritedEnd || config.mutant() == PrimaryBackupMutant.READ_BEFORE_INHERITED;
        if (hasInherited) {
            boolean isUnchecked = config.mutant() == PrimaryBackupMutant.READ_UNCONFIRMED;
            reads.answer(round -> isUnchecked || backups.hasConfirmed(round), context);
        }
        backups.send(reads.nextRound(), context);
    }

    /** A beat. Those who wait are not kept longer because this node stands for another epoch. */
    void tick(ReplicaContext context) {
        if (!isActive && !isSuspended) {
            return;
        }
        long now = context.nowNanos();
        if (isActive) {
            backups.tick(now, context);
        }
        boolean isPatient = config.mutant() == PrimaryBackupMutant.SEMI_SYNC_HANGS;
        if (config.mode() == PrimaryBackupConfig.Mode.SEMI_SYNC && !isPatient) {
            updates.giveUp(
                    now - config.timing().semiSyncWait().toNanos(),
                    "no backup has the update yet; the primary " + self
                            + " holds it, and it becomes a version when one has it: ask again with the same id",
                    context);
        }
        reads.refuse(now - 2 * config.timing().suspectAfter().toNanos(), noQuorum(), context);
    }
}
