package epidemic.protocol.primarybackup;

import epidemic.kernel.Handle;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.Transaction;
import epidemic.model.session.SessionGate;

/** Reads of layer 1, answered from what the node has applied. No client sees time go back: see {@link SessionGate}. */
final class StaleReads {
    private final NodeId self;
    private final Ledger ledger;
    private final Statistics statistics;
    private final SessionGate gate;
    /** Where newer versions are, or the node that would know. */
    private NodeId primary;

    StaleReads(NodeId self, PrimaryBackupConfig config, Ledger ledger, Statistics statistics) {
        this.self = self;
        this.ledger = ledger;
        this.statistics = statistics;
        this.primary = self;
        SessionGate.Terms terms = new SessionGate.Terms(
                config.timing().sessionWait().toNanos(),
                config.limits().maxInFlight(),
                "version",
                "read fresh (layer 0), wait, or leave the session out");
        this.gate = new SessionGate(self, terms, SessionGate.Planted.NONE, () -> primary);
    }

    /**
     * Takes in a read.
     *
     * @param newer where newer versions are, or the node that would know
     */
    void take(Handle.Client client, Transaction transaction, NodeId newer, ReplicaContext context) {
        primary = newer;
        if (gate.isShut(transaction, ledger.version())) {
            gate.take(client, transaction, ledger.version(), context);
        } else {
            serve(client, transaction, context);
        }
    }

    private void serve(Handle.Client client, Transaction transaction, ReplicaContext context) {
        statistics.staleRead();
        context.reply(
                client,
                new Outcome.Committed(self, 1, ledger.version(), ledger.state().read(transaction)));
    }

    /** At the batch's end: serves those whose version has come, refuses those whose deadline has. */
    void settle(ReplicaContext context) {
        gate.settle(ledger.version(), (client, read) -> serve(client, read, context), context);
        gate.schedule(context);
    }
}
