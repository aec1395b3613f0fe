package epidemic.web;

import epidemic.kernel.NodeId;
import epidemic.kernel.Transaction;
import java.util.Optional;

/**
 * A transaction as it came.
 *
 * @param pin the node that is to execute it, empty for any of its layer
 */
record Submission(Transaction transaction, Optional<NodeId> pin) {}
