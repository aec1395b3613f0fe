package epidemic.protocol.layered;

import epidemic.kernel.Handle;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import java.util.ArrayDeque;
import java.util.Deque;

/** Clients that are told of a version once it is on the own disk. */
final class DurableReplies {
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long durableVersion;

    private record Waiting(Handle.Client client, Outcome.Committed outcome) {}

    /** Tells the client now, or once the version of the outcome is on disk. */
    void tell(Handle.Client client, Outcome.Committed outcome, ReplicaContext context) {
        if (outcome.version() <= durableVersion) {
            context.reply(client, outcome);
        } else {
            waiting.add(new Waiting(client, outcome));
        }
    }

    /** Versions up to this one are on disk. */
    void durable(long version, ReplicaContext context) {
        durableVersion = Math.max(durableVersion, version);
        while (!waiting.isEmpty() && waiting.peek().outcome().version() <= durableVersion) {
            Waiting done = waiting.remove();
            context.reply(done.client(), done.outcome());
        }
    }

    /** How many clients wait. */
    int size() {
        return waiting.size();
    }
}
