package epidemic.model.store;

import epidemic.kernel.RequestId;
import epidemic.kernel.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which requests of which clients were executed. Those of the versions in the window are known one by one. Of each client
 * the highest sequence is kept that has fallen out of it: a request that is not above it may have been executed or not, and
 * must not be executed now.
 *
 * <p>So many clients are kept of those whose requests have fallen out of the window; beyond that the one whose requests
 * last did longest ago is dropped, and a late repeat of them would be executed again. What is kept is a fold over the
 * versions before the window, as {@link Snapshot} says it: so nodes at the same version decide the same, and a snapshot of
 * the version before the window is all it takes to go on.
 *
 * <p>Literature: B. Liskov, J. Cowling, "Viewstamped Replication Revisited", 2012, section 4 (client-table); D. Ongaro,
 * "Consensus: Bridging Theory and Practice", 2014, section 6.3 (expiry by a rule that all replicas share).
 */
final class ClientTable {
    private final int idleMax;
    private final Map<String, SequenceVersions> executed = new HashMap<>();
    /** The highest sequence of each client that has fallen out of the window. */
    private Map<String, Long> forgotten = Snapshot.remembering(List.of());

    /**
     * No clients.
     *
     * @param idleMax how many are kept of those whose requests have fallen out of the window, 0 or more
     */
    ClientTable(int idleMax) {
        if (idleMax < 0) {
            throw new IllegalArgumentException(idleMax + " idle clients: 0 or more is allowed");
        }
        this.idleMax = idleMax;
    }

    /** The window is empty, and these have fallen out of it. */
    void restore(List<Snapshot.Remembered> clients) {
        executed.clear();
        forgotten = Snapshot.remembering(clients);
    }

    /** What has fallen out of the window. */
    List<Snapshot.Remembered> forgotten() {
        return Snapshot.listed(forgotten);
    }

    /** A request has made a version. */
    void executed(RequestId id, long version) {
        executed.computeIfAbsent(id.client(), name -> new SequenceVersions()).put(id.sequence(), version);
    }

    /** A version falls out of the window. */
    void forget(RequestId id, long version) {
        SequenceVersions versions = executed.get(id.client());
        versions.remove(id.sequence(), version);
        if (versions.isEmpty()) {
            executed.remove(id.client());
        }
        Snapshot.remember(forgotten, id, idleMax);
    }

    /** The version within the window that a request made, or 0. */
    long versionOf(RequestId id) {
        SequenceVersions versions = executed.get(id.client());
        return versions == null ? 0 : versions.get(id.sequence());
    }

    /** Whether a request may have made a version before the window; if so, nobody knows any more. */
    boolean isForgotten(RequestId id) {
        Long highest = forgotten.get(id.client());
        return highest != null && id.sequence() <= highest && versionOf(id) == 0;
    }
}
