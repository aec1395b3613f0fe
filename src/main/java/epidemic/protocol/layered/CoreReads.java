package epidemic.protocol.layered;

import epidemic.kernel.Handle;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.Transaction;
import epidemic.model.clock.Stamp;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Read-only transactions at a core node that wait for updates held here and not yet applied.
 *
 * <p>Why waiting for these is enough: whoever was told {@code Committed} was told after this node acknowledged the
 * update, so the update is pending or applied here. And since a read waits for all that was pending when it came, not
 * only for what writes its keys, the version that it carries is never below that of an update that was confirmed before.
 */
final class CoreReads {
    /** How many may wait; more are refused at once. */
    static final int WAITING_MAX = 10_000;

    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** A read and the newest batch that was pending when it came. */
    private record Waiting(Handle.Client client, Transaction transaction, long epoch, Stamp barrier, long sinceNanos) {}

    boolean isFull() {
        return waiting.size() >= WAITING_MAX;
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

    /**
     * The updates that reads wait for are stuck: those that touch none of their keys are served all the same.
     *
     * @param pending the updates that are held and not applied
     */
    void serveUntouched(long olderThanNanos, List<Batch> pending, BiConsumer<Handle.Client, Transaction> serve) {
        Set<String> written = keysWritten(pending);
        waiting.removeIf(read -> {
            boolean untouched = read.sinceNanos() - olderThanNanos <= 0 && !touches(read.transaction(), written);
            if (untouched) {
                serve.accept(read.client(), read.transaction());
            }
            return untouched;
        });
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

    private static Set<String> keysWritten(List<Batch> batches) {
        Set<String> keys = new HashSet<>();
        for (Batch batch : batches) {
            for (Transaction update : batch.transactions()) {
                update.changes().forEach(change -> keys.add(change.key()));
            }
        }
        return keys;
    }

    private static boolean touches(Transaction read, Set<String> keys) {
        for (Operation operation : read.operations()) {
            if (keys.contains(operation.key())) {
                return true;
            }
        }
        return false;
    }
}
