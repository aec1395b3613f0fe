package epidemic.protocol.passive;

import epidemic.kernel.Handle;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Clients of the main replica whose outcome is known, and is told once the disk has all versions that were there when they
 * asked: those that they made, and those that they read.
 */
final class DiskQueue {
    private final int openMax;
    private final boolean tellsAtOnce;
    private final Deque<Open> open = new ArrayDeque<>();

    private record Open(long version, Handle.Client client, Outcome outcome) {}

    DiskQueue(PassiveConfig config) {
        this.openMax = config.maxInFlight();
        this.tellsAtOnce = config.mutant() == PassiveMutant.TOLD_BEFORE_DISK;
    }

    int size() {
        return open.size();
    }

    boolean isFull() {
        return open.size() >= openMax;
    }

    /**
     * A client's outcome.
     *
     * @param version the newest one; never below that of an earlier call
     */
    void add(long version, Handle.Client client, Outcome outcome) {
        open.add(new Open(version, client, outcome));
    }

    /** The disk has the versions up to this one. */
    void tell(long durable, ReplicaContext context) {
        while (!open.isEmpty() && (open.peek().version() <= durable || tellsAtOnce)) {
            Open first = open.remove();
            context.reply(first.client(), first.outcome());
        }
    }
}
