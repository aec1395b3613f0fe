package epidemic.web;

import epidemic.kernel.NodeId;
import epidemic.kernel.Transaction;
import epidemic.runtime.trace.Trace;
import java.util.Optional;

/**
 * A transaction as it came.
 *
 * @param pin the node that is to execute it, empty for any of its layer
 * @param trace what it says in itself that it is a step of
 */
record Submission(Transaction transaction, Optional<NodeId> pin, Optional<Trace> trace) {
    /** A transaction that says nothing of a trace. */
    Submission(Transaction transaction, Optional<NodeId> pin) {
        this(transaction, pin, Optional.empty());
    }
}
