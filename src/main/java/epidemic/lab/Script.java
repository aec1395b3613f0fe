package epidemic.lab;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Session;
import java.util.List;
import java.util.Optional;

/**
 * What the clients of a run ask for, word by word.
 *
 * @param patienceNanos how long a client waits for an outcome before it takes it for lost, above 0
 * @param clients each with a number of its own
 */
public record Script(long patienceNanos, List<Client> clients) {
    /** Copies the clients. */
    public Script {
        clients = List.copyOf(clients);
        if (patienceNanos <= 0) {
            throw new IllegalArgumentException("patience of " + patienceNanos + "ns: more than 0 is allowed");
        }
        if (clients.stream().map(Client::number).distinct().count() < clients.size()) {
            throw new IllegalArgumentException("two clients with one number: each has its own");
        }
    }

    /**
     * A client, with one operation at a time.
     *
     * @param number 0 or more; its requests are called {@code c7:1}, {@code c7:2} and so on
     * @param session what it wants of nodes that have not seen what it has; empty if it does not show what it has seen
     * @param asks in this order
     */
    public record Client(int number, Optional<Session> session, List<Ask> asks) {
        /** Copies the asks. */
        public Client {
            asks = List.copyOf(asks);
            if (number < 0) {
                throw new IllegalArgumentException("client " + number + ": 0 or more is allowed");
            }
        }
    }

    /**
     * One transaction.
     *
     * @param atNanos when it is asked for, virtual time; later if the one before has no outcome yet
     * @param layer the layer it is meant for
     * @param operations one or more
     * @param node who is asked first
     * @param retries who is asked again as long as nothing is certain, one after the other
     */
    public record Ask(long atNanos, int layer, List<Operation> operations, NodeId node, List<Retry> retries) {
        /** Copies the lists. */
        public Ask {
            operations = List.copyOf(operations);
            retries = List.copyOf(retries);
        }
    }

    /**
     * Asking again.
     *
     * @param afterNanos how long after the client has seen that the attempt before was of no use, 0 or more
     * @param node who is asked
     */
    public record Retry(long afterNanos, NodeId node) {}
}
