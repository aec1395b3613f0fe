package epidemic.protocol.layered;

import epidemic.kernel.Handle;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Updates that clients of one core node ask for, until they have a stamp; and what their clients are told when they cannot
 * go on. {@code Refused} is said only of what no other node can hold.
 */
final class CoreUpdates {
    private final NodeId self;
    private final LayeredConfig.Core config;
    private final LayeredMutant mutant;
    private final Availability availability;
    private final CoreLog log;
    private final TotalOrder order;
    private final CoreClients clients;
    private final Outbox outbox;
    private Optional<Long> stalledSinceNanos = Optional.empty();

    CoreUpdates(
            NodeId self,
            LayeredConfig config,
            Availability availability,
            CoreLog log,
            TotalOrder order,
            CoreClients clients) {
        this.self = self;
        this.config = config.core();
        this.mutant = config.mutant();
        this.availability = availability;
        this.log = log;
        this.order = order;
        this.clients = clients;
        this.outbox = new Outbox(config.core());
    }

    /** A client asks for an update, perhaps not for the first time. */
    void onUpdate(Handle.Client client, Transaction update, ReplicaContext context) {
        long known = log.state().versionOf(update.id());
        Optional<Outcome.Refused> refusal = availability.refusalOfUpdates().or(this::overload);
        if (known > 0 && mutant != LayeredMutant.EXECUTE_TWICE) {
            clients.committed(client, update, known, log.state(), context);
        } else if (log.state().isForgotten(update.id()) && mutant != LayeredMutant.FORGET_CLIENT) {
            context.reply(client, CoreClients.forgotten(update.id()));
        } else if (refusal.isPresent()) {
            boolean isUndecided = order.isPending(update.id()) || clients.isOpen(update.id());
            context.reply(client, isUndecided ? undecided(update.id(), refusal.get()) : refusal.get());
        } else if (clients.isOpenForOther(update)) {
            context.reply(client, CoreClients.reused(update.id(), "an open update"));
        } else if (clients.await(client, update)) {
            outbox.add(update);
        }
    }

    private Optional<Outcome.Refused> overload() {
        return clients.isFull()
                ? Optional.of(new Outcome.Refused(
                        Outcome.Reason.OVERLOADED,
                        self + " has " + config.maxInFlight() + " open updates (layered.core.max-in-flight)"))
                : Optional.empty();
    }

    /** A request that was sent before and is held or waits here cannot be refused: it may take effect yet. */
    private Outcome undecided(RequestId id, Outcome.Refused refusal) {
        return mutant == LayeredMutant.REFUSE_HELD
                ? refusal
                : new Outcome.Unknown(id + " was sent before and is not decided yet; " + refusal.message());
    }

    /** Takes out what has no stamp yet, cut into batches. */
    List<List<Transaction>> cut() {
        return outbox.cut();
    }

    /**
     * Time has passed: gives up when updates have been impossible for longer than a view change takes. With the policy
     * {@code refuse} there will be none, so clients are told at once.
     *
     * @param isSomebodyGone whether a peer has just become away
     */
    void giveUpStalled(boolean isSomebodyGone, ReplicaContext context) {
        Optional<Outcome.Refused> refusal = availability.refusalOfUpdates();
        stalledSinceNanos = refusal.flatMap(why -> stalledSinceNanos.or(() -> Optional.of(context.nowNanos())));
        boolean isHopeless = isSomebodyGone && !config.reconfigures();
        if (refusal.isPresent() && (isHopeless || isStalled(context))) {
            giveUp(refusal.get(), context);
        }
    }

    private boolean isStalled(ReplicaContext context) {
        long patienceNanos = config.ackTimeout().toNanos();
        return stalledSinceNanos
                .filter(since -> context.nowNanos() - since > patienceNanos)
                .isPresent();
    }

    /** Some of those with a stamp may have taken effect; those without have not. */
    private void giveUp(Outcome.Refused refusal, ReplicaContext context) {
        for (Transaction update : outbox.drop()) {
            boolean isHeld = order.isPending(update.id());
            clients.decided(update.id(), isHeld ? undecided(update.id(), refusal) : refusal, context);
        }
        if (mutant == LayeredMutant.REFUSE_IN_FLIGHT) {
            clients.allDecided(refusal, context);
        }
        clients.allUnknown("not decided: " + refusal.message() + "; ask for the request id later", context);
    }

    /** A view serves. It has inherited what its members held; an update that is not among it was held by nobody else. */
    void giveUpLost(ReplicaContext context) {
        Set<RequestId> goOn = new LinkedHashSet<>(outbox.ids());
        order.pending().forEach(batch -> batch.transactions().forEach(update -> goOn.add(update.id())));
        clients.unknownBut(goOn, "its node was left out of a view; ask for the request id later", context);
    }
}
