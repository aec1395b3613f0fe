package epidemic.lab;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Session;
import java.util.List;
import java.util.Optional;

/** What the clients of a run ask for, of whom and when: drawn from the seed, or written down. Belongs to one run. */
interface Demand {
    /** The clients. */
    List<Member> members();

    /** How long a client waits for an outcome before it takes it for lost, above 0. */
    long patienceNanos();

    /** When a client begins. Asked once for each, in their order. */
    long firstNanos(Member member);

    /** What a client asks for now; empty if it has nothing more to ask. */
    Optional<Ask> next(Member member, long nowNanos);

    /** How long a client that has its outcome pauses before it comes to {@link #next}. */
    long pauseNanos(Member member, long nowNanos, boolean isHealed);

    /** How long a client that has heard nothing certain pauses before it asks again; empty if it gives up. */
    Optional<Long> retryAfterNanos(Member member, Operated operated, long nowNanos);

    /** The node that a client asks again, now. */
    NodeId retryNode(Member member, Operated operated, long nowNanos);

    /** One more update, so that a trigger fires. */
    Ask filler();

    /** Reads of all keys that are in use, for a {@link Barrier}. */
    Ask barrier();

    /** Every key that may have been used. */
    List<String> allKeys();

    /**
     * A client.
     *
     * @param number its number in requests and histories, 0 or more
     * @param session what it wants of nodes that have not seen what it has; empty if it does not show what it has seen
     */
    record Member(int number, Optional<Session> session) {}

    /** A transaction for a node of a layer. */
    record Ask(int layer, List<Operation> operations, NodeId node) {}
}
