package epidemic.web;

import com.fasterxml.jackson.databind.JsonNode;
import epidemic.kernel.NodeId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Crashes and restarts nodes. Thread-safe. */
final class FaultApi {
    private static final String CRASH = "crash";
    private static final String RESTART = "restart";
    private static final List<String> ACTIONS = List.of(CRASH, RESTART);

    private final WebSetup setup;
    private final Bodies bodies;

    private record Action(String name, NodeId node) {}

    FaultApi(WebSetup setup, Bodies bodies) {
        this.setup = setup;
        this.bodies = bodies;
    }

    /** {@code GET /api/faults}. */
    HttpResponse list() {
        List<NodeId> crashed = setup.topology().nodes().stream()
                .filter(node -> setup.directory().node(node).isEmpty())
                .toList();
        return Responses.json(
                200, json -> NodeJson.writeFaults(json, setup.settings().faultsEnabled(), crashed));
    }

    /** {@code POST /api/faults}. */
    CompletionStage<HttpResponse> act(HttpRequest request) {
        if (!setup.settings().faultsEnabled()) {
            throw new ApiException(403, "faults-disabled", "faults need epidemic.faults.enabled = true");
        }
        String type = Bodies.mediaType(request);
        if (!type.equals("application/json")) {
            throw Bodies.unsupported(type, "application/json");
        }
        return bodies.text(request)
                .thenApply(this::action)
                .thenCompose(this::perform)
                .thenApply(done -> list());
    }

    private Action action(String body) {
        try {
            JsonNode object = JsonBody.object(body);
            JsonBody.requireFields("a fault", object, ACTIONS);
            List<String> actions = ACTIONS.stream().filter(object::has).toList();
            if (actions.size() != 1) {
                throw new IllegalArgumentException("exactly one of crash and restart is allowed");
            }
            String name = actions.get(0);
            return new Action(name, nodeNamed(JsonBody.text(name, object.get(name))));
        } catch (IllegalArgumentException wrong) {
            throw ApiException.badRequest(String.valueOf(wrong.getMessage()));
        }
    }

    private NodeId nodeNamed(String name) {
        return setup.topology().nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no node '" + name + "': one of " + setup.topology().nodes() + " is allowed"));
    }

    private CompletionStage<Optional<NodeId>> perform(Action action) {
        boolean isRunning = setup.directory().node(action.node()).isPresent();
        boolean crashes = action.name().equals(CRASH);
        if (crashes == isRunning) {
            setup.traffic()
                    .event(action.node(), action.name(), crashes ? "crashed on purpose" : "restarted on its log");
        }
        return (crashes ? setup.faults().crash(action.node()) : setup.faults().restart(action.node()))
                .thenApply(done -> Optional.of(action.node()));
    }
}
