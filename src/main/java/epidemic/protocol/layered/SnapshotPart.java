package epidemic.protocol.layered;

import epidemic.kernel.Operation;
import java.util.List;

/**
 * A piece of a snapshot on its way: the snapshot's state is a row of changes in the order of keys, see {@link
 * epidemic.kernel.Snapshot#changesOf}, and this is some of them.
 *
 * @param version the snapshot's version
 * @param counted how many changes the versions up to it had
 * @param items how many changes make its state
 * @param from how many of them come before this piece
 * @param changes the piece; none if the state has none
 */
public record SnapshotPart(long version, long counted, long items, long from, List<Operation.Change> changes) {
    /** Copies the changes. */
    public SnapshotPart {
        changes = List.copyOf(changes);
    }

    /** How many items there are up to the end of this piece. */
    long upTo() {
        return from + changes.size();
    }
}
