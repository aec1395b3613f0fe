package epidemic.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * What a client asks for in one request: operations that take effect together, at one version, or not at all. A
 * transaction sees its own changes.
 *
 * @param id the request's identity
 * @param layer the layer it is meant for; updates are executed by layer 0 only
 * @param operations one or more, in the order of the request
 * @param session what the client has seen: a node that keeps sessions does not answer from an older version
 */
public record Transaction(RequestId id, int layer, List<Operation> operations, Session session) {
    /**
     * Checks ranges and copies the operations.
     *
     * @throws IllegalArgumentException if there is no operation, the layer is negative, or an update is meant
     *     for another layer than 0
     */
    public Transaction {
        operations = List.copyOf(operations);
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("empty transaction: one or more operations are allowed");
        }
        if (layer < 0) {
            throw new IllegalArgumentException("layer " + layer + ": 0 or more is allowed");
        }
        if (layer > 0 && containsChange(operations)) {
            throw new IllegalArgumentException(
                    "a write or append on layer " + layer + ": updates are allowed on layer 0 only");
        }
    }

    /** A transaction of a client that has seen nothing yet. */
    public Transaction(RequestId id, int layer, List<Operation> operations) {
        this(id, layer, operations, Session.NONE);
    }

    /** A transaction of a client that has seen this version, 0 for none, and asks for nothing in particular. */
    public Transaction(RequestId id, int layer, List<Operation> operations, long seenVersion) {
        this(id, layer, operations, Session.seen(seenVersion));
    }

    /**
     * The same request as it goes to the node that a redirection named.
     *
     * @param ofLayer that node's layer
     */
    public Transaction redirected(int ofLayer) {
        return new Transaction(id, ofLayer, operations, session.redirected());
    }

    /** Whether it has a write or an append; the others are read-only. */
    public boolean isUpdate() {
        return containsChange(operations);
    }

    /** Whether it has a read. */
    public boolean hasReads() {
        for (Operation operation : operations) {
            if (operation instanceof Operation.Read) {
                return true;
            }
        }
        return false;
    }

    /** Its writes and appends, in order; not to be changed. Without reads no list is made. */
    @SuppressWarnings("unchecked")
    public List<Operation.Change> changes() {
        if (!hasReads()) {
            return (List<Operation.Change>) (List<?>) operations;
        }
        List<Operation.Change> changes = new ArrayList<>(operations.size());
        for (Operation operation : operations) {
            if (operation instanceof Operation.Change change) {
                changes.add(change);
            }
        }
        return changes;
    }

    private static boolean containsChange(List<Operation> operations) {
        for (Operation operation : operations) {
            if (operation instanceof Operation.Change) {
                return true;
            }
        }
        return false;
    }
}
