package epidemic.runtime.actor;

import epidemic.kernel.Handle;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import org.apache.pekko.actor.typed.ActorRef;

/** A client that waits. Two that ask the same are two clients: equality is identity. */
final class OpenRequest implements Handle.Client {
    private final RequestId id;
    private final ActorRef<NodeActor.Executed> replyTo;
    private final long takenNanos;

    OpenRequest(RequestId id, ActorRef<NodeActor.Executed> replyTo, long takenNanos) {
        this.id = id;
        this.replyTo = replyTo;
        this.takenNanos = takenNanos;
    }

    /** When the node took the request. */
    long takenNanos() {
        return takenNanos;
    }

    /** What the client asked for. */
    RequestId id() {
        return id;
    }

    /** Tells the client; it waits no longer. */
    void tell(Outcome outcome, long sequence) {
        replyTo.tell(new NodeActor.Executed(id, outcome, sequence));
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
