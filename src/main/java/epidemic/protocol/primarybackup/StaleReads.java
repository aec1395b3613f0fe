package epidemic.protocol.primarybackup;

import epidemic.kernel.Handle;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.Session;
import epidemic.kernel.TimerKey;
import epidemic.kernel.Transaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads of layer 1, answered from what the node has applied. A session that has seen more waits for it, is told where it is,
 * or is refused, as it asks; so no client sees time go back.
 */
final class StaleReads {
    /** Wakes the node when the next deadline has come; the batch's end does it. */
    static final TimerKey DEADLINES = new TimerKey("sessions");

    private final NodeId self;
    private final PrimaryBackupConfig config;
    private final Ledger ledger;
    private final Statistics statistics;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private record Waiting(Handle.Client client, Transaction transaction, long deadlineNanos) {}

    StaleReads(NodeId self, PrimaryBackupConfig config, Ledger ledger, Statistics statistics) {
        this.self = self;
        this.config = config;
        this.ledger = ledger;
        this.statistics = statistics;
    }

    /**
     * Takes in a read.
     *
     * @param primary where newer versions are, or the node that would know
     */
    void take(Handle.Client client, Transaction transaction, NodeId primary, ReplicaContext context) {
        Session session = transaction.session();
        if (session.version() <= ledger.version()) {
            serve(client, transaction, context);
        } else if (session.policyOrWait() == Session.Policy.REFUSE) {
            context.reply(client, refusal(transaction, Optional.empty()));
        } else if (session.policyOrWait() == Session.Policy.REDIRECT) {
            context.reply(client, refusal(transaction, Optional.of(primary)));
        } else if (waiting.size() >= config.limits().maxInFlight()) {
            context.reply(
                    client,
                    new Outcome.Refused(
                            Outcome.Reason.OVERLOADED,
                            self + " has " + waiting.size()
                                    + " transactions that wait for what their session has seen"));
        } else {
            long wait =
                    session.deadlineNanos().orElse(config.timing().sessionWait().toNanos());
            waiting.add(new Waiting(client, transaction, context.nowNanos() + wait));
        }
    }

    private void serve(Handle.Client client, Transaction transaction, ReplicaContext context) {
        statistics.staleRead();
        context.reply(
                client,
                new Outcome.Committed(self, 1, ledger.version(), ledger.state().read(transaction)));
    }

    /**
     * At the batch's end: serves those whose version has come, refuses those whose deadline has, and has the node woken for
     * the next one.
     */
    void settle(ReplicaContext context) {
        if (waiting.isEmpty()) {
            return;
        }
        List<Waiting> all = new ArrayList<>(waiting);
        waiting.clear();
        long nextNanos = Long.MAX_VALUE;
        for (Waiting one : all) {
            if (one.transaction().session().version() <= ledger.version()) {
                serve(one.client(), one.transaction(), context);
            } else if (one.deadlineNanos() - context.nowNanos() <= 0) {
                context.reply(one.client(), refusal(one.transaction(), Optional.empty()));
            } else {
                waiting.add(one);
                nextNanos = Math.min(nextNanos, one.deadlineNanos() - context.nowNanos());
            }
        }
        if (!waiting.isEmpty()) {
            context.setTimer(DEADLINES, nextNanos);
        }
    }

    private Outcome.Refused refusal(Transaction transaction, Optional<NodeId> to) {
        long seen = transaction.session().version();
        return new Outcome.Refused(
                Outcome.Reason.SESSION_AHEAD,
                "the session has seen version " + seen + ", " + self + " has applied version " + ledger.version() + ", "
                        + (seen - ledger.version()) + " behind: "
                        + to.map(node -> "ask " + node + " for a fresh read")
                                .orElse("read fresh (layer 0), wait, or leave the session out"),
                to);
    }
}
