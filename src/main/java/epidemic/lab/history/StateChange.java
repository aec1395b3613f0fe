package epidemic.lab.history;

import epidemic.kernel.NodeId;
import java.util.List;
import java.util.Optional;

/**
 * A line of the observations: a node's version changed.
 *
 * @param timeNanos by the clock of the history
 * @param version after the change
 * @param cause {@code commit}, {@code batch}, {@code timer}, {@code flush}, {@code recover} or {@code repair}
 * @param from where it came from; empty for what the node did itself
 * @param transactions the updates applied, in order; none for a transfer of the whole state
 * @param hash of the state after the change, see {@link StateHash}
 */
public record StateChange(
        NodeId node,
        long timeNanos,
        long version,
        String cause,
        Optional<NodeId> from,
        List<String> transactions,
        String hash) {
    /** Copies the transactions. */
    public StateChange {
        transactions = List.copyOf(transactions);
    }
}
