package epidemic.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import epidemic.kernel.Detail;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReadResult;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.Topology;
import epidemic.kernel.Transaction;
import epidemic.kernel.Value;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The JSON of the HTTP interface, as docs/api.md tells it. What is missing or of another type in an answer is an {@link
 * IllegalArgumentException} that names it.
 */
final class ApiJson {
    private static final double NANOS_PER_MILLI = 1e6;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ApiJson() {}

    /** The body of a request. */
    static String request(Transaction transaction) {
        ObjectNode body = MAPPER.createObjectNode();
        body.put("id", transaction.id().toString());
        body.put("layer", transaction.layer());
        ArrayNode operations = body.putArray("operations");
        for (Operation operation : transaction.operations()) {
            ObjectNode item = operations.addObject();
            if (operation instanceof Operation.Write write) {
                item.put("write", write.key()).put("value", write.value());
            } else if (operation instanceof Operation.Append append) {
                item.put("append", append.key()).put("value", append.value());
            } else {
                item.put("read", operation.key());
            }
        }
        return body.toString();
    }

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException problem) {
            throw new IllegalArgumentException("no JSON but " + LineScanner.quote(text), problem);
        }
    }

    /** A committed transaction. */
    static Outcome.Committed committed(JsonNode body) {
        List<ReadResult> reads = new ArrayList<>();
        for (JsonNode read : field(body, "reads")) {
            reads.add(new ReadResult(read.path(0).asText(), value(read.path(1))));
        }
        return new Outcome.Committed(
                NodeId.of(text(body, "node")), (int) number(body, "layer"), number(body, "version"), reads);
    }

    /** A refusal, or empty if the body is none: some proxy's 503 is no promise of the system's. */
    static Optional<Outcome.Refused> refused(JsonNode body) {
        if (!body.path("outcome").asText().equals("refused")) {
            return Optional.empty();
        }
        String message = body.path("message").asText();
        String code = body.path("error").asText();
        for (Outcome.Reason reason : Outcome.Reason.values()) {
            if (reason.code().equals(code.toLowerCase(Locale.ROOT))) {
                return Optional.of(new Outcome.Refused(reason, message));
            }
        }
        return Optional.of(new Outcome.Refused(Outcome.Reason.NOT_SERVING, code + ": " + message));
    }

    /** The layers and nodes of {@code GET /api/nodes}; links do not matter here. */
    static Topology topology(JsonNode body) {
        List<Topology.Layer> layers = new ArrayList<>();
        for (JsonNode layer : field(field(body, "topology"), "layers")) {
            List<NodeId> nodes = new ArrayList<>();
            field(layer, "nodes").forEach(node -> nodes.add(NodeId.of(node.asText())));
            layers.add(new Topology.Layer(
                    layer.path("name").asText(), layer.path("guarantee").asText(), nodes));
        }
        return new Topology(layers, List.of());
    }

    /** A node of {@code GET /api/nodes} with the answer about its data, if it gave one. */
    static NodeSummary node(JsonNode node, Optional<JsonNode> data) {
        long version = data.map(body -> number(body, "version")).orElseGet(() -> number(node, "version"));
        return new NodeSummary(
                NodeId.of(text(node, "id")),
                (int) number(node, "layer"),
                version,
                number(node, "pending"),
                data.map(body -> data(field(body, "data"))));
    }

    /** The answer of {@code GET /api/nodes/{id}}. */
    static NodeStatus status(JsonNode body) {
        List<NodeId> members = new ArrayList<>();
        field(body, "members").forEach(member -> members.add(NodeId.of(member.asText())));
        List<ReplicaView.Feed> feeds = new ArrayList<>();
        field(body, "feeds").forEach(feed -> feeds.add(feed(feed)));
        List<Detail> details = new ArrayList<>();
        body.path("details").forEach(detail -> details.add(detail(detail)));
        ReplicaView view = new ReplicaView(
                text(body, "role"),
                number(body, "version"),
                number(body, "pending"),
                number(body, "epoch"),
                members,
                field(body, "serving").asBoolean(),
                text(body, "reason"),
                feeds,
                details);
        NodeStatus.State state = NodeStatus.State.valueOf(text(body, "state").toUpperCase(Locale.ROOT));
        return new NodeStatus(NodeId.of(text(body, "id")), state, view, List.of());
    }

    private static Detail detail(JsonNode detail) {
        JsonNode peer = detail.path("peer");
        return new Detail(
                text(detail, "name"),
                peer.isTextual() ? Optional.of(NodeId.of(peer.asText())) : Optional.empty(),
                figure(detail));
    }

    private static Detail.Figure figure(JsonNode detail) {
        if (detail.has("count")) {
            return new Detail.Count(number(detail, "count"));
        } else if (detail.has("ms")) {
            return new Detail.Time(Math.round(field(detail, "ms").asDouble() * NANOS_PER_MILLI));
        } else if (detail.has("percent")) {
            return new Detail.Share(number(detail, "percent"));
        }
        return new Detail.Word(text(detail, "word"));
    }

    private static ReplicaView.Feed feed(JsonNode feed) {
        JsonNode updates = field(feed, "updatesToNextPush");
        JsonNode millis = field(feed, "msToNextPush");
        return new ReplicaView.Feed(
                NodeId.of(text(feed, "to")),
                number(feed, "acknowledged"),
                field(feed, "inFlight").asBoolean(),
                updates.isNull() ? Optional.empty() : Optional.of(updates.longValue()),
                millis.isNull() ? Optional.empty() : Optional.of(TimeUnit.MILLISECONDS.toNanos(millis.longValue())));
    }

    /** The answer of {@code GET /api/nodes/{id}/data}. */
    static NodeCall.Data dataOfNode(JsonNode body) {
        long version = number(body, "version");
        return new NodeCall.Data(version, number(body, "oldest"), version, Optional.of(data(field(body, "data"))));
    }

    private static SortedMap<String, Value> data(JsonNode object) {
        SortedMap<String, Value> data = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            value(entry.getValue()).ifPresent(value -> data.put(entry.getKey(), value));
        }
        return data;
    }

    private static Optional<Value> value(JsonNode node) {
        if (node.isArray()) {
            Value.Sequence items = Value.Sequence.EMPTY;
            for (JsonNode item : node) {
                items = items.append(item.asText());
            }
            return Optional.of(items);
        }
        return node.isNull() || node.isMissingNode() ? Optional.empty() : Optional.of(new Value.Single(node.asText()));
    }

    static String text(JsonNode body, String name) {
        return field(body, name).asText();
    }

    private static long number(JsonNode body, String name) {
        JsonNode field = field(body, name);
        if (!field.isIntegralNumber()) {
            throw new IllegalArgumentException("field '" + name + "' is no whole number");
        }
        return field.longValue();
    }

    static JsonNode field(JsonNode body, String name) {
        JsonNode field = body.get(name);
        if (field == null) {
            throw new IllegalArgumentException("no field '" + name + "' in " + LineScanner.quote(body.toString()));
        }
        return field;
    }
}
