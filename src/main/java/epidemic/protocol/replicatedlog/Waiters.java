package epidemic.protocol.replicatedlog;

import epidemic.kernel.Handle;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The clients that wait until enough nodes hold their message, apart by how many that is: so those who wait for a node that
 * is away cost the others nothing. Releasing costs O(log waiting) for each client that is released.
 */
final class Waiters {
    private final NodeId self;
    private final int max;
    /** Index w - 1: those who wait for w nodes, the lowest id first. */
    private final List<PriorityQueue<Waiter>> byConcern = new ArrayList<>();

    private int size;
    private long count;

    private record Waiter(long id, long number, Handle.Client client) {}

    Waiters(NodeId self, int nodes, int max) {
        this.self = self;
        this.max = max;
        for (int concern = 1; concern <= nodes; concern++) {
            byConcern.add(
                    new PriorityQueue<>(Comparator.comparingLong(Waiter::id).thenComparingLong(Waiter::number)));
        }
    }

    /** Whether as many wait for so many nodes as may: those who wait for a node that is away take nobody else's room. */
    boolean isFull(int concern) {
        return byConcern.get(concern - 1).size() >= max;
    }

    int size() {
        return size;
    }

    /** A client has gone: it makes room for others. Its message stays where it is. O(waiting). */
    void leave(Handle.Client client, ReplicaContext context) {
        for (PriorityQueue<Waiter> waiting : byConcern) {
            if (waiting.removeIf(waiter -> waiter.client() == client)) {
                size--;
                context.reply(client, new Outcome.Unknown("its client has gone"));
            }
        }
    }

    void add(long id, int concern, Handle.Client client) {
        byConcern.get(concern - 1).add(new Waiter(id, count++, client));
        size++;
    }

    /**
     * Tells those whose message is held by as many nodes as they wanted.
     *
     * @param heldBy index w - 1: the newest id that w nodes hold, with all before it
     */
    void release(long[] heldBy, ReplicaContext context) {
        for (int index = 0; index < heldBy.length; index++) {
            PriorityQueue<Waiter> waiting = byConcern.get(index);
            while (!waiting.isEmpty() && waiting.peek().id() <= heldBy[index]) {
                Waiter done = waiting.remove();
                size--;
                context.reply(done.client(), new Outcome.Committed(self, 0, done.id(), List.of()));
            }
        }
    }
}
