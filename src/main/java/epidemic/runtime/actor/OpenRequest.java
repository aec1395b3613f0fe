package epidemic.runtime.actor;

import epidemic.kernel.Handle;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.runtime.trace.Trace;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** A client that waits. Two that ask the same are two clients: equality is identity. */
final class OpenRequest implements Handle.Client {
    private final RequestId id;
    private final ActorRef<NodeCall.Executed> replyTo;
    private final Optional<Trace> trace;
    private final long takenNanos;

    OpenRequest(NodeCall.Execute execute, long takenNanos) {
        this.id = execute.transaction().id();
        this.replyTo = execute.replyTo();
        this.trace = execute.trace();
        this.takenNanos = takenNanos;
    }

    /** What the request is a step of. */
    Optional<Trace> trace() {
        return trace;
    }

    /** When the node took the request. */
    long takenNanos() {
        return takenNanos;
    }

    /** What the client asked for. */
    RequestId id() {
        return id;
    }

    /** Whether it is this client that leaves. */
    boolean isOf(NodeCall.Leave leave) {
        return id.equals(leave.id()) && replyTo.equals(leave.replyTo());
    }

    /** An outcome for the log: without what was read. */
    static String brief(Outcome outcome) {
        if (outcome instanceof Outcome.Committed committed) {
            return "committed, version " + committed.version();
        }
        return outcome instanceof Outcome.Refused refused ? "refused, " + refused.message() : "unknown";
    }

    /** Tells the client; it waits no longer. */
    void tell(Outcome outcome, long sequence) {
        replyTo.tell(new NodeCall.Executed(id, outcome, sequence));
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
