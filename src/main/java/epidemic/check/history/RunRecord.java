package epidemic.check.history;

import java.util.List;

/**
 * All that is known of a run: the history, and what the nodes say of themselves.
 *
 * @param history what clients saw
 * @param changes the nodes' version logs, merged by time; empty if unknown
 * @param facts topology and bounds
 */
public record RunRecord(History history, List<NodeChange> changes, RunFacts facts) {
    /** Copies the changes. */
    public RunRecord {
        changes = List.copyOf(changes);
    }

    /** A history of which nothing else is known. */
    public static RunRecord of(History history) {
        return new RunRecord(history, List.of(), RunFacts.NONE);
    }

    /** The same run with other operations. */
    public RunRecord with(History other) {
        return new RunRecord(other, changes, facts);
    }
}
