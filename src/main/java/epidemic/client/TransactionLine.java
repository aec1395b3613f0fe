package epidemic.client;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.kernel.Transaction;
import java.util.List;
import java.util.Optional;

/**
 * What one line of a transaction file asks for, before it has an identity.
 *
 * @param layer the layer that is to execute it, 0 for the core; updates have 0
 * @param operations one or more, in the order of the line
 * @param pin the one node that is to execute it, of that layer; empty for any node of the layer
 */
public record TransactionLine(int layer, List<Operation> operations, Optional<NodeId> pin) {
    /**
     * Copies the operations.
     *
     * @throws IllegalArgumentException if there is no operation or the layer is negative
     */
    public TransactionLine {
        operations = List.copyOf(operations);
        if (operations.isEmpty() || layer < 0) {
            throw new IllegalArgumentException(operations.size() + " operations on layer " + layer
                    + ": one or more operations on layer 0 or more are allowed");
        }
    }

    /** Whether it has a write or an append; the others are read-only. */
    public boolean isUpdate() {
        return operations.stream().anyMatch(Operation.Change.class::isInstance);
    }

    /**
     * The request to send.
     *
     * @param id its identity
     * @param session what the client has seen
     * @throws IllegalArgumentException if it is an update of another layer than 0, which a parsed line never is
     */
    public Transaction toTransaction(RequestId id, Session session) {
        return new Transaction(id, layer, operations, session);
    }
}
