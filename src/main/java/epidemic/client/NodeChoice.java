package epidemic.client;

import epidemic.kernel.NodeId;
import epidemic.kernel.Topology;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws the node for each transaction of one client: the pinned one, or any node of its layer, all equally likely. The
 * same seed, file and lines give the same nodes, however the clients' turns fall. Confined to one thread.
 */
public final class NodeChoice {
    private final Topology topology;
    private final SplittableRandom random;

    /**
     * The choices of one client.
     *
     * @param seed the run's seed, any number
     * @param fileIndex which of the run's files it is, from 0 on; each has its own stream of draws
     */
    public NodeChoice(Topology topology, long seed, int fileIndex) {
        this.topology = topology;
        SplittableRandom ofRun = new SplittableRandom(seed);
        SplittableRandom ofFile = ofRun.split();
        for (int index = 0; index < fileIndex; index++) {
            ofFile = ofRun.split();
        }
        this.random = ofFile;
    }

    /**
     * The node for the next transaction. A pinned one draws too, so that a pin changes no other line's node.
     *
     * @param line a transaction of the topology
     */
    public NodeId choose(TransactionLine line) {
        List<NodeId> nodes = topology.layers().get(line.layer()).nodes();
        NodeId drawn = nodes.get(random.nextInt(nodes.size()));
        return line.pin().orElse(drawn);
    }
}
