package epidemic.cli;

import epidemic.kernel.NodeId;
import epidemic.kernel.Topology;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where each node of a system is asked, as {@code [NODE=]URL} says it. */
final class Places {
    private Places() {}

    /**
     * A place for each node.
     *
     * @throws CommandFailure if there is none for some node, or two for one
     * @throws IllegalArgumentException if one is no address of a system
     */
    static Map<NodeId, URI> of(List<String> texts, Topology topology) {
        Map<NodeId, URI> places = new TreeMap<>();
        Optional<URI> forOthers = Optional.empty();
        for (String text : texts) {
            int equals = text.indexOf('=');
            boolean isNamed = equals > 0 && equals < text.indexOf(':');
            URI url = SystemUrl.of(isNamed ? text.substring(equals + 1) : text);
            boolean isSecond = isNamed
                    ? places.put(node(text.substring(0, equals), topology), url) != null
                    : forOthers.isPresent();
            if (isSecond) {
                throw new CommandFailure("--url " + text + ": one for each node, and one for all others, is allowed");
            }
            forOthers = isNamed ? forOthers : Optional.of(url);
        }
        for (NodeId node : topology.nodes()) {
            if (!places.containsKey(node)) {
                places.put(
                        node,
                        forOthers.orElseThrow(() -> new CommandFailure(
                                "no --url says where " + node + " is: NODE=URL for each node, or URL for all others")));
            }
        }
        return places;
    }

    private static NodeId node(String name, Topology topology) {
        return topology.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new CommandFailure("no node '" + name + "': one of " + topology.nodes() + " is allowed"));
    }
}
