package epidemic.model.store;

import epidemic.kernel.RequestId;
import epidemic.kernel.Snapshot;
import java.util.ArrayList;
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
 * versions before the window, as {@link Snapshot#remember} says it: so nodes at the same version decide the same, and a
 * snapshot of the version before the window is all it takes to go on.
 *
 * <p>Each step is O(1) on average and touches nothing of the entries that leave, which are long out of the processor's
 * caches.
 *
 * <p>Literature: B. Liskov, J. Cowling, "Viewstamped Replication Revisited", 2012, section 4 (client-table); D. Ongaro,
 * "Consensus: Bridging Theory and Practice", 2014, section 6.3 (expiry by a rule that all replicas share).
 */
final class ClientTable {
    private final int idleMax;
    private final Map<String, Client> clients = new HashMap<>();

    /** The clients of the window's requests, oldest first, each with the request's sequence. */
    private NumberedQueue<Client> window = new NumberedQueue<>();

    /** Versions up to this one are before the window. */
    private long forgottenVersion;

    /** The clients of which something was forgotten, a ring of links: behind it the one whose turn was longest ago. */
    private final Client ends = new Client("");

    private int forgottenClients;

    /** What is known of one client. An id without a sequence is a client of its own, with the sequence -1. */
    private static final class Client {
        private static final long NOTHING = RequestId.NONE - 1;

        private final String name;
        private final SequenceVersions executed = new SequenceVersions();
        /** How many versions of the window are its. */
        private int inWindow;

        private long forgottenThrough = NOTHING;
        private Client before = this;
        private Client behind = this;

        private Client(String name) {
            this.name = name;
        }

        private void unlink() {
            before.behind = behind;
            behind.before = before;
        }

        private void linkBefore(Client other) {
            before = other.before;
            behind = other;
            before.behind = this;
            other.before = this;
        }
    }

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

    /** The window is empty and begins behind a version, and these clients' requests have fallen out of it. */
    void restore(long version, List<Snapshot.Remembered> remembered) {
        clients.clear();
        window = new NumberedQueue<>();
        forgottenVersion = version;
        ends.before = ends;
        ends.behind = ends;
        forgottenClients = 0;
        for (Snapshot.Remembered known : remembered) {
            Client client = new Client(known.client());
            clients.put(known.client(), client);
            remember(client, known.highest());
        }
    }

    /** What has fallen out of the window, the client whose turn was longest ago first. */
    List<Snapshot.Remembered> forgotten() {
        List<Snapshot.Remembered> forgotten = new ArrayList<>(forgottenClients);
        for (Client client = ends.behind; client != ends; client = client.behind) {
            forgotten.add(new Snapshot.Remembered(client.name, client.forgottenThrough));
        }
        return forgotten;
    }

    /** A request has made the next version. */
    void executed(RequestId id, long version) {
        Client client = clients.computeIfAbsent(id.client(), Client::new);
        client.executed.put(id.sequence(), version, forgottenVersion);
        client.inWindow++;
        window.add(client, id.sequence());
    }

    /** The oldest version falls out of the window. */
    void forget(long version) {
        long sequence = window.firstNumber();
        Client client = window.remove();
        forgottenVersion = version;
        client.inWindow--;
        remember(client, sequence);
    }

    private void remember(Client client, long sequence) {
        if (client.forgottenThrough == Client.NOTHING) {
            forgottenClients++;
        } else {
            client.unlink();
        }
        client.forgottenThrough = Math.max(client.forgottenThrough, sequence);
        client.linkBefore(ends);
        if (forgottenClients > idleMax) {
            drop(ends.behind);
        }
    }

    private void drop(Client oldest) {
        oldest.unlink();
        oldest.forgottenThrough = Client.NOTHING;
        forgottenClients--;
        if (oldest.inWindow == 0) {
            clients.remove(oldest.name);
        }
    }

    /** The version within the window that a request made, or 0. */
    long versionOf(RequestId id) {
        Client client = clients.get(id.client());
        return client == null ? 0 : client.executed.get(id.sequence(), forgottenVersion);
    }

    /** Whether a request may have made a version before the window; if so, nobody knows any more. */
    boolean isForgotten(RequestId id) {
        Client client = clients.get(id.client());
        return client != null
                && id.sequence() <= client.forgottenThrough
                && client.executed.get(id.sequence(), forgottenVersion) == 0;
    }
}
