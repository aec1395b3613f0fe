package epidemic.web;

import epidemic.runtime.actor.LinkFaults;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Crashes and restarts nodes, cuts, slows and heals links. Thread-safe. */
final class FaultApi {
    private final WebSetup setup;
    private final Bodies bodies;

    FaultApi(WebSetup setup, Bodies bodies) {
        this.setup = setup;
        this.bodies = bodies;
    }

    /** {@code GET /api/faults}. */
    HttpResponse list() {
        FaultReport faults = new FaultReport(
                setup.topology().nodes().stream()
                        .filter(node -> setup.directory().node(node).isEmpty()
                                && setup.directory().isMet(node))
                        .toList(),
                links().all());
        return Responses.json(
                200, json -> NodeJson.writeFaults(json, setup.settings().faultsEnabled(), faults));
    }

    private LinkFaults links() {
        return setup.faults().links();
    }

    /** {@code POST /api/faults}. */
    CompletionStage<HttpResponse> act(HttpRequest request) {
        requireEnabled(setup.settings().faultsEnabled());
        String type = Bodies.mediaType(request);
        if (!type.equals("application/json")) {
            throw Bodies.unsupported(type, "application/json");
        }
        return bodies.text(request)
                .thenApply(this::order)
                .thenCompose(this::perform)
                .thenApply(done -> list());
    }

    /**
     * Lets faults pass if the configuration does.
     *
     * @throws ApiException if it does not
     */
    static void requireEnabled(boolean isEnabled) {
        if (!isEnabled) {
            throw new ApiException(403, "faults-disabled", "faults need epidemic.faults.enabled = true");
        }
    }

    private FaultOrder order(String body) {
        try {
            return new FaultReader(setup.topology().nodes(), links().all().keySet()).read(body);
        } catch (IllegalArgumentException wrong) {
            throw ApiException.badRequest(String.valueOf(wrong.getMessage()));
        }
    }

    private CompletionStage<Done> perform(FaultOrder order) {
        return order instanceof FaultOrder.OfNode ofNode ? crashOrRestart(ofNode) : touch((FaultOrder.OfLinks) order);
    }

    private CompletionStage<Done> crashOrRestart(FaultOrder.OfNode order) {
        boolean isRunning = setup.directory().node(order.node()).isPresent();
        if (order.crashes() == isRunning) {
            setup.traffic()
                    .event(
                            order.node(),
                            order.crashes() ? "crash" : "restart",
                            order.crashes() ? "crashed on purpose" : "restarted on its log");
        }
        return order.crashes()
                ? setup.faults().crash(order.node())
                : setup.faults().restart(order.node());
    }

    private CompletionStage<Done> touch(FaultOrder.OfLinks order) {
        boolean changes = order.links().stream()
                .anyMatch(link -> !order.fault().equals(links().between(link.first(), link.second())));
        if (changes) {
            setup.faults().set(order.links(), order.fault());
            setup.traffic().event(order.node(), order.name(), order.text());
        }
        return CompletableFuture.completedFuture(Done.getInstance());
    }
}
