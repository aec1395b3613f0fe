package epidemic.model.store;

import epidemic.kernel.RequestId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which requests of which clients were executed. Those of the versions in the window are known one by one. Of each client
 * the highest sequence is kept that has fallen out of it: a request that is not above it may have been executed or not, and
 * must not be executed now.
 *
 * <p>A client whose requests have all fallen out of the window is <em>idle</em>. So many idle clients are kept; beyond
 * that the one that fell idle first is dropped, and a late repeat of its requests would be executed again. All that
 * depends on the version order alone, so nodes at the same version decide the same.
 *
 * <p>Literature: B. Liskov, J. Cowling, "Viewstamped Replication Revisited", 2012, section 4 (client-table); D. Ongaro,
 * "Consensus: Bridging Theory and Practice", 2014, section 6.3 (expiry by a rule that all replicas share).
 */
final class ClientTable {
    private final int idleMax;
    private final Map<String, Client> clients = new HashMap<>();
    private final Map<String, Client> idle = new LinkedHashMap<>();

    /** What is known of one client. An id without a sequence is a client of its own, with the sequence -1. */
    private static final class Client {
        private static final long NOTHING = RequestId.NONE - 1;

        private final SequenceVersions executed = new SequenceVersions();
        private long forgottenThrough = NOTHING;
    }

    /**
     * No clients.
     *
     * @param idleMax how many idle ones are kept, 0 or more
     */
    ClientTable(int idleMax) {
        if (idleMax < 0) {
            throw new IllegalArgumentException(idleMax + " idle clients: 0 or more is allowed");
        }
        this.idleMax = idleMax;
    }

    /** A request has made a version. */
    void executed(RequestId id, long version) {
        Client client = clients.computeIfAbsent(id.client(), name -> new Client());
        if (client.executed.isEmpty() && client.forgottenThrough != Client.NOTHING) {
            idle.remove(id.client());
        }
        client.executed.put(id.sequence(), version);
    }

    /** A version falls out of the window. */
    void forget(RequestId id, long version) {
        Client client = clients.get(id.client());
        client.executed.remove(id.sequence(), version);
        client.forgottenThrough = Math.max(client.forgottenThrough, id.sequence());
        if (client.executed.isEmpty()) {
            idle.put(id.client(), client);
            dropSurplus();
        }
    }

    private void dropSurplus() {
        Iterator<String> first = idle.keySet().iterator();
        while (idle.size() > idleMax) {
            clients.remove(first.next());
            first.remove();
        }
    }

    /** The version within the window that a request made, or 0. */
    long versionOf(RequestId id) {
        Client client = clients.get(id.client());
        return client == null ? 0 : client.executed.get(id.sequence());
    }

    /** Whether a request may have made a version before the window; if so, nobody knows any more. */
    boolean isForgotten(RequestId id) {
        Client client = clients.get(id.client());
        return client != null && id.sequence() <= client.forgottenThrough && client.executed.get(id.sequence()) == 0;
    }
}
