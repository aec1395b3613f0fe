package epidemic.protocol.layered;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.model.clock.Stamp;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingRequestsTest {
    private final PendingRequests pending = new PendingRequests();

    @Test
    void aRequestIsPendingUntilItsLastBatchIsApplied() {
        pending.add(batch(1, 1, 2));
        pending.add(batch(2, 2, 3));
        assertThat(pending.transactions()).isEqualTo(4);

        pending.remove(batch(1, 1, 2));
        assertThat(pending.contains(id(1))).isFalse();
        assertThat(pending.contains(id(2))).isTrue();

        pending.remove(batch(2, 2, 3));
        assertThat(pending.contains(id(2))).isFalse();
        assertThat(pending.transactions()).isZero();
    }

    @Test
    void nothingIsPendingOnceItIsCleared() {
        pending.add(batch(1, 1));
        pending.clear();

        assertThat(pending.contains(id(1))).isFalse();
        assertThat(pending.transactions()).isZero();
    }

    private static Batch batch(long sequence, int... requests) {
        List<Transaction> transactions = new ArrayList<>();
        for (int request : requests) {
            transactions.add(new Transaction(id(request), 0, List.of(new Operation.Write("k", "v"))));
        }
        return new Batch(1, new Stamp(sequence, NodeId.of("A1")), sequence, 0, transactions);
    }

    private static RequestId id(int request) {
        return new RequestId("c", request);
    }
}
