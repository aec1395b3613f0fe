package epidemic.lab.layered;

import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.kernel.Settings;
import epidemic.kernel.Transaction;
import epidemic.sim.CheckFailure;
import epidemic.sim.Fault;
import epidemic.sim.SimNode;
import epidemic.sim.SimObserver;
import java.util.HashMap;
import java.util.Map;

/**
 * A client whose session is ahead of a node is told so when it wants to know: at once, or at its deadline, by the node's
 * own clock. What a node says that was paused meanwhile is late, and no fault of it.
 */
final class SessionDeadlines implements SimObserver {
    /** A batch's end and the clock's rounding. */
    private static final long TURN_NANOS = 1_000_000;

    private final long ownWaitNanos;
    private final Map<SimNode, Map<RequestId, Long>> since = new HashMap<>();

    SessionDeadlines(Settings settings) {
        this.ownWaitNanos = settings.duration("layer1.session-wait").toNanos();
    }

    @Override
    public void requested(SimNode node, Transaction transaction) {
        if (transaction.session().isNamed()) {
            since.computeIfAbsent(node, any -> new HashMap<>()).put(transaction.id(), node.clockNanos());
        }
    }

    @Override
    public void fault(long atNanos, Fault fault) {
        if (fault instanceof Fault.Pause) {
            since.clear();
        }
    }

    @Override
    public void replied(SimNode node, Transaction transaction, Outcome outcome) {
        boolean isAhead =
                outcome instanceof Outcome.Refused refused && refused.reason() == Outcome.Reason.SESSION_AHEAD;
        Long asked = since.getOrDefault(node, Map.of()).get(transaction.id());
        if (isAhead && asked != null) {
            long waited = node.clockNanos() - asked;
            long allowed = allowed(transaction.session());
            if (waited > allowed + TURN_NANOS) {
                throw new CheckFailure(
                        "session",
                        node + " told " + transaction.id() + " after " + waited / 1_000
                                + "us that its session is ahead; it would wait for " + allowed / 1_000 + "us");
            }
        }
    }

    private long allowed(Session session) {
        return session.policyOrWait() == Session.Policy.WAIT
                ? session.deadlineNanos().orElse(ownWaitNanos)
                : 0;
    }
}
