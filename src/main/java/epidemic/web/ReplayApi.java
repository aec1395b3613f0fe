package epidemic.web;

import epidemic.kernel.NodeId;
import epidemic.kernel.RequestId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Answers for a recorded run: it can be looked at from any moment, and not be changed. Thread-safe. */
final class ReplayApi implements RunApi {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String REASON = "this is a replay of a simulated run";

    private final ActorSystem<?> system;
    private final ReplaySetup setup;
    private final ActorRef<ReplayHub.Command> hub;
    private final ReplayNodes nodes;
    private final Bodies bodies;

    ReplayApi(
            ActorSystem<?> system,
            ReplaySetup setup,
            ActorRef<ReplayHub.Command> hub,
            ReplayNodes nodes,
            Bodies bodies) {
        this.system = system;
        this.setup = setup;
        this.hub = hub;
        this.nodes = nodes;
        this.bodies = bodies;
    }

    @Override
    public CompletionStage<HttpResponse> submit(HttpRequest request) {
        throw refusal("takes no transactions");
    }

    @Override
    public CompletionStage<HttpResponse> find(String text) {
        RequestId id;
        try {
            id = RequestId.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw ApiException.badRequest(String.valueOf(wrong.getMessage()));
        }
        long version = nodes.versionOf(id)
                .orElseThrow(() -> new ApiException(
                        404, "unknown-transaction", "no log of the core has '" + id + "' at this moment of the run"));
        return CompletableFuture.completedFuture(OutcomeJson.found(id, version));
    }

    @Override
    public HttpResponse faults() {
        List<NodeId> crashed =
                ReplayMoment.of(setup.recording(), nodes.positionNanos()).crashed();
        return Responses.json(200, json -> NodeJson.writeFaults(json, false, FaultReport.of(crashed)));
    }

    @Override
    public CompletionStage<HttpResponse> actOnFaults(HttpRequest request) {
        throw refusal("has the faults of its plan and takes no others");
    }

    @Override
    public CompletionStage<HttpResponse> ready(HttpRequest request) {
        return CompletableFuture.completedFuture(Responses.json(503, json -> {
            json.writeStringField("status", "not-ready");
            json.writeStringField("reason", REASON + ": it takes no transactions");
        }));
    }

    @Override
    public CompletionStage<HttpResponse> metrics() {
        throw refusal("has no metrics");
    }

    private static ApiException refusal(String what) {
        return new ApiException(409, "replay", REASON + ": it " + what);
    }

    @Override
    public CompletionStage<HttpResponse> replay() {
        return ask(Optional.empty());
    }

    @Override
    public CompletionStage<HttpResponse> chart() {
        return CompletableFuture.completedFuture(
                Responses.json(200, json -> ReplayJson.writeChart(json, setup.recording())));
    }

    @Override
    public CompletionStage<HttpResponse> control(HttpRequest request) {
        String type = Bodies.mediaType(request);
        if (!type.equals("application/json")) {
            throw Bodies.unsupported(type, "application/json");
        }
        return bodies.text(request).thenCompose(body -> ask(Optional.of(order(body))));
    }

    private static ReplayOrder order(String body) {
        try {
            return ReplayOrder.parse(body);
        } catch (IllegalArgumentException wrong) {
            throw ApiException.badRequest(String.valueOf(wrong.getMessage()));
        }
    }

    private CompletionStage<HttpResponse> ask(Optional<ReplayOrder> order) {
        return AskPattern.<ReplayHub.Command, ReplayPosition>askWithStatus(
                        hub, replyTo -> new ReplayHub.Control(order, replyTo), PATIENCE, system.scheduler())
                .thenApply(position -> Responses.json(200, json -> ReplayJson.write(json, setup.recording(), position)))
                .exceptionally(failure -> Responses.failure(refused(failure)));
    }

    private static Throwable refused(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof IllegalArgumentException wrong
                ? ApiException.badRequest(String.valueOf(wrong.getMessage()))
                : cause;
    }
}
