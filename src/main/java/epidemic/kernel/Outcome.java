package epidemic.kernel;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What became of a client's transaction. There are exactly three outcomes. */
public sealed interface Outcome {
    /**
     * It took effect.
     *
     * @param node the node that executed it
     * @param layer that node's layer
     * @param version the version it created (updates) or was served at (read-only); 0 is the empty state
     * @param reads one result for each read, in the order of the transaction, repeated keys repeated
     */
    record Committed(NodeId node, int layer, long version, List<ReadResult> reads) implements Outcome {
        /** Copies the reads. */
        public Committed {
            reads = List.copyOf(reads);
        }
    }

    /**
     * It has no effect and never will. The client may ask again.
     *
     * @param reason the kind of refusal, for programs
     * @param message what happened and what would help, for people
     * @param redirect the node to ask instead, of the same layer or one above; empty if none is better placed
     */
    record Refused(Reason reason, String message, Optional<NodeId> redirect) implements Outcome {
        /** A refusal that names no other node. */
        public Refused(Reason reason, String message) {
            this(reason, message, Optional.empty());
        }
    }

    /**
     * It may have taken effect, may still do so, or may never. The same request id, asked again, tells.
     *
     * @param message what happened, for people
     */
    record Unknown(String message) implements Outcome {}

    /** Why a transaction was refused. */
    enum Reason {
        /** The node has as many open transactions as it may have. */
        OVERLOADED,
        /** A core node that must acknowledge is away. */
        PEER_AWAY,
        /** The node is starting, stopped or changing its view. */
        NOT_SERVING,
        /** The node's layer does not execute such a transaction. */
        WRONG_LAYER,
        /** A write at a list, or an append at a single value. */
        KIND_MISMATCH,
        /** The request's id belongs to another transaction, which took effect. */
        REQUEST_REUSED,
        /** Too few nodes are there for updates to be taken: only reads are. */
        NO_QUORUM,
        /** What the request asks for is not possible here, and will not be: for example more copies than there are nodes. */
        NOT_POSSIBLE,
        /** The client's session has seen a newer version than the node holds, and the wait for it, if any, has ended. */
        SESSION_AHEAD;

        /** The reason as it stands in JSON and metrics, for example {@code peer-away}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
