package epidemic.protocol.layered;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
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

    /** About the bytes of its keys and values: one for each character. */
    long chars() {
        long chars = 0;
        for (Transaction transaction : transactions) {
            chars += chars(transaction);
        }
        return chars;
    }

    /** About the bytes of a transaction's keys and values: one for each character. */
    static int chars(Transaction transaction) {
        int chars = 0;
        for (Operation operation : transaction.operations()) {
            chars += operation.key().length();
            if (operation instanceof Operation.Change change) {
                chars += change.value().length();
            }
        }
        return chars;
    }

    /** By epoch, then by stamp: the total order of all batches. */
    @Override
    public int compareTo(Batch other) {
        return compareTo(other.epoch, other.stamp);
    }

    /** As {@link #compareTo(Batch)}, with the batch of that epoch and stamp. */
    int compareTo(long otherEpoch, Stamp otherStamp) {
        int byEpoch = Long.compare(epoch, otherEpoch);
        return byEpoch != 0 ? byEpoch : stamp.compareTo(otherStamp);
    }
}
