package epidemic.check.history;

import java.util.List;

/**
 * A change of a node's version, a line of {@code observations.jsonl}.
 *
 * @param node the node
 * @param nanos when, by the clock of the history
 * @param version the node's version after it, from 0
 * @param cause commit, batch, timer, flush, recover or repair
 * @param transactions ids of the updates applied, in order; empty for a snapshot
 * @param hash the state's hash after it, or "" if unknown
 * @param line the line of the file
 */
public record NodeChange(
        String node, long nanos, long version, String cause, List<String> transactions, String hash, int line) {
    /** Copies the ids. */
    public NodeChange {
        transactions = List.copyOf(transactions);
    }

    /** The version of the first transaction in it. */
    public long firstVersion() {
        return version - transactions.size() + 1;
    }

    @Override
    public String toString() {
        return "observations line " + line + ": " + node + " at version " + version + " by " + cause
                + (transactions.isEmpty() ? "" : " " + transactions);
    }
}
