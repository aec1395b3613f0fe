package epidemic.protocol.replicatedlog;

import epidemic.kernel.Handle;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.Transaction;
import epidemic.model.session.SessionGate;
import epidemic.model.store.VersionedState;
import java.util.Optional;

/** Reads, and those of them whose session has seen more messages than the node shows. */
final class SessionWaits {
    private final NodeId self;
    private final int layer;
    private final VersionedState state;
    private final SessionGate gate;

    SessionWaits(NodeId self, int layer, ReplicatedLogConfig config, VersionedState state) {
        this.self = self;
        this.layer = layer;
        this.state = state;
        SessionGate.Terms terms = new SessionGate.Terms(
                config.sessionWait().toNanos(),
                SessionGate.WAITING_MAX,
                "message",
                "ask M, wait, or leave the session out");
        this.gate = new SessionGate(self, terms, SessionGate.Planted.NONE, () -> ReplicatedLogTopology.MASTER);
    }

    /** A client reads. */
    void read(Handle.Client client, Transaction read, ReplicaContext context) {
        if (read.layer() != layer) {
            context.reply(client, wrongLayer(read));
        } else if (gate.isShut(read, state.version())) {
            gate.take(client, read, state.version(), context);
        } else {
            serve(client, read, context);
        }
    }

    private void serve(Handle.Client client, Transaction read, ReplicaContext context) {
        context.reply(client, new Outcome.Committed(self, layer, state.version(), state.read(read)));
    }

    private Outcome wrongLayer(Transaction read) {
        boolean isForMaster = read.layer() == 0;
        return new Outcome.Refused(
                Outcome.Reason.WRONG_LAYER,
                self + " is no node of layer " + read.layer()
                        + ": layer 0 is the master M, layer 1 are the secondaries",
                isForMaster ? Optional.of(ReplicatedLogTopology.MASTER) : Optional.empty());
    }

    /**
     * At the batch's end.
     *
     * @param obstacle why the node shows nothing; empty if it does
     */
    void settle(String obstacle, ReplicaContext context) {
        Outcome refusal = new Outcome.Refused(Outcome.Reason.NOT_SERVING, obstacle);
        gate.settle(
                state.version(),
                (client, read) -> {
                    if (obstacle.isEmpty()) {
                        serve(client, read, context);
                    } else {
                        context.reply(client, refusal);
                    }
                },
                context);
        gate.schedule(context);
    }
}
