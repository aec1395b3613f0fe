package epidemic.protocol.layered;

import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which requests are in batches that are held and not applied. A request may be in several, since clients ask again. Each
 * refusal looks here, so that under overload it costs O(1).
 */
final class PendingRequests {
    private final Map<RequestId, Integer> countById = new LinkedHashMap<>();
    private int transactions;

    void add(Batch batch) {
        for (Transaction transaction : batch.transactions()) {
            countById.merge(transaction.id(), 1, Integer::sum);
        }
        transactions += batch.transactions().size();
    }

    void remove(Batch batch) {
        for (Transaction transaction : batch.transactions()) {
            countById.computeIfPresent(transaction.id(), (id, count) -> count == 1 ? null : count - 1);
        }
        transactions -= batch.transactions().size();
    }

    boolean contains(RequestId id) {
        return countById.containsKey(id);
    }

    /** The transactions of all batches, repeated ones repeated. */
    int transactions() {
        return transactions;
    }

    void clear() {
        countById.clear();
        transactions = 0;
    }
}
