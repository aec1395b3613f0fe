package epidemic.client;

import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.Transaction;

/**
 * Is told what clients ask for and what they are told, so that somebody can write it down. Called by all clients at once:
 * implementations are thread-safe, quick, and never throw.
 */
@FunctionalInterface
public interface ClientWatch {
    /** Watches nothing. */
    ClientWatch NONE = (client, transaction, node) -> Asked.NONE;

    /** The number of clients of whom nothing is known, not even what else they ask meanwhile. */
    int ANYBODY = -1;

    /**
     * A request is about to leave.
     *
     * @param client the number of a client that asks for one thing at a time, from 0; or {@link #ANYBODY}
     * @param node whom it asks
     */
    Asked asks(int client, Transaction transaction, NodeId node);

    /** A request under way. */
    @FunctionalInterface
    interface Asked {
        /** Nobody watches it. */
        Asked NONE = (outcome, sequence) -> {};

        /**
         * Its outcome is here; only the first one counts.
         *
         * @param sequence the number of the reply among those of its node, 0 if no node replied
         */
        void told(Outcome outcome, long sequence);
    }
}
