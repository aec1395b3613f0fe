package epidemic.kernel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which nodes a strategy has, in which layers, and who feeds whom. A layer stands for a guarantee: a node may be in several,
 * and renders to each transaction what the layer promises that the transaction names.
 *
 * @param layers from layer 0 on; the index of a layer is its number
 * @param links every link that carries versions, each in its direction
 */
public record Topology(List<Layer> layers, List<Link> links) {
    /**
     * Copies the lists and checks that links join known nodes.
     *
     * @throws IllegalArgumentException if not
     */
    public Topology {
        layers = List.copyOf(layers);
        links = List.copyOf(links);
        Set<NodeId> known = new LinkedHashSet<>();
        for (Layer layer : layers) {
            known.addAll(layer.nodes());
        }
        for (Link link : links) {
            if (!known.contains(link.from()) || !known.contains(link.to())) {
                throw new IllegalArgumentException("link " + link + " joins a node that is not in the topology");
            }
        }
    }

    /**
     * Nodes with the same role and guarantee.
     *
     * @param name for people, for example {@code core}
     * @param guarantee the consistency that readers get, for people
     * @param nodes one or more
     */
    public record Layer(String name, String guarantee, List<NodeId> nodes) {
        /** The name of a layer whose nodes answer from what they have applied: the answers say that they may be old. */
        public static final String STALE = "stale";

        /**
         * Copies the nodes.
         *
         * @throws IllegalArgumentException if one of them stands there twice
         */
        public Layer {
            nodes = List.copyOf(nodes);
            if (new LinkedHashSet<>(nodes).size() < nodes.size()) {
                throw new IllegalArgumentException("a node stands twice in layer " + name + ": " + nodes);
            }
        }

        /** Whether answers of this layer are to be marked as stale. */
        public boolean isStale() {
            return name.equals(STALE);
        }
    }

    /**
     * A way that versions take.
     *
     * @param trigger when they do, for people: for example {@code every 10 updates}
     */
    public record Link(NodeId from, NodeId to, Kind kind, String trigger) {}

    /** How a link replicates. */
    public enum Kind {
        /** Before the client is told. */
        EAGER,
        /** Some time after the client was told. */
        LAZY
    }

    /** All nodes, layer by layer, each once. */
    public List<NodeId> nodes() {
        Set<NodeId> nodes = new LinkedHashSet<>();
        layers.forEach(layer -> nodes.addAll(layer.nodes()));
        return List.copyOf(nodes);
    }

    /** Whether a node takes the transactions of a layer. */
    public boolean serves(NodeId node, int layer) {
        return layer >= 0 && layer < layers.size() && layers.get(layer).nodes().contains(node);
    }

    /**
     * The first layers alone, and the links within them.
     *
     * @param count of layers, 1 or more, and no more than there are
     * @throws IllegalArgumentException if there are not so many
     */
    public Topology first(int count) {
        if (count < 1 || count > layers.size()) {
            throw new IllegalArgumentException(count + " layers: 1 to " + layers.size() + " are allowed");
        }
        Topology kept = new Topology(layers.subList(0, count), List.of());
        List<NodeId> nodes = kept.nodes();
        List<Link> inside = links.stream()
                .filter(link -> nodes.contains(link.from()) && nodes.contains(link.to()))
                .toList();
        return new Topology(kept.layers(), inside);
    }

    /** The number of the first layer that the node is in, or empty if the node is not of this topology. */
    public Optional<Integer> layerOf(NodeId node) {
        for (int number = 0; number < layers.size(); number++) {
            if (serves(node, number)) {
                return Optional.of(number);
            }
        }
        return Optional.empty();
    }

    /** The number of the last layer that the node is in: where it answers by what it holds itself. */
    public Optional<Integer> ownLayerOf(NodeId node) {
        for (int number = layers.size() - 1; number >= 0; number--) {
            if (serves(node, number)) {
                return Optional.of(number);
            }
        }
        return Optional.empty();
    }
}
