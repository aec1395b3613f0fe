package epidemic.web;

import com.fasterxml.jackson.databind.JsonNode;
import epidemic.kernel.NodeId;
import epidemic.runtime.actor.LinkFault;
import epidemic.runtime.actor.NodePair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads what a {@code POST /api/faults} asks for. All errors are {@link IllegalArgumentException}s for people. */
final class FaultReader {
    private static final List<String> ACTIONS = List.of("crash", "restart", "cut", "isolate", "heal", "link");
    private static final List<String> FIGURES = List.of("delay", "drop", "duplicate");

    private final List<NodeId> nodes;
    private final Collection<NodePair> faulty;

    /**
     * A reader.
     *
     * @param nodes all there are
     * @param faulty the links that have a fault now
     */
    FaultReader(List<NodeId> nodes, Collection<NodePair> faulty) {
        this.nodes = nodes;
        this.faulty = faulty;
    }

    FaultOrder read(String body) {
        JsonNode object = JsonBody.object(body);
        List<String> allowed = new ArrayList<>(ACTIONS);
        allowed.addAll(FIGURES);
        JsonBody.requireFields("a fault", object, allowed);
        List<String> actions = ACTIONS.stream().filter(object::has).toList();
        if (actions.size() != 1) {
            throw new IllegalArgumentException("exactly one of " + String.join(", ", ACTIONS) + " is allowed");
        }
        String action = actions.get(0);
        requireFiguresOfLink(action, object);
        JsonNode value = object.get(action);
        return switch (action) {
            case "crash", "restart" -> new FaultOrder.OfNode(node(action, value), action.equals("crash"));
            case "cut" -> cut(value);
            case "isolate" -> isolate(value);
            case "heal" -> heal(value);
            default -> link(value, object);
        };
    }

    private static void requireFiguresOfLink(String action, JsonNode object) {
        boolean hasFigures = FIGURES.stream().anyMatch(object::has);
        if (action.equals("link") != hasFigures) {
            throw new IllegalArgumentException(
                    hasFigures
                            ? "field '" + action + "' with delay, drop or duplicate: they are allowed with link"
                            : "field 'link' alone: at least one of delay, drop and duplicate is needed");
        }
    }

    private FaultOrder cut(JsonNode value) {
        NodePair pair = pair("cut", value);
        return new FaultOrder.OfLinks("cut", setOf(pair), LinkFault.CUT, pair.first(), "cut off from " + pair.second());
    }

    private FaultOrder isolate(JsonNode value) {
        List<NodeId> group = value.isArray() ? group("isolate", value) : List.of(node("isolate", value));
        if (group.isEmpty() || group.size() == nodes.size()) {
            throw new IllegalArgumentException("field 'isolate': " + value + ": one node or some of them are allowed,"
                    + " not " + (group.isEmpty() ? "none" : "all"));
        }
        return new FaultOrder.OfLinks(
                "isolate",
                NodePair.around(group, nodes),
                LinkFault.CUT,
                group.get(0),
                names(group) + (group.size() == 1 ? " is" : " are") + " cut off from all others");
    }

    private FaultOrder heal(JsonNode value) {
        SortedSet<NodePair> links = new TreeSet<>();
        if (value.isArray()) {
            links.add(pair("heal", value));
        } else if (JsonBody.text("heal", value).equals("all")) {
            links.addAll(faulty);
        } else {
            NodeId node = node("heal", value);
            faulty.stream().filter(pair -> pair.has(node)).forEach(links::add);
        }
        NodeId first = links.isEmpty() ? nodes.get(0) : links.first().first();
        return new FaultOrder.OfLinks("heal", links, LinkFault.NONE, first, "healed: " + links);
    }

    private FaultOrder link(JsonNode value, JsonNode object) {
        NodePair pair = pair("link", value);
        LinkFault fault = LinkFault.of(
                object.has("delay")
                        ? DurationText.parse("field 'delay'", JsonBody.text("delay", object.get("delay")))
                        : Duration.ZERO,
                share("drop", object),
                share("duplicate", object));
        return new FaultOrder.OfLinks(
                "link", setOf(pair), fault, pair.first(), "its link to " + pair.second() + ": " + fault.words());
    }

    private static SortedSet<NodePair> setOf(NodePair pair) {
        return new TreeSet<>(List.of(pair));
    }

    private NodePair pair(String where, JsonNode value) {
        List<NodeId> two = value.isArray() ? group(where, value) : List.of();
        if (two.size() != 2) {
            throw new IllegalArgumentException("field '" + where + "': two different nodes are allowed, such as [\""
                    + nodes.get(0) + "\",\"" + nodes.get(1) + "\"], not " + JsonBody.shortened(value));
        }
        return NodePair.of(two.get(0), two.get(1));
    }

    private List<NodeId> group(String where, JsonNode value) {
        List<NodeId> group = new ArrayList<>();
        value.forEach(item -> group.add(node(where, item)));
        return group.stream().distinct().toList();
    }

    private NodeId node(String where, JsonNode value) {
        String name = JsonBody.text(where, value);
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no node '" + name + "': one of " + nodes + " is allowed"));
    }

    private static double share(String name, JsonNode object) {
        JsonNode value = object.get(name);
        if (value == null) {
            return 0;
        }
        if (!value.isNumber()) {
            throw new IllegalArgumentException(
                    "field '" + name + "': a number of 0 to 1 is allowed, not " + JsonBody.shortened(value));
        }
        return value.doubleValue();
    }

    private static String names(List<NodeId> group) {
        return String.join(", ", group.stream().map(NodeId::name).toList());
    }
}
