package epidemic.protocol.layered;

import epidemic.kernel.Handle;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.Transaction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Reads whose session has seen a newer version than the node holds: they wait for it, up to a deadline, and are then
 * refused. So a client that moves between B1 and B2 never sees time go back.
 *
 * <p>Literature: D. Terry et al., "Session Guarantees for Weakly Consistent Replicated Data", PDIS 1994.
 */
final class SessionReads {
    /** How many may wait; more are refused at once. */
    private static final int WAITING_MAX = 10_000;

    private final long waitNanos;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private record Waiting(Handle.Client client, Transaction transaction, long deadlineNanos) {}

    SessionReads(LayeredConfig config) {
        this.waitNanos = config.layer1().sessionWait().toNanos();
    }

    void park(Handle.Client client, Transaction transaction, long nowNanos) {
        boolean hasRoom = waiting.size() < WAITING_MAX;
        waiting.add(new Waiting(client, transaction, hasRoom ? nowNanos + waitNanos : nowNanos));
    }

    /** Serves those whose version has come. */
    void serveReached(long version, BiConsumer<Handle.Client, Transaction> serve) {
        waiting.removeIf(read -> {
            boolean reached = read.transaction().session() <= version;
            if (reached) {
                serve.accept(read.client(), read.transaction());
            }
            return reached;
        });
    }

    void refuseOverdue(NodeId self, long version, ReplicaContext context) {
        waiting.removeIf(read -> {
            boolean overdue = read.deadlineNanos() - context.nowNanos() <= 0;
            if (overdue) {
                context.reply(
                        read.client(),
                        new Outcome.Refused(
                                Outcome.Reason.SESSION_AHEAD,
                                "the session has seen version "
                                        + read.transaction().session() + ", " + self
                                        + " holds version " + version
                                        + ": read at the core, wait for the next propagation, or leave the session out"));
            }
            return overdue;
        });
    }

    /** Time until the next deadline, 0 or more; empty if nobody waits. */
    Optional<Long> nanosToNextDeadline(long nowNanos) {
        return waiting.isEmpty()
                ? Optional.empty()
                : Optional.of(Math.max(0, waiting.peek().deadlineNanos() - nowNanos));
    }
}
