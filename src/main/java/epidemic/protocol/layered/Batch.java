package epidemic.protocol.layered;

import epidemic.kernel.NodeId;
import epidemic.kernel.Transaction;
import epidemic.model.clock.Stamp;
import java.util.List;

/**
 * Updates that one core node sends under one stamp. The batch is what gets a place in the total order.
 *
 * @param epoch the epoch it was issued in
 * @param stamp its place among the batches of that epoch
 * @param sequence its number among the batches of its origin in that epoch, 1 or more, without gaps
 * @param orderedAtMillis the origin's wall clock when it was issued
 * @param transactions updates, one or more, in their order
 */
public record Batch(long epoch, Stamp stamp, long sequence, long orderedAtMillis, List<Transaction> transactions)
        implements Comparable<Batch> {
    /** Copies the transactions. */
    public Batch {
        transactions = List.copyOf(transactions);
    }

    /** The core node that issued it. */
    NodeId origin() {
        return stamp.node();
    }

    /** By epoch, then by stamp: the total order of all batches. */
    @Override
    public int compareTo(Batch other) {
        int byEpoch = Long.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : stamp.compareTo(other.stamp);
    }
}
