package epidemic.runtime.actor;

import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.kernel.Value;
import epidemic.runtime.trace.Trace;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.pekko.actor.typed.ActorRef;

/** What a node takes, here or in another process; what it answers stands beside what it was asked. */
public sealed interface NodeCall
        permits NodeCall.Envelope,
                NodeCall.Execute,
                NodeCall.Leave,
                NodeCall.GetStatus,
                NodeCall.GetData,
                NodeCall.FindTransaction,
                NodeCall.Suspect,
                NodeActor.ToItself {
    /** What comes from another node. */
    sealed interface Envelope extends NodeCall {
        /** Who sent it. */
        NodeId from();

        /** Which life of the sender sent it. */
        long incarnation();

        /** What was sent. */
        Message message();
    }

    /** A message that expects no answer. */
    record Told(NodeId from, long incarnation, Message message) implements Envelope {}

    /** A question. */
    record Asked(NodeId from, long incarnation, long correlation, Message message) implements Envelope {}

    /** The answer to the question of that correlation number. */
    record Answered(NodeId from, long incarnation, long correlation, Message message) implements Envelope {}

    /**
     * Executes a transaction. One {@link Executed} follows, unless the node stopped before it took the message: ask with a
     * deadline.
     *
     * @param trace what the transaction is a step of; only logged
     */
    record Execute(Transaction transaction, ActorRef<Executed> replyTo, Optional<Trace> trace) implements NodeCall {
        /** A transaction that nobody traces. */
        public Execute(Transaction transaction, ActorRef<Executed> replyTo) {
            this(transaction, replyTo, Optional.empty());
        }
    }

    /**
     * Says that a client waits no longer. It hears nothing any more, or what was on its way.
     *
     * @param id what it asked for
     * @param replyTo as in its {@link Execute}
     */
    record Leave(RequestId id, ActorRef<Executed> replyTo) implements NodeCall {}

    /**
     * What became of a transaction.
     *
     * @param sequence grows with each reply of the node, through all its lives: the order in which it took the snapshots
     *     that its reads show; 0 if the node has not seen the request
     */
    record Executed(RequestId id, Outcome outcome, long sequence) {}

    /**
     * Asks for the status.
     *
     * @param afterVersion the version before the first log entry wanted
     * @param limit at most so many entries, the newest; 0 for none
     */
    record GetStatus(long afterVersion, int limit, ActorRef<NodeStatus> replyTo) implements NodeCall {}

    /**
     * Asks for the data at a version.
     *
     * @param version empty for the newest
     */
    record GetData(Optional<Long> version, ActorRef<Data> replyTo) implements NodeCall {}

    /**
     * The data at a version.
     *
     * @param version the version asked for
     * @param oldest the oldest version that is held
     * @param newest the newest version
     * @param data keys in order; empty if that version is not held
     */
    record Data(long version, long oldest, long newest, Optional<SortedMap<String, Value>> data) {}

    /** Asks what became of a request. */
    record FindTransaction(RequestId id, ActorRef<Found> replyTo) implements NodeCall {}

    /**
     * What a node knows of a request.
     *
     * @param version which version it has created; empty if it is not among the versions that are held
     * @param unknown whether it may take effect yet: its client still waits here, or was told so in this life
     */
    record Found(RequestId id, Optional<Long> version, boolean unknown) {}

    /**
     * The host believes that a peer is gone, and may be wrong.
     *
     * @param peer any other node
     */
    record Suspect(NodeId peer) implements NodeCall {}
}
