package epidemic.protocol.layered;

import epidemic.kernel.NodeId;
import epidemic.kernel.Topology;
import java.util.ArrayList;
import java.util.List;

/** The seven nodes, and who feeds whom. */
final class LayeredTopology {
    static final List<NodeId> CORE = List.of(NodeId.of("A1"), NodeId.of("A2"), NodeId.of("A3"));
    static final List<NodeId> LAYER_1 = List.of(NodeId.of("B1"), NodeId.of("B2"));
    static final List<NodeId> LAYER_2 = List.of(NodeId.of("C1"), NodeId.of("C2"));

    private static final List<Feed> FEEDS = List.of(
            new Feed(NodeId.of("A2"), NodeId.of("B1")),
            new Feed(NodeId.of("A3"), NodeId.of("B2")),
            new Feed(NodeId.of("B2"), NodeId.of("C1")),
            new Feed(NodeId.of("B2"), NodeId.of("C2")));

    private record Feed(NodeId source, NodeId target) {}

    private LayeredTopology() {}

    /** Whom a node feeds, none or more. */
    static List<NodeId> targetsOf(NodeId source) {
        List<NodeId> targets = new ArrayList<>();
        for (Feed feed : FEEDS) {
            if (feed.source().equals(source)) {
                targets.add(feed.target());
            }
        }
        return targets;
    }

    /** Who feeds a node of layer 1 or 2. */
    static NodeId sourceOf(NodeId target) {
        for (Feed feed : FEEDS) {
            if (feed.target().equals(target)) {
                return feed.source();
            }
        }
        throw new IllegalArgumentException("nobody feeds " + target);
    }

    /** The core node from which the versions of a node of layer 1 or 2 come. */
    static NodeId coreAbove(NodeId target) {
        NodeId source = sourceOf(target);
        return CORE.contains(source) ? source : coreAbove(source);
    }

    /**
     * Who may feed a node of layer 1 or 2, in the order in which it asks: the usual source first, then the other nodes of
     * the layer above.
     */
    static List<NodeId> sourcesOf(NodeId target) {
        List<NodeId> sources = new ArrayList<>(layerAbove(target));
        NodeId usual = sourceOf(target);
        sources.remove(usual);
        sources.add(0, usual);
        return sources;
    }

    private static List<NodeId> layerAbove(NodeId node) {
        return LAYER_1.contains(node) ? CORE : LAYER_1;
    }

    /** Whether a node may feed another one, usually or not. */
    static boolean mayFeed(NodeId source, NodeId target) {
        return !CORE.contains(target) && layerAbove(target).contains(source);
    }

    static Topology describe(LayeredConfig config) {
        List<Topology.Layer> layers = List.of(
                new Topology.Layer("core", "strong", CORE),
                new Topology.Layer("layer 1", "causal", LAYER_1),
                new Topology.Layer("layer 2", "weak", LAYER_2));
        List<Topology.Link> links = new ArrayList<>();
        for (NodeId from : CORE) {
            for (NodeId to : CORE) {
                if (!from.equals(to)) {
                    links.add(new Topology.Link(from, to, Topology.Kind.EAGER, "every update"));
                }
            }
        }
        for (Feed feed : FEEDS) {
            links.add(new Topology.Link(feed.source(), feed.target(), Topology.Kind.LAZY, trigger(feed, config)));
        }
        return new Topology(layers, links);
    }

    private static String trigger(Feed feed, LayeredConfig config) {
        if (LAYER_1.contains(feed.target())) {
            String unit = config.layer1().unit() == LayeredConfig.UpdateUnit.WRITE ? "writes" : "updates";
            return "every " + config.layer1().every() + " " + unit;
        }
        long millis = config.layer2Interval().toMillis();
        return "every " + (millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms");
    }
}
