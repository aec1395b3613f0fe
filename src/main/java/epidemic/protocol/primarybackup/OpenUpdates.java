package epidemic.protocol.primarybackup;

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

/** Those who wait at the primary for updates that are held and not committed. */
final class OpenUpdates {
    /** So many may wait for one update; more are told at once that they have to ask again. */
    private static final int WAITERS_MAX = 100;

    private final NodeId self;
    private final Ledger ledger;
    private final Statistics statistics;
    private final Map<RequestId, Open> open = new LinkedHashMap<>();

    /** An update, and for each request the one who waits: who asks again for the same takes its own place. */
    private record Open(Transaction update, long sinceNanos, Map<Object, Waiter> waiters) {}

    OpenUpdates(NodeId self, Ledger ledger, Statistics statistics) {
        this.self = self;
        this.ledger = ledger;
        this.statistics = statistics;
    }

    void await(Object request, Transaction update, Waiter waiter, ReplicaContext context) {
        Map<Object, Waiter> waiters = open.computeIfAbsent(
                        update.id(), id -> new Open(update, context.nowNanos(), new LinkedHashMap<>()))
                .waiters();
        if (waiters.size() < WAITERS_MAX || waiters.containsKey(request)) {
            waiters.put(request, waiter);
        } else {
            waiter.tell(
                    new Outcome.Unknown(update.id() + " is being replicated, and " + WAITERS_MAX + " wait for it"),
                    context);
        }
    }

    /** The update has become a version. */
    void committed(VersionEntry entry, ReplicaContext context) {
        Open waiting = open.remove(entry.transaction());
        if (waiting != null) {
            statistics.confirmed(context.nowNanos() - waiting.sinceNanos());
            Outcome outcome = outcome(waiting.update(), entry.version());
            waiting.waiters().values().forEach(waiter -> waiter.tell(outcome, context));
        }
    }

    /** What the client of an update is told whose id made this version; with other changes it was another update. */
    Outcome outcome(Transaction update, long version) {
        VersionedState state = ledger.state();
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

    /** Nobody waits any longer: the fate of all of them is unknown. */
    void giveUp(String message, ReplicaContext context) {
        giveUp(Long.MAX_VALUE, message, context);
    }

    /** Those that came before a moment do not wait any longer. */
    void giveUp(long beforeNanos, String message, ReplicaContext context) {
        List<Open> late = new ArrayList<>();
        for (Open waiting : open.values()) {
            if (beforeNanos == Long.MAX_VALUE || waiting.sinceNanos() - beforeNanos < 0) {
                late.add(waiting);
            }
        }
        for (Open waiting : late) {
            open.remove(waiting.update().id());
            waiting.waiters().values().forEach(waiter -> waiter.tell(new Outcome.Unknown(message), context));
        }
    }
}
