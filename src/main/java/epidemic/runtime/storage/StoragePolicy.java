package epidemic.runtime.storage;

import java.util.OptionalLong;

/**
 * How nodes keep what they write: the block {@code epidemic.storage}.
 *
 * @param sync when it counts as durable
 * @param keepVersions how many versions below its newest a log keeps at least when older ones become a snapshot; empty if
 *     they never do
 * @param clients how many clients a snapshot remembers
 */
public record StoragePolicy(SyncMode sync, OptionalLong keepVersions, int clients) {
    /** A log keeps all versions. */
    public static StoragePolicy of(SyncMode sync) {
        return new StoragePolicy(sync, OptionalLong.empty(), 0);
    }
}
