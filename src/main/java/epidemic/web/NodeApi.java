package epidemic.web;

import com.fasterxml.jackson.core.JsonGenerator;
import epidemic.kernel.NodeId;
import epidemic.kernel.Topology;
import epidemic.kernel.Value;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeStatus;
import epidemic.runtime.storage.DiskCall;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Tells of nodes, their logs and their data. Thread-safe. */
final class NodeApi {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Json.Writer ALIVE = json -> json.writeStringField("status", "alive");
    private static final Json.Writer READY = json -> json.writeStringField("status", "ready");
    private static final long LIMIT_USUAL = 100;
    private static final long LIMIT_MAX = 1_000;

    /** Stands for the nodes of the process that is asked: probes need not know whom they ask. */
    private static final String SELF = "self";

    private final Shown shown;
    private final NodeSource source;
    private final List<NodeId> own;

    /** All nodes are here. */
    NodeApi(Shown shown, NodeSource source) {
        this(shown, source, List.of());
    }

    NodeApi(Shown shown, NodeSource source, List<NodeId> elsewhere) {
        this.shown = shown;
        this.source = source;
        this.own = shown.topology().nodes().stream()
                .filter(node -> !elsewhere.contains(node))
                .toList();
    }

    /** {@code GET /api/nodes}. */
    CompletionStage<HttpResponse> all() {
        return source.reports()
                .thenApply(reports -> Responses.json(200, json -> {
                    NodeJson.writeSystem(json, shown.strategy(), shown.topology());
                    NodeJson.writeNodes(json, reports);
                }));
    }

    /** {@code GET /api/nodes/{id}}. */
    CompletionStage<HttpResponse> one(String name) {
        NodeId node = nodeNamed(name);
        return source.reports().thenApply(reports -> {
            byte[] body = Json.bytes(json -> {
                for (NodeReport report : reports) {
                    if (report.id().equals(node)) {
                        NodeJson.writeNode(json, report);
                    }
                }
            });
            return Responses.json(200, body);
        });
    }

    /** {@code GET /api/nodes/{id}/versions}. */
    CompletionStage<HttpResponse> versions(String name, HttpRequest request) {
        NodeId node = nodeNamed(name);
        Optional<Long> from = number(request, "from", 1, Long.MAX_VALUE);
        int limit = number(request, "limit", 1, LIMIT_MAX).orElse(LIMIT_USUAL).intValue();
        return source.versions(node, from.orElse(1L) - 1, limit)
                .thenCompose(read -> from.isEmpty() && read.isCompacted()
                        ? source.versions(node, read.snapshotVersion(), limit)
                        : CompletableFuture.completedFuture(read))
                .thenApply(read -> versionsResponse(node, read));
    }

    private static HttpResponse versionsResponse(NodeId node, DiskCall.ReadResult read) {
        long from = read.afterVersion() + 1;
        if (read.isCompacted()) {
            throw new ApiException(
                    404,
                    "version-compacted",
                    node + " does not have version " + from + " any more: a snapshot stands for versions 1 to "
                            + read.snapshotVersion() + " (storage.keep-versions); later ones are there");
        }
        return Responses.json(200, json -> {
            json.writeStringField("node", node.name());
            json.writeNumberField("version", read.lastVersion());
            json.writeNumberField("from", from);
            json.writeNumberField("snapshot", read.snapshotVersion());
            StatusJson.writeEntries(json, read.entries());
        });
    }

    /** {@code GET /api/nodes/{id}/data}. */
    CompletionStage<HttpResponse> data(String name, HttpRequest request) {
        NodeId node = nodeNamed(name);
        Optional<Long> version = number(request, "version", 0, Long.MAX_VALUE);
        return source.data(node, version).thenApply(data -> dataResponse(node, data));
    }

    private static HttpResponse dataResponse(NodeId node, NodeCall.Data answer) {
        SortedMap<String, Value> data = answer.data()
                .orElseThrow(() -> new ApiException(
                        404,
                        "version-not-held",
                        node + " does not hold the data of version " + answer.version() + ": versions "
                                + answer.oldest() + " to " + answer.newest() + " are held"));
        return Responses.json(200, json -> {
            json.writeStringField("node", node.name());
            json.writeNumberField("version", answer.version());
            json.writeNumberField("oldest", answer.oldest());
            json.writeObjectFieldStart("data");
            writeData(json, data);
            json.writeEndObject();
        });
    }

    private static void writeData(JsonGenerator json, SortedMap<String, Value> data) throws IOException {
        for (Map.Entry<String, Value> item : data.entrySet()) {
            json.writeFieldName(item.getKey());
            OutcomeJson.writeValue(json, item.getValue());
        }
    }

    /**
     * {@code GET /ready}: whether some node of layer 0 takes transactions, or the node that is named takes its own, or all
     * nodes of this process do.
     */
    CompletionStage<HttpResponse> ready(HttpRequest request) {
        return ready(Bodies.query(request, "node").map(this::nodesNamed));
    }

    /** Whether a node takes its transactions. */
    CompletionStage<HttpResponse> ready(NodeId node) {
        return ready(Optional.of(List.of(node)));
    }

    private CompletionStage<HttpResponse> ready(Optional<List<NodeId>> named) {
        return source.reports().thenApply(reports -> {
            List<NodeReport> asked = reports.stream()
                    .filter(report ->
                            named.map(nodes -> nodes.contains(report.id())).orElse(report.layer() == 0))
                    .toList();
            long serving = asked.stream().filter(NodeApi::serves).count();
            boolean isReady = serving > 0 && (named.isEmpty() || serving == asked.size());
            return isReady ? Responses.json(200, READY) : notReady(asked);
        });
    }

    /** {@code GET /health}: the process is alive; 503 if the node that is named, or one of this process, does not run. */
    CompletionStage<HttpResponse> health(HttpRequest request) {
        return Bodies.query(request, "node")
                .map(this::nodesNamed)
                .map(this::health)
                .orElseGet(() -> CompletableFuture.completedFuture(Responses.json(200, ALIVE)));
    }

    /** Whether a node runs. */
    CompletionStage<HttpResponse> health(NodeId node) {
        return health(List.of(node));
    }

    private CompletionStage<HttpResponse> health(List<NodeId> named) {
        return source.reports().thenApply(reports -> {
            List<NodeId> running = reports.stream()
                    .filter(report -> report.state() != NodeStatus.State.STOPPED)
                    .map(NodeReport::id)
                    .toList();
            return named.stream()
                    .filter(node -> !running.contains(node))
                    .findFirst()
                    .map(NodeApi::stopped)
                    .orElseGet(() -> Responses.json(200, ALIVE));
        });
    }

    private static boolean serves(NodeReport report) {
        return report.state() == NodeStatus.State.UP && report.serving();
    }

    private static HttpResponse stopped(NodeId node) {
        return Responses.json(503, json -> {
            json.writeStringField("status", "stopped");
            json.writeStringField("reason", node + " is stopped");
        });
    }

    private static HttpResponse notReady(List<NodeReport> asked) {
        String reason = asked.stream()
                .filter(report -> !serves(report))
                .map(report -> report.id() + ": " + (report.reason().isEmpty() ? "does not serve" : report.reason()))
                .reduce((first, second) -> first + "; " + second)
                .orElse("no node of layer 0");
        return Responses.json(503, json -> {
            json.writeStringField("status", "not-ready");
            json.writeStringField("reason", reason);
        });
    }

    private static Optional<Long> number(HttpRequest request, String name, long min, long max) {
        Optional<String> text = Bodies.query(request, name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        boolean isNumber = NUMBER.matcher(text.get()).matches();
        if (!isNumber || Long.parseLong(text.get()) < min || Long.parseLong(text.get()) > max) {
            throw ApiException.badRequest("parameter " + name + "=" + text.get() + ": a whole number of " + min
                    + (max == Long.MAX_VALUE ? " or more" : " to " + max) + " is allowed");
        }
        return Optional.of(Long.parseLong(text.get()));
    }

    private List<NodeId> nodesNamed(String name) {
        return name.equals(SELF) ? own : List.of(nodeNamed(name));
    }

    private NodeId nodeNamed(String name) {
        return shown.topology().nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknownNode(name, shown.topology()));
    }

    static ApiException unknownNode(String name, Topology topology) {
        return new ApiException(
                404, "unknown-node", "no node '" + name + "': one of " + topology.nodes() + " is allowed");
    }
}
