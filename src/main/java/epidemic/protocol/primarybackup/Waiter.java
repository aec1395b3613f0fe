package epidemic.protocol.primarybackup;

import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;

/** Somebody who waits for the outcome of a transaction: a client of this node, or another node on behalf of one of its own. */
interface Waiter {
    /** Tells the outcome, once. */
    void tell(Outcome outcome, ReplicaContext context);
}
