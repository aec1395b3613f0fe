package epidemic.protocol.replicatedlog;

import epidemic.kernel.Handle;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.Session;
import epidemic.kernel.TimerKey;
import epidemic.kernel.Transaction;
import epidemic.model.store.VersionedState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * Reads, and those of them whose session has seen more messages than the node shows: they wait for these, are sent to the
 * master, or are refused, as the session says. Each waits until its deadline at most.
 *
 * <p>Literature: D. Terry et al., "Session Guarantees for Weakly Consistent Replicated Data", PDIS 1994, section 4.
 */
final class SessionWaits {
    static final TimerKey DEADLINES = new TimerKey("sessions");
    private static final int WAITING_MAX = 10_000;

    private final NodeId self;
    private final int layer;
    private final long waitNanos;
    private final VersionedState state;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private record Waiting(Handle.Client client, Transaction read, long deadlineNanos) {}

    SessionWaits(NodeId self, int layer, ReplicatedLogConfig config, VersionedState state) {
        this.self = self;
        this.layer = layer;
        this.waitNanos = config.sessionWait().toNanos();
        this.state = state;
    }

    /** A client reads. */
    void read(Handle.Client client, Transaction read, ReplicaContext context) {
        if (read.layer() != layer) {
            context.reply(client, wrongLayer(read));
        } else if (read.session().version() <= state.version()) {
            serve(client, read, context);
        } else if (read.session().policyOrWait() == Session.Policy.WAIT && waiting.size() < WAITING_MAX) {
            long wait = read.session().deadlineNanos().orElse(waitNanos);
            waiting.add(new Waiting(client, read, context.nowNanos() + wait));
        } else {
            context.reply(client, ahead(read));
        }
    }

    private void serve(Handle.Client client, Transaction read, ReplicaContext context) {
        context.reply(client, new Outcome.Committed(self, layer, state.version(), state.read(read)));
    }

    private Outcome wrongLayer(Transaction read) {
        boolean isForMaster = read.layer() == 0;
        return new Outcome.Refused(
                Outcome.Reason.WRONG_LAYER,
                self + " is no node of layer " + read.layer()
                        + ": layer 0 is the master M, layer 1 are the secondaries",
                isForMaster ? Optional.of(ReplicatedLogTopology.MASTER) : Optional.empty());
    }

    private Outcome ahead(Transaction read) {
        long seen = read.session().version();
        boolean redirects =
                read.session().policyOrWait() == Session.Policy.REDIRECT && !self.equals(ReplicatedLogTopology.MASTER);
        return new Outcome.Refused(
                Outcome.Reason.SESSION_AHEAD,
                "the session has seen message " + seen + ", " + self + " shows " + state.version()
                        + ": ask M, wait, or leave the session out",
                redirects ? Optional.of(ReplicatedLogTopology.MASTER) : Optional.empty());
    }

    /** At the batch's end: serves those whose message has come, refuses those whose deadline has. */
    void settle(ReplicaContext context) {
        if (waiting.isEmpty()) {
            return;
        }
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
            Waiting one = all.next();
            if (one.read().session().version() <= state.version()) {
                all.remove();
                serve(one.client(), one.read(), context);
            } else if (one.deadlineNanos() - context.nowNanos() <= 0) {
                all.remove();
                context.reply(one.client(), ahead(one.read()));
            }
        }
        schedule(context);
    }

    private void schedule(ReplicaContext context) {
        long nextNanos = Long.MAX_VALUE;
        for (Waiting one : waiting) {
            nextNanos = Math.min(nextNanos, Math.max(0, one.deadlineNanos() - context.nowNanos()));
        }
        if (!waiting.isEmpty()) {
            context.setTimer(DEADLINES, nextNanos);
        }
    }
}
