package epidemic.protocol.layered;

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
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Transactions whose session has seen a newer version than the node holds: they wait for it up to a deadline, are told
 * of a better placed node, or are refused, as they ask. So a client that moves between nodes never sees time go back.
 *
 * <p>Literature: D. Terry et al., "Session Guarantees for Weakly Consistent Replicated Data", PDIS 1994, section 4.
 */
final class SessionGate {
    /** Wakes a node when the next deadline has come. */
    static final TimerKey DEADLINES = new TimerKey("sessions");

    /** How many may wait; more are refused at once. */
    static final int WAITING_MAX = 10_000;

    private final NodeId self;
    private final long waitNanos;
    private final LayeredMutant mutant;
    private final Supplier<NodeId> redirect;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** Nobody waits for a lower version, nobody's deadline is earlier: most batches need no look at each of them. */
    private long lowestVersion;

    private long nextDeadlineNanos;

    private record Waiting(Handle.Client client, Transaction transaction, long deadlineNanos) {
        private long version() {
            return transaction.session().version();
        }
    }

    /**
     * Nobody waits.
     *
     * @param redirect tells who has newer versions
     */
    SessionGate(NodeId self, LayeredConfig config, Supplier<NodeId> redirect) {
        this.self = self;
        this.waitNanos = config.layer1().sessionWait().toNanos();
        this.mutant = config.mutant();
        this.redirect = redirect;
    }

    /** Whether a transaction has to be taken in here instead of being served from this version. */
    boolean isShut(Transaction transaction, long version) {
        return transaction.session().version() > version && mutant != LayeredMutant.IGNORE_SESSION;
    }

    /** Takes a transaction in whose session is ahead of the node's version. */
    void take(Handle.Client client, Transaction transaction, long version, ReplicaContext context) {
        Session session = transaction.session();
        switch (session.policyOrWait()) {
            case REFUSE -> context.reply(client, refusal(transaction, version, Optional.empty()));
            case REDIRECT -> context.reply(client, refusal(transaction, version, Optional.of(redirect.get())));
            default -> park(client, transaction, context);
        }
    }

    private void park(Handle.Client client, Transaction transaction, ReplicaContext context) {
        if (waiting.size() >= WAITING_MAX) {
            context.reply(
                    client,
                    new Outcome.Refused(
                            Outcome.Reason.OVERLOADED,
                            self + " has " + WAITING_MAX + " transactions that wait for what their session has seen"));
            return;
        }
        long wait = mutant == LayeredMutant.OWN_DEADLINE
                ? waitNanos
                : transaction.session().deadlineNanos().orElse(waitNanos);
        keep(new Waiting(client, transaction, context.nowNanos() + wait));
    }

    /**
     * At the batch's end: hands on those whose version has come, and refuses those whose deadline has.
     *
     * @return whether somebody was handed on
     */
    boolean settle(long version, BiConsumer<Handle.Client, Transaction> serve, ReplicaContext context) {
        boolean isDue = !waiting.isEmpty() && (lowestVersion <= version || nextDeadlineNanos - context.nowNanos() <= 0);
        boolean hasServed = false;
        if (isDue) {
            List<Waiting> all = new ArrayList<>(waiting);
            waiting.clear();
            for (Waiting one : all) {
                if (one.version() <= version) {
                    serve.accept(one.client(), one.transaction());
                    hasServed = true;
                } else {
                    refuseOrKeep(one, version, context);
                }
            }
        }
        return hasServed;
    }

    /** Behind all else of a batch's end: has the node woken for the next deadline. */
    void schedule(ReplicaContext context) {
        if (!waiting.isEmpty()) {
            context.setTimer(DEADLINES, Math.max(0, nextDeadlineNanos - context.nowNanos()));
        }
    }

    private void refuseOrKeep(Waiting one, long version, ReplicaContext context) {
        if (one.deadlineNanos() - context.nowNanos() <= 0) {
            context.reply(one.client(), refusal(one.transaction(), version, Optional.empty()));
        } else {
            keep(one);
        }
    }

    private void keep(Waiting one) {
        boolean isFirst = waiting.isEmpty();
        waiting.add(one);
        lowestVersion = isFirst ? one.version() : Math.min(lowestVersion, one.version());
        nextDeadlineNanos =
                isFirst || one.deadlineNanos() - nextDeadlineNanos < 0 ? one.deadlineNanos() : nextDeadlineNanos;
    }

    private Outcome.Refused refusal(Transaction transaction, long version, Optional<NodeId> to) {
        long seen = transaction.session().version();
        String help = to.map(node -> "ask " + node)
                .orElse(
                        LayeredTopology.CORE.contains(self)
                                ? "ask another core node, or leave the session out"
                                : "read at the core, wait for the next propagation, or leave the session out");
        return new Outcome.Refused(
                Outcome.Reason.SESSION_AHEAD,
                "the session has seen version " + seen + ", " + self + " holds version " + version + ", "
                        + (seen - version) + " behind: " + help,
                to);
    }
}
