package epidemic.protocol.layered;

import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import java.util.List;
import java.util.Optional;

/** Executes updates at their place in the total order: the same on every core node. */
final class Execution {
    private final TotalOrder order;
    private final CoreLog log;
    private final CoreClients clients;
    private final CoreJournal journal;
    private final LayeredMutant mutant;

    Execution(TotalOrder order, CoreLog log, CoreClients clients, CoreJournal journal, LayeredMutant mutant) {
        this.order = order;
        this.log = log;
        this.clients = clients;
        this.journal = journal;
        this.mutant = mutant;
    }

    /** Applies the batches whose place is certain, in order. */
    void applyCertain(ReplicaContext context) {
        Optional<Batch> next = order.next();
        Optional<Batch> last = Optional.empty();
        while (next.isPresent()) {
            Batch batch = next.get();
            batch.transactions().forEach(update -> apply(batch, update, context));
            order.applied(batch);
            journal.applied(batch, log.version());
            last = next;
            next = order.next();
        }
        last.ifPresent(batch -> journal.mark(batch, log.version(), log.durableVersion(), order, context));
    }

    private void apply(Batch batch, Transaction update, ReplicaContext context) {
        long known = log.state().versionOf(update.id());
        if (known > 0 && mutant != LayeredMutant.EXECUTE_TWICE) {
            clients.committed(update.id(), known, log.state(), context);
            return;
        }
        if (log.state().isForgotten(update.id()) && mutant != LayeredMutant.FORGET_CLIENT) {
            clients.decided(update.id(), CoreClients.forgotten(update.id()), context);
            return;
        }
        List<Operation.Change> changes = update.changes();
        Optional<String> mismatch = log.state().mismatch(changes);
        if (mismatch.isPresent()) {
            clients.decided(update.id(), new Outcome.Refused(Outcome.Reason.KIND_MISMATCH, mismatch.get()), context);
            return;
        }
        long version = log.version() + 1;
        log.install(new VersionEntry(version, update.id(), batch.origin(), batch.orderedAtMillis(), changes), context);
    }
}
