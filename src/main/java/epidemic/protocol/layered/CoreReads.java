package epidemic.protocol.layered;

import epidemic.kernel.Handle;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.Transaction;
import epidemic.model.clock.Stamp;
import epidemic.model.session.SessionGate;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Read-only transactions at a core node that wait for updates held here and not yet applied.
 *
 * <p>Why waiting for these is enough: whoever was told {@code Committed} was told after this node acknowledged the
 * update, so the update is pending or applied here. An own batch that lacks an acknowledgement need not be waited for:
 * nobody was told anything of it. All others that were pending when the read came are waited for, not only those that
 * write its keys; so the version that a read carries is never below that of an update that was confirmed before.
 *
 * <p>That holds as long as this node is a member of the newest view: {@link ReadGuard} sees to it, in the turn that
 * answers.
 */
final class CoreReads {
    /** How many may wait; more are refused at once. */
    private static final int WAITING_MAX = 10_000;

    private final NodeId self;
    private final Membership views;
    private final ReadGuard guard;
    private final SessionGate sessions;
    private final TotalOrder order;
    private final CoreLog log;
    private final Availability availability;
    private final long patienceNanos;
    private final LayeredMutant mutant;

    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** A read, the newest batch that was pending when it came, and what the guard needs for it. */
    private record Waiting(
            Handle.Client client, Transaction transaction, long epoch, Stamp barrier, long ticket, long sinceNanos) {}

    CoreReads(
            NodeId self,
            LayeredConfig config,
            Membership views,
            ReadGuard guard,
            SessionGate sessions,
            TotalOrder order,
            CoreLog log,
            Availability availability) {
        this.self = self;
        this.views = views;
        this.guard = guard;
        this.sessions = sessions;
        this.order = order;
        this.log = log;
        this.availability = availability;
        this.patienceNanos = config.core().ackTimeout().toNanos();
        this.mutant = config.mutant();
    }

    /** A read came. It is answered at the batch's end at the earliest. */
    void onRead(Handle.Client client, Transaction read, ReplicaContext context) {
        if (views.phase() == Phase.LEARNER) {
            refuse(client, Outcome.Reason.NOT_SERVING, availability.whyNotServing(), context);
        } else if (waiting.size() >= WAITING_MAX) {
            refuse(client, Outcome.Reason.OVERLOADED, self + " has " + WAITING_MAX + " waiting reads", context);
        } else if (mutant == LayeredMutant.READ_AT_ONCE) {
            serve(client, read, context);
        } else {
            waiting.add(new Waiting(client, read, views.epoch(), barrier(), guard.ticket(), context.nowNanos()));
        }
    }

    private static void refuse(Handle.Client client, Outcome.Reason reason, String message, ReplicaContext context) {
        context.reply(client, new Outcome.Refused(reason, message));
    }

    /** What must be applied first. A node that has left its view waits for the next one, whatever is applied in it. */
    private Stamp barrier() {
        return views.isInView() ? order.newestUncertain() : new Stamp(Long.MAX_VALUE, self);
    }

    /** Serves those whose barrier was applied. What was pending in a lower epoch was inherited and applied. */
    void serveReached(ReplicaContext context) {
        while (!waiting.isEmpty() && isReached(waiting.peek(), context)) {
            Waiting first = waiting.remove();
            serve(first.client(), first.transaction(), context);
        }
        if (!waiting.isEmpty()) {
            guard.pursue(waiting.peek().ticket(), context);
        }
    }

    private boolean isReached(Waiting read, ReplicaContext context) {
        boolean isApplied = read.epoch() < views.epoch() || !order.lastApplied().isBefore(read.barrier());
        return isApplied && guard.permits(read.ticket(), context);
    }

    /**
     * Answers. What was applied by now is above every version that a client was told of; a session that has seen more is
     * of another system, or of one that has lost its data.
     */
    private void serve(Handle.Client client, Transaction read, ReplicaContext context) {
        if (sessions.isShut(read, log.version())) {
            sessions.take(client, read, log.version(), context);
        } else {
            context.reply(
                    client,
                    new Outcome.Committed(self, 0, log.version(), log.state().read(read)));
        }
    }

    /** Refuses those that have waited longer than a peer may be silent. */
    void refuseOverdue(ReplicaContext context) {
        waiting.removeIf(read -> {
            boolean overdue = context.nowNanos() - read.sinceNanos() >= patienceNanos;
            if (overdue) {
                context.reply(read.client(), availability.refusalOfStuckRead());
            }
            return overdue;
        });
    }
}
