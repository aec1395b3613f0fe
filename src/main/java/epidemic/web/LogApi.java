package epidemic.web;

import com.fasterxml.jackson.core.JsonGenerator;
import epidemic.kernel.Detail;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReadResult;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.Transaction;
import epidemic.kernel.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** What one node of a replicated log answers: appends and reads, health, and a secondary's test switches. Thread-safe. */
final class LogApi {
    private static final Set<String> APPENDS = Set.of("/messages", "/append", "/");
    private static final Set<String> READS = Set.of("/messages", "/list", "/");
    private static final String QUORUM = "quorum";

    private final LogNode node;
    private final Gate gate;
    private final Bodies bodies;
    private final OpenAnswers answers;
    private final LogRequests requests = new LogRequests();

    LogApi(LogNode node, Gate gate, Bodies bodies) {
        this.node = node;
        this.gate = gate;
        this.bodies = bodies;
        this.answers = new OpenAnswers(node.system(), node.directory(), node.id());
    }

    /** Ends those who wait. */
    void end() {
        answers.end();
    }

    /** Answers a request; every error is JSON. */
    CompletionStage<HttpResponse> answer(HttpRequest request, ClientLine line) {
        CompletionStage<HttpResponse> answer;
        try {
            gate.check(request, false);
            answer = routed(request, line);
        } catch (ApiException refusal) {
            request.discardEntityBytes(node.system());
            answer = CompletableFuture.completedFuture(Responses.failure(refusal));
        }
        return answer.exceptionally(Responses::failure)
                .thenApply(response -> response.addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"))
                        .addHeader(RawHeader.create("Cache-Control", "no-cache")));
    }

    private CompletionStage<HttpResponse> routed(HttpRequest request, ClientLine line) {
        String path = path(request);
        String method = request.method().value();
        boolean isGet = method.equals("GET");
        boolean isPost = method.equals("POST");
        if (isGet && READS.contains(path)) {
            return read(request, line);
        }
        if (isPost && APPENDS.contains(path) && node.isMaster()) {
            return append(request, line);
        }
        if (isGet && path.equals("/health")) {
            return health(request);
        }
        if (isPost && path.equals("/test") && !node.isMaster()) {
            return set(request, line);
        }
        request.discardEntityBytes(node.system());
        return CompletableFuture.completedFuture(notPossible(method, path));
    }

    private HttpResponse notPossible(String method, String path) {
        boolean isAppend = APPENDS.contains(path);
        List<String> methods = methodsOf(path);
        if (methods.isEmpty() && !isAppend) {
            return Responses.error(
                    404,
                    "not-found",
                    node.isMaster()
                            ? "there is nothing here: /messages and /health are"
                            : "there is nothing here: /messages, /health and /test are");
        }
        String message = isAppend && method.equals("POST")
                ? node + " is a secondary: the master takes messages"
                : method + " is not possible at " + path;
        return Responses.wrongMethod(methods, message);
    }

    /** What a path takes at this node; of those for appends a secondary may take nothing. */
    private List<String> methodsOf(String path) {
        List<String> methods = new ArrayList<>();
        if (READS.contains(path) || path.equals("/health")) {
            methods.add("GET");
        }
        if (node.isMaster() ? APPENDS.contains(path) : path.equals("/test")) {
            methods.add("POST");
        }
        return methods;
    }

    /** What is asked for; a slash at its end means nothing. */
    private static String path(HttpRequest request) {
        String path = request.getUri().path();
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    // Appends.

    private CompletionStage<HttpResponse> append(HttpRequest request, ClientLine line) {
        long begunNanos = System.nanoTime();
        return bodies.text(request)
                .thenApply(body -> requests.append(request, body))
                .thenCompose(append -> execute(append, line).thenCompose(outcome -> told(append, outcome, begunNanos)));
    }

    private CompletionStage<HttpResponse> told(Transaction append, Outcome outcome, long begunNanos) {
        long id = committed(outcome).version();
        int concern = append.session().writeConcern();
        int wanted = concern == 0 ? node.writeConcern() : concern;
        return node.view()
                .exceptionally(silence -> Optional.empty())
                .thenApply(
                        view -> view.map(known -> acknowledgements(known, id)).orElse(wanted))
                .thenApply(acks -> Responses.json(200, json -> {
                    json.writeNumberField("id", id);
                    json.writeNumberField("acks", Math.max(wanted, acks));
                    json.writeNumberField("durationMs", (System.nanoTime() - begunNanos) / 1_000_000);
                }));
    }

    /** The nodes that are known to hold a message, the master included. */
    private static int acknowledgements(ReplicaView master, long id) {
        return 1
                + (int) master.feeds().stream()
                        .filter(feed -> feed.acknowledged() >= id)
                        .count();
    }

    private CompletionStage<Outcome> execute(Transaction transaction, ClientLine line) {
        return answers.execute(transaction, line)
                .orElseThrow(() -> new ApiException(503, "not-serving", node + " is stopped"));
    }

    private static Outcome.Committed committed(Outcome outcome) {
        if (outcome instanceof Outcome.Committed committed) {
            return committed;
        }
        if (outcome instanceof Outcome.Refused refused) {
            throw new ApiException(statusOf(refused.reason()), refused.reason().code(), refused.message());
        }
        throw new ApiException(504, "unknown", ((Outcome.Unknown) outcome).message());
    }

    private static int statusOf(Outcome.Reason reason) {
        return switch (reason) {
            case NOT_POSSIBLE -> 400;
            case REQUEST_REUSED -> 409;
            default -> 503;
        };
    }

    // Reads.

    private CompletionStage<HttpResponse> read(HttpRequest request, ClientLine line) {
        request.discardEntityBytes(node.system());
        return execute(requests.read(node.isMaster() ? 0 : 1), line)
                .thenApply(outcome -> Responses.json(200, Json.bytes(json -> writeMessages(json, committed(outcome)))));
    }

    private static void writeMessages(JsonGenerator json, Outcome.Committed read) throws IOException {
        json.writeStartArray();
        for (ReadResult result : read.reads()) {
            if (result.value().isPresent() && result.value().get() instanceof Value.Sequence list) {
                for (String value : list.items()) {
                    json.writeString(LogText.decoded(value));
                }
            }
        }
        json.writeEndArray();
    }

    // Health and tests.

    private CompletionStage<HttpResponse> health(HttpRequest request) {
        request.discardEntityBytes(node.system());
        return node.view().thenApply(view -> {
            ReplicaView known =
                    view.orElseThrow(() -> new ApiException(503, "not-serving", node + " is stopped or starting"));
            return Responses.json(200, json -> writeHealth(json, known));
        });
    }

    private void writeHealth(JsonGenerator json, ReplicaView view) throws IOException {
        json.writeStringField("node", node.id().name());
        json.writeStringField("status", view.serving() ? "Healthy" : node.isMaster() ? "Read-only" : "Diverged");
        json.writeNumberField("messages", view.version());
        if (!view.reason().isEmpty()) {
            json.writeStringField("reason", view.reason());
        }
        if (node.isMaster()) {
            json.writeBooleanField(
                    "quorum", view.figure(QUORUM, Detail.Word.class).equals(Optional.of(new Detail.Word("yes"))));
            json.writeArrayFieldStart("secondaries");
            for (ReplicaView.Feed feed : view.feeds()) {
                writeSecondary(json, view, feed);
            }
            json.writeEndArray();
        }
        json.writeObjectFieldStart("details");
        for (Detail detail : view.details()) {
            if (detail.peer().isEmpty() && !detail.name().equals(QUORUM)) {
                json.writeStringField(detail.name(), detail.figure().text());
            }
        }
        json.writeEndObject();
    }

    private static String word(ReplicaView view, String name, ReplicaView.Feed feed) {
        return view.figure(name, feed.target(), Detail.Word.class)
                .map(Detail.Word::text)
                .orElse("");
    }

    private static void writeSecondary(JsonGenerator json, ReplicaView view, ReplicaView.Feed feed) throws IOException {
        json.writeStartObject();
        json.writeStringField("node", feed.target().name());
        json.writeStringField("status", word(view, "health", feed));
        json.writeStringField("log", word(view, "log", feed));
        json.writeNumberField("acknowledged", feed.acknowledged());
        json.writeNumberField(
                "retries",
                view.figure("retries", feed.target(), Detail.Count.class)
                        .map(Detail.Count::count)
                        .orElse(0L));
        json.writeEndObject();
    }

    private CompletionStage<HttpResponse> set(HttpRequest request, ClientLine line) {
        FaultApi.requireEnabled(node.faultsEnabled());
        return bodies.text(request).thenApply(requests::switches).thenCompose(writes -> {
            CompletionStage<?> done = CompletableFuture.completedFuture("");
            for (Transaction write : writes) {
                done = done.thenCompose(before -> execute(write, line)).thenApply(LogApi::committed);
            }
            return done.thenCompose(all -> health(request));
        });
    }
}
