package epidemic.cli;

import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Topology;
import epidemic.kernel.Transaction;
import java.time.Duration;
import java.util.Optional;

/** A system with a main replica and others, as {@link ReplicaShell} sees it: here, elsewhere, or simulated. */
interface ReplicaSystem extends AutoCloseable {
    /** The main replica in layer 0, the others in layer 1, as they were when it was last looked. */
    Topology topology();

    /**
     * Looks which replicas there are now; if nobody says, those from before stay.
     *
     * @throws IllegalArgumentException if there is another system now
     */
    void look();

    /** A request id that nobody else has. */
    RequestId nextRequest();

    /** Asks a node for a transaction, and waits for its outcome. */
    Outcome ask(NodeId node, Transaction transaction);

    /** The cache time, or empty if the main replica does not tell it now. */
    Optional<Duration> cacheTime();

    /** Lets time pass. */
    void pause(Duration duration);

    /** Ends it, if it is here; one that is elsewhere goes on. */
    @Override
    void close();
}
