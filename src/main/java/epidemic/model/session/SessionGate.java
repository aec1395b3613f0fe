package epidemic.model.session;

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
public final class SessionGate {
    /** Wakes a node when the next deadline has come. */
    public static final TimerKey DEADLINES = new TimerKey("sessions");

    /** How many may wait; more are refused at once. */
    public static final int WAITING_MAX = 10_000;

    private final NodeId self;
    private final Terms terms;
    private final Planted planted;
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
     * How long and how many may wait, and the words for those who may not.
     *
     * @param waitNanos how long a session waits that names no deadline, 0 or more
     * @param waitingMax how many may wait, 1 or more; more are refused at once
     * @param unit what versions are called, for people
     * @param help what a client can do that is refused and sent nowhere, for people
     */
    public record Terms(long waitNanos, int waitingMax, String unit, String help) {}

    /** The errors that a simulation can plant here. */
    public enum Planted {
        /** None. */
        NONE,
        /** Sessions that are ahead are served. */
        IGNORE_SESSION,
        /** Deadlines of sessions are not looked at. */
        OWN_DEADLINE
    }

    /**
     * Nobody waits; at most {@value #WAITING_MAX} may.
     *
     * @param waitNanos how long a session waits that names no deadline, 0 or more
     * @param help what a client can do that is refused and sent nowhere, for people
     * @param redirect tells who has newer versions
     */
    public SessionGate(NodeId self, long waitNanos, Planted planted, String help, Supplier<NodeId> redirect) {
        this(self, new Terms(waitNanos, WAITING_MAX, "version", help), planted, redirect);
    }

    /**
     * Nobody waits.
     *
     * @param redirect tells who has newer versions; if it is this very node, nobody
     */
    public SessionGate(NodeId self, Terms terms, Planted planted, Supplier<NodeId> redirect) {
        this.self = self;
        this.terms = terms;
        this.planted = planted;
        this.redirect = redirect;
    }

    /** Whether a transaction has to be taken in here instead of being served from this version. */
    public boolean isShut(Transaction transaction, long version) {
        return transaction.session().version() > version && planted != Planted.IGNORE_SESSION;
    }

    /** Takes a transaction in whose session is ahead of the node's version. */
    public void take(Handle.Client client, Transaction transaction, long version, ReplicaContext context) {
        Session session = transaction.session();
        switch (session.policyOrWait()) {
            case REFUSE -> context.reply(client, refusal(transaction, version, Optional.empty()));
            case REDIRECT -> context.reply(client, refusal(transaction, version, elsewhere()));
            default -> park(client, transaction, context);
        }
    }

    private Optional<NodeId> elsewhere() {
        return Optional.of(redirect.get()).filter(other -> !other.equals(self));
    }

    private void park(Handle.Client client, Transaction transaction, ReplicaContext context) {
        if (waiting.size() >= terms.waitingMax()) {
            context.reply(
                    client,
                    new Outcome.Refused(
                            Outcome.Reason.OVERLOADED,
                            self + " has " + waiting.size()
                                    + " transactions that wait for what their session has seen"));
            return;
        }
        long wait = planted == Planted.OWN_DEADLINE
                ? terms.waitNanos()
                : transaction.session().deadlineNanos().orElse(terms.waitNanos());
        keep(new Waiting(client, transaction, context.nowNanos() + wait));
    }

    /**
     * At the batch's end: hands on those whose version has come, and refuses those whose deadline has.
     *
     * @return whether somebody was handed on
     */
    public boolean settle(long version, BiConsumer<Handle.Client, Transaction> serve, ReplicaContext context) {
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
    public void schedule(ReplicaContext context) {
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
        return new Outcome.Refused(
                Outcome.Reason.SESSION_AHEAD,
                "the session has seen " + terms.unit() + " " + seen + ", " + self + " holds " + terms.unit() + " "
                        + version
                        + ", " + (seen - version) + " behind: "
                        + to.map(node -> "ask " + node).orElse(terms.help()),
                to);
    }
}
