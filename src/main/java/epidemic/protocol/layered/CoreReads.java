package epidemic.protocol.layered;

import epidemic.kernel.Handle;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.Transaction;
import epidemic.model.clock.Stamp;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

/**
 * Read-only transactions at a core node that wait for updates held here and not yet applied.
 *
 * <p>Why waiting for these is enough: whoever was told {@code Committed} was told after this node acknowledged the
 * update, so the update is pending or applied here. An own batch that lacks an acknowledgement need not be waited for:
 * nobody was told anything of it. All others that were pending when the read came are waited for, not only those that
 * write its keys; so the version that a read carries is never below that of an update that was confirmed before.
 *
 * <p>What a read saw is told once it is on the own disk: if all core nodes stop at once, no version is lost that a client
 * has seen.
 */
final class CoreReads {
    /** How many may wait; more are refused at once. */
    static final int WAITING_MAX = 10_000;

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Deque<Undurable> undurable = new ArrayDeque<>();

    /** A read and the newest batch that was pending when it came. */
    private record Waiting(Handle.Client client, Transaction transaction, long epoch, Stamp barrier, long sinceNanos) {}

    private record Undurable(Handle.Client client, Outcome.Committed outcome) {}

    boolean isFull() {
        return waiting.size() + undurable.size() >= WAITING_MAX;
    }

    /** Parks a read until a batch of this epoch was applied, and everything inherited before it. */
    void park(Handle.Client client, Transaction transaction, long epoch, Stamp barrier, ReplicaContext context) {
        waiting.add(new Waiting(client, transaction, epoch, barrier, context.nowNanos()));
    }

    /** Parks a read until a higher epoch serves. */
    void parkBeyond(long epoch, Handle.Client client, Transaction transaction, ReplicaContext context) {
        park(client, transaction, epoch, new Stamp(Long.MAX_VALUE, context.self()), context);
    }

    /**
     * Serves those whose barrier was applied.
     *
     * @param epoch the current one: everything pending in lower epochs was inherited and applied
     * @param applied the stamp of the batch applied last in this epoch
     */
    void serveReached(long epoch, Stamp applied, BiConsumer<Handle.Client, Transaction> serve) {
        while (!waiting.isEmpty()) {
            Waiting first = waiting.peek();
            boolean reached = first.epoch() < epoch || !applied.isBefore(first.barrier());
            if (!reached) {
                return;
            }
            waiting.remove();
            serve.accept(first.client(), first.transaction());
        }
    }

    /** Tells what a read saw, once it is on disk. */
    void answer(Handle.Client client, Outcome.Committed outcome, long durableVersion, ReplicaContext context) {
        if (outcome.version() <= durableVersion) {
            context.reply(client, outcome);
        } else {
            undurable.add(new Undurable(client, outcome));
        }
    }

    void onDurable(long version, ReplicaContext context) {
        while (!undurable.isEmpty() && undurable.peek().outcome().version() <= version) {
            Undurable done = undurable.remove();
            context.reply(done.client(), done.outcome());
        }
    }

    /** Refuses those that have waited since before {@code olderThanNanos}. */
    void refuseOverdue(long olderThanNanos, Outcome.Refused outcome, ReplicaContext context) {
        waiting.removeIf(read -> {
            boolean overdue = read.sinceNanos() - olderThanNanos <= 0;
            if (overdue) {
                context.reply(read.client(), outcome);
            }
            return overdue;
        });
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
