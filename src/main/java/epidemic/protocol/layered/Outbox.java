package epidemic.protocol.layered;

import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import java.util.ArrayList;
import java.util.List;

/**
 * Own updates that have no stamp yet. They are cut into batches at the end of a batch of turns, so batches grow with the
 * load. Bounded by the open updates that a node admits.
 */
final class Outbox {
    private final int batchMaxTransactions;
    private final int batchMaxBytes;
    private List<Transaction> waiting = new ArrayList<>();

    Outbox(LayeredConfig.Core config) {
        this.batchMaxTransactions = config.batchMaxTransactions();
        this.batchMaxBytes = config.batchMaxBytes();
    }

    void add(Transaction update) {
        waiting.add(update);
    }

    /** Takes out everything, in order, cut where a batch would become too long or too large. */
    List<List<Transaction>> cut() {
        List<List<Transaction>> batches = new ArrayList<>();
        List<Transaction> batch = new ArrayList<>();
        int batchBytes = 0;
        for (Transaction update : waiting) {
            int bytes = Batch.chars(update);
            boolean isFull = batch.size() == batchMaxTransactions || batchBytes + bytes > batchMaxBytes;
            if (isFull && !batch.isEmpty()) {
                batches.add(batch);
                batch = new ArrayList<>();
                batchBytes = 0;
            }
            batch.add(update);
            batchBytes += bytes;
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        waiting.clear();
        return batches;
    }

    /** What waits, in order. */
    List<RequestId> ids() {
        return waiting.stream().map(Transaction::id).toList();
    }

    /** Takes out everything: none of it was told to anybody. */
    List<Transaction> drop() {
        List<Transaction> dropped = waiting;
        waiting = new ArrayList<>();
        return dropped;
    }
}
