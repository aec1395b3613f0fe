package epidemic.runtime.actor;

import epidemic.kernel.NodeId;
import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.protocol.StrategyCatalog;
import org.apache.pekko.actor.typed.Behavior;

/**
 * The nodes of {@code layered} as typed behaviours, chosen by layer, for an actor system of your own:
 *
 * <pre>{@code
 * ActorRef<NodeCall> a1 = context.spawn(LayeredNodes.core(setupOfA1, settings), "A1");
 * }</pre>
 *
 * <p>All three are the one {@link NodeActor}; what differs is the replica that it hosts.
 */
public final class LayeredNodes {
    private static final String STRATEGY = "layered";

    private LayeredNodes() {}

    /**
     * A node of the core: A1, A2 or A3. Eager: it collects the acknowledgements of its peers before it confirms; A2 and
     * A3 feed layer 1 by count.
     *
     * @param settings the block {@code epidemic.layered}
     * @throws IllegalArgumentException if the node is of another layer or a setting is out of its range
     */
    public static Behavior<NodeCall> core(NodeSetup setup, Settings settings) {
        return ofLayer(0, setup, settings);
    }

    /**
     * A node of layer 1: B1 or B2. Lazy: it installs what its core node sends; B2 feeds layer 2 by a timer.
     *
     * @param settings the block {@code epidemic.layered}
     * @throws IllegalArgumentException if the node is of another layer or a setting is out of its range
     */
    public static Behavior<NodeCall> layer1(NodeSetup setup, Settings settings) {
        return ofLayer(1, setup, settings);
    }

    /**
     * A node of layer 2: C1 or C2. Lazy: it installs what B2 sends.
     *
     * @param settings the block {@code epidemic.layered}
     * @throws IllegalArgumentException if the node is of another layer or a setting is out of its range
     */
    public static Behavior<NodeCall> layer2(NodeSetup setup, Settings settings) {
        return ofLayer(2, setup, settings);
    }

    private static Behavior<NodeCall> ofLayer(int layer, NodeSetup setup, Settings settings) {
        Strategy strategy = StrategyCatalog.named(STRATEGY);
        NodeId node = setup.node();
        int actual = strategy.topology(settings).layerOf(node).orElse(-1);
        if (actual != layer) {
            throw new IllegalArgumentException(node + " is not of layer " + layer + " of " + STRATEGY);
        }
        return NodeActor.create(setup, () -> strategy.replica(node, settings));
    }
}
