package epidemic.lab.live;

import epidemic.client.ClientWatch;
import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.lab.Requests;
import epidemic.runtime.actor.NodeStatus;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Brings all nodes to one version when load has ended: a few more updates, until the count triggers have fired. */
public final class Settling {
    private static final long PAUSE_MILLIS = 20;

    private final Nodes nodes;
    private final Requests requests;
    private final ClientWatch watch;
    private final int client;
    private final String run;
    private long fillers;

    /**
     * Nothing is asked yet.
     *
     * @param requests of the load, which has ended
     * @param client the number of a client that does nothing else
     */
    public Settling(Nodes nodes, Requests requests, ClientWatch watch, int client, String run) {
        this.nodes = nodes;
        this.requests = requests;
        this.watch = watch;
        this.client = client;
        this.run = run;
    }

    /** Waits until all nodes hold the same version, or so long; returns whether they do. */
    public boolean await(Duration patience) throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() - deadline < 0) {
            Map<NodeId, NodeStatus> statuses = nodes.statuses().get();
            if (areEqual(statuses)) {
                return true;
            }
            if (statuses.values().stream().anyMatch(Settling::waitsForUpdates)) {
                fill();
            } else {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
        return false;
    }

    private boolean areEqual(Map<NodeId, NodeStatus> statuses) {
        return statuses.size() == nodes.topology().nodes().size()
                && statuses.values().stream()
                                .mapToLong(status -> status.view().version())
                                .distinct()
                                .count()
                        == 1;
    }

    /** Whether a node has a count trigger that has not fired for its newest version, and nothing is on its way. */
    private static boolean waitsForUpdates(NodeStatus status) {
        ReplicaView view = status.view();
        return view.serving()
                && view.feeds().stream()
                        .anyMatch(feed -> feed.updatesToNextPush().isPresent()
                                && !feed.inFlight()
                                && feed.acknowledged() < view.version());
    }

    private void fill() throws InterruptedException, ExecutionException {
        Requests.Request filler = requests.filler();
        Transaction transaction =
                new Transaction(new RequestId("filler~" + run, fillers++), filler.layer(), filler.operations());
        nodes.execute(transaction, filler.node(), watch.asks(client, transaction, filler.node()))
                .get();
    }
}
