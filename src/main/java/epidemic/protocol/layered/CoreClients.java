package epidemic.protocol.layered;

import epidemic.kernel.Handle;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.model.store.VersionedState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The clients of one core node that wait for the outcome of an update. */
final class CoreClients {
    private final NodeId self;
    private final int openMax;
    private final Map<RequestId, Open> open = new LinkedHashMap<>();

    private record Open(Transaction transaction, List<Handle.Client> waiting) {}

    CoreClients(NodeId self, LayeredConfig config) {
        this.self = self;
        this.openMax = config.core().maxInFlight();
    }

    boolean isFull() {
        return open.size() >= openMax;
    }

    /**
     * A client waits for this update.
     *
     * @return whether the update is new; otherwise another client (or the same, again) waits for it already
     */
    boolean await(Handle.Client client, Transaction update) {
        Open known = open.get(update.id());
        if (known != null) {
            known.waiting().add(client);
            return false;
        }
        List<Handle.Client> waiting = new ArrayList<>(1);
        waiting.add(client);
        open.put(update.id(), new Open(update, waiting));
        return true;
    }

    /** The update has become this version; its clients are told. */
    void committed(RequestId id, long version, VersionedState state, ReplicaContext context) {
        Optional<Open> waiting = take(id);
        if (waiting.isPresent()) {
            Outcome outcome = outcome(waiting.get().transaction(), version, state);
            waiting.get().waiting().forEach(client -> context.reply(client, outcome));
        }
    }

    /** A client asked again for an update that has become this version before. */
    void committed(
            Handle.Client client, Transaction update, long version, VersionedState state, ReplicaContext context) {
        context.reply(client, outcome(update, version, state));
    }

    /** What the client of an update is told whose id made this version; with other changes it was another update. */
    private Outcome outcome(Transaction update, long version, VersionedState state) {
        VersionEntry entry = state.entries(version - 1, 1).get(0);
        if (!entry.writes().equals(update.changes())) {
            return reused(update.id(), "version " + version);
        }
        return new Outcome.Committed(self, 0, version, state.readsOf(update, version));
    }

    /** The refusal of an update whose id belongs to another one. */
    static Outcome.Refused reused(RequestId id, String owner) {
        return new Outcome.Refused(
                Outcome.Reason.REQUEST_REUSED,
                id + " is the id of " + owner + " with other changes; an id is for one transaction and its repeats");
    }

    /** What the client of an update is told that comes too late to know whether it was executed before. */
    static Outcome.Unknown forgotten(RequestId id) {
        return new Outcome.Unknown(
                "it is not known any more whether " + id + " was executed: later requests of its client"
                        + " lie before the newest versions that are remembered (layered.history-window); it is not executed now");
    }

    /** Whether a client waits for another update under the same id. */
    boolean isOpenForOther(Transaction update) {
        Open known = open.get(update.id());
        return known != null && !known.transaction().changes().equals(update.changes());
    }

    /** The update did not become a version; its clients are told this. */
    void decided(RequestId id, Outcome outcome, ReplicaContext context) {
        take(id).ifPresent(waiting -> waiting.waiting().forEach(client -> context.reply(client, outcome)));
    }

    /** Whether a client waits for this update. */
    boolean isOpen(RequestId id) {
        return open.containsKey(id);
    }

    /** No open update will be decided soon: its clients are told that its fate is unknown. */
    void allUnknown(String message, ReplicaContext context) {
        allDecided(new Outcome.Unknown(message), context);
    }

    /** The clients of open updates other than these are told that its fate is unknown. */
    void unknownBut(Set<RequestId> goOn, String message, ReplicaContext context) {
        for (RequestId id : List.copyOf(open.keySet())) {
            if (!goOn.contains(id)) {
                decided(id, new Outcome.Unknown(message), context);
            }
        }
    }

    /** The clients of all open updates are told this. */
    void allDecided(Outcome outcome, ReplicaContext context) {
        for (Open waiting : open.values()) {
            waiting.waiting().forEach(client -> context.reply(client, outcome));
        }
        open.clear();
    }

    private Optional<Open> take(RequestId id) {
        return Optional.ofNullable(open.remove(id));
    }
}
