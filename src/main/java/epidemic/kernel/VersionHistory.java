package epidemic.kernel;

import java.util.List;
import java.util.SortedMap;

/** The versions that a node holds in memory: the newest state and a bounded window of older ones. */
public interface VersionHistory {
    /** The newest version, 0 for the empty state. */
    long version();

    /** The oldest version whose data can still be read. */
    long oldestReadable();

    /**
     * The data at a version, keys in order.
     *
     * @throws IllegalArgumentException if the version is not within {@link #oldestReadable()} and {@link #version()}
     */
    SortedMap<String, Value> dataAt(long version);

    /**
     * Log entries that are held in memory.
     *
     * @param afterVersion the version before the first one wanted
     * @param limit at most so many, above 0
     * @return versions {@code afterVersion + 1} and on without gaps; empty if that one is not held (any more)
     */
    List<VersionEntry> entries(long afterVersion, int limit);

    /** The version that a request created, or 0 if it is not among the versions that are held. */
    long versionOf(RequestId transaction);

    /** Whether a request may have created a version that is not held any more: then nobody can tell. */
    default boolean isForgotten(RequestId transaction) {
        return false;
    }
}
