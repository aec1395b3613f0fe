package epidemic.lab.history;

import epidemic.kernel.NodeId;
import epidemic.kernel.Topology;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a reader of a history must know of the run.
 *
 * @param mode {@code append} or {@code register}; {@code mixed} where clients do as they like
 * @param seed of the run
 * @param clock which clock the times are of, for example {@code virtual-ns} or {@code driver-monotonic-ns}
 * @param layers the layer of each node
 * @param feeds who is fed by whom: target to source
 * @param batch the core feeds layer 1 each time its version has grown by so much
 * @param periodNanos layer 1 feeds layer 2 this often
 * @param graceNanos how much later than the bounds say may be, for latency and scheduling
 */
public record RunMeta(
        String mode,
        long seed,
        String clock,
        Map<NodeId, Integer> layers,
        Map<NodeId, NodeId> feeds,
        long batch,
        long periodNanos,
        long graceNanos) {
    /**
     * What there is to know of a topology, and more.
     *
     * @param clock which clock the times are of
     */
    public static RunMeta of(
            Topology topology, String mode, long seed, String clock, long batch, long periodNanos, long graceNanos) {
        Map<NodeId, Integer> layers = new LinkedHashMap<>();
        topology.nodes().forEach(node -> layers.put(node, topology.layerOf(node).orElseThrow()));
        Map<NodeId, NodeId> feeds = new LinkedHashMap<>();
        for (Topology.Link link : topology.links()) {
            if (link.kind() == Topology.Kind.LAZY) {
                feeds.put(link.to(), link.from());
            }
        }
        return new RunMeta(mode, seed, clock, layers, feeds, batch, periodNanos, graceNanos);
    }

    /** Copies the maps, keeping their order. */
    public RunMeta {
        layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
        feeds = Collections.unmodifiableMap(new LinkedHashMap<>(feeds));
    }
}
