package epidemic.kernel;

import java.util.List;

/**
 * One line of a version log: the update that made version {@code version} out of the version before it.
 *
 * @param version 1 or more, without gaps
 * @param transaction the request that asked for it
 * @param origin the node that took the request and gave it its place in the order
 * @param committedAtMillis the origin's wall clock when it gave the place, in milliseconds since 1970 UTC; for people,
 *     never for order
 * @param writes the changes, one or more, in the order of the transaction
 */
public record VersionEntry(
        long version, RequestId transaction, NodeId origin, long committedAtMillis, List<Operation.Change> writes) {
    /**
     * Checks ranges and copies the changes.
     *
     * @throws IllegalArgumentException if the version is below 1 or there is no change
     */
    public VersionEntry {
        writes = List.copyOf(writes);
        if (version < 1) {
            throw new IllegalArgumentException("version " + version + ": 1 or more is allowed");
        }
        if (writes.isEmpty()) {
            throw new IllegalArgumentException("version " + version + " without a change");
        }
    }
}
