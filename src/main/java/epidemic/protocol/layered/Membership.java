package epidemic.protocol.layered;

import epidemic.kernel.Handle;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.ReplicaContext;
import java.util.List;

/**
 * Where a core node stands in the row of views: what it has promised, accepted and serves. {@link ViewCoordinator} brings
 * views about; this is the part of each member.
 *
 * <p>Each step is on disk before it is said: a promise in the journal, an accepted view in the journal and before that
 * the version it begins with in the version log.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A member that has promised an epoch acknowledges and applies nothing of a lower one, also after a restart.
 *   <li>Only the life that answered {@code Prepare} accepts the view that was decided on its answer.
 *   <li>A node that may have forgotten what it said promises nothing ({@link Phase#LEARNER}).
 * </ul>
 */
final class Membership {
    private final NodeId self;
    private final LayeredConfig.Core config;
    private final LayeredMutant mutant;
    private final TotalOrder order;
    private final CoreLog log;
    private final CoreJournal journal;
    private final Leases leases;

    private Phase phase = Phase.LEARNER;
    private View view = View.NONE;
    private CoreRecord.Promised promised = new CoreRecord.Promised(0, 0);
    private long quietUntilNanos;

    Membership(NodeId self, LayeredConfig config, TotalOrder order, CoreLog log, CoreJournal journal, Leases leases) {
        this.self = self;
        this.config = config.core();
        this.mutant = config.mutant();
        this.order = order;
        this.log = log;
        this.journal = journal;
        this.leases = leases;
    }

    /**
     * The life begins with what the journal has. With nothing but promises in it the node is a learner still: an earlier
     * life may have promised as a learner, after the loss of the disk.
     */
    void start(ReplicaContext context) {
        promised = journal.promised();
        view = journal.accepted();
        order.reset(view, journal.recovered());
        boolean isMindful = context.isSynced() && view.epoch() > 0 || mutant == LayeredMutant.LEARNER_PROMISES;
        phase = isMindful ? Phase.PROMISED : Phase.LEARNER;
        quietUntilNanos = context.nowNanos();
        leases.start(context.nowNanos());
    }

    Phase phase() {
        return phase;
    }

    /** The highest epoch that was promised. */
    long promised() {
        return promised.epoch();
    }

    /** The view that was accepted last; {@link View#NONE} before the first. */
    View view() {
        return view;
    }

    /** The epoch of {@link #view}. */
    long epoch() {
        return view.epoch();
    }

    boolean isServing() {
        return phase == Phase.SERVING;
    }

    /** Whether the node has accepted its view and promised no other. */
    boolean isInView() {
        return phase == Phase.SERVING || phase == Phase.INSTALLED;
    }

    /** Whether it is not the time to begin a view change: one may be under way, or has just ended. */
    boolean isQuiet(ReplicaContext context) {
        return context.nowNanos() < quietUntilNanos;
    }

    /** Begins no view change for so long. */
    void keepQuiet(long nanos, ReplicaContext context) {
        quietUntilNanos = context.nowNanos() + nanos;
    }

    // Leaving a view.

    /** Leaves the view for an epoch. */
    void promise(long epoch, long coordinatorLife, ReplicaContext context) {
        promised = new CoreRecord.Promised(epoch, coordinatorLife);
        keepQuiet(config.ackTimeout().toNanos(), context);
        leases.drop();
        if (phase != Phase.LEARNER) {
            phase = Phase.PROMISED;
        }
        journal.promise(promised, context);
    }

    /** What the node holds, for whoever coordinates. */
    LayeredMessage.Prepared state(long afterVersion, ReplicaContext context) {
        return new LayeredMessage.Prepared(
                promised.epoch(),
                context.incarnation(),
                phase != Phase.LEARNER,
                view.epoch(),
                log.version(),
                log.state().entries(afterVersion, Integer.MAX_VALUE),
                order.pending(),
                leases.granted(context.nowNanos()));
    }

    /** A peer coordinates. */
    void onPrepare(Handle.Asker asker, LayeredMessage.Prepare prepare, ReplicaContext context) {
        boolean isLater = prepare.epoch() > promised.epoch() && prepare.epoch() > view.epoch();
        if (!isLater && !isPromisedTo(prepare.epoch(), prepare.coordinatorLife())) {
            reject(asker, context);
            return;
        }
        if (isLater) {
            promise(prepare.epoch(), prepare.coordinatorLife(), context);
        }
        journal.whenDurable(later -> answer(asker, prepare, later), context);
    }

    private boolean isPromisedTo(long epoch, long coordinatorLife) {
        return promised.epoch() == epoch && promised.coordinatorLife() == coordinatorLife;
    }

    private void answer(Handle.Asker asker, LayeredMessage.Prepare prepare, ReplicaContext context) {
        if (isPromisedTo(prepare.epoch(), prepare.coordinatorLife()) && view.epoch() < prepare.epoch()) {
            context.answer(asker, state(prepare.version(), context));
        } else {
            reject(asker, context);
        }
    }

    private void reject(Handle.Asker asker, ReplicaContext context) {
        context.answer(asker, new LayeredMessage.Rejected(promised.epoch()));
    }

    // Entering a view.

    /** The coordinator sends the beginning of a view. */
    void onInstall(Handle.Asker asker, LayeredMessage.Install install, ReplicaContext context) {
        if (!isAcceptable(install, context)) {
            reject(asker, context);
            return;
        }
        if (view.epoch() < install.view().epoch()) {
            log.catchUp(install.entries(), context);
        }
        log.whenDurable(later -> acceptIfStillAcceptable(asker, install, later), context);
    }

    private boolean isAcceptable(LayeredMessage.Install install, ReplicaContext context) {
        long epoch = install.view().epoch();
        if (mutant == LayeredMutant.FORGET_PROMISE) {
            return epoch >= promised.epoch();
        }
        boolean isOfThisLife = install.incarnations().get(self) == context.incarnation();
        boolean isAccepted = view.epoch() == epoch && promised.epoch() == epoch;
        return isOfThisLife && (isAccepted || isPromisedTo(epoch, install.coordinatorLife()));
    }

    private void acceptIfStillAcceptable(Handle.Asker asker, LayeredMessage.Install install, ReplicaContext context) {
        if (!isAcceptable(install, context) || log.version() < install.version()) {
            reject(asker, context);
            return;
        }
        if (view.epoch() < install.view().epoch()) {
            accept(install.view(), install.inherited(), context);
        }
        LayeredMessage.Installed answer =
                new LayeredMessage.Installed(install.view().epoch());
        journal.whenDurable(later -> later.answer(asker, answer), context);
    }

    /** Accepts a view. The version that it begins with is on disk. */
    void accept(View accepted, List<Batch> inherited, ReplicaContext context) {
        view = accepted;
        promised = new CoreRecord.Promised(accepted.epoch(), 0);
        phase = Phase.INSTALLED;
        keepQuiet(config.ackTimeout().toNanos(), context);
        order.reset(accepted, inherited);
        journal.accept(accepted, inherited, context);
    }

    /** A member of this epoch serves, so all have accepted it. */
    void othersServe(long servedEpoch, ReplicaContext context) {
        if (phase == Phase.INSTALLED && servedEpoch == view.epoch()) {
            serve(context);
        }
    }

    /** All members have accepted the view. */
    void serve(ReplicaContext context) {
        phase = Phase.SERVING;
        keepQuiet(3 * config.heartbeatInterval().toNanos(), context);
        order.releaseInherited();
        context.observe(new Observation(
                Observation.VIEW_INSTALLED,
                "view of epoch " + view.epoch() + " with " + Availability.names(view.members())
                        + " serves from version " + log.version()));
    }

    /** A reader asks whether its view is still the newest. */
    void onConfirm(Handle.Asker asker, LayeredMessage.Confirm confirm, ReplicaContext context) {
        if (isInView() && view.epoch() == confirm.epoch()) {
            context.answer(asker, new LayeredMessage.Confirmed(confirm.epoch(), confirm.round()));
        } else {
            reject(asker, context);
        }
    }
}
