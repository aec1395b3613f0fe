package epidemic.client;

import com.fasterxml.jackson.databind.JsonNode;
import epidemic.kernel.NodeId;
import epidemic.kernel.Session;
import epidemic.runtime.trace.Trace;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** The HTTP interface of a running system, seen from a client. Threads may share it. */
final class Api {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    private final SubmitOptions options;
    private final Optional<Trace> trace;
    private final HttpClient http;

    Api(SubmitOptions options) {
        this(options, Trace.ofEnvironment());
    }

    /**
     * A client.
     *
     * @param trace of which each transaction is a step
     */
    Api(SubmitOptions options, Optional<Trace> trace) {
        this.options = options;
        this.trace = trace;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_MAX);
        options.authorities().ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    /**
     * Sends a transaction.
     *
     * @param session the session token of the client, empty if it has none yet
     * @throws IOException if no answer came
     */
    HttpResponse<String> post(NodeId node, String body, Optional<String> session) throws IOException {
        HttpRequest.Builder request = request("/api/transactions?node=" + node)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        trace.ifPresent(step -> request.header(Trace.HEADER, step.next().header()));
        session.ifPresent(token -> request.header("Session", token));
        options.session().ifPresent(wishes -> addWishes(wishes, request));
        options.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return send(request);
    }

    /** What a client wants of nodes that are behind it, as headers. */
    static void addWishes(Session wishes, HttpRequest.Builder request) {
        wishes.policy().ifPresent(policy -> request.header("Session-Policy", policy.code()));
        wishes.deadlineNanos().ifPresent(nanos -> request.header("Session-Deadline", duration(nanos)));
    }

    private static String duration(long nanos) {
        long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
        return micros % 1_000 == 0 ? micros / 1_000 + "ms" : micros + "us";
    }

    /**
     * The answer of {@code GET /api/nodes}.
     *
     * @throws SubmitException if the system is away or is none
     */
    JsonNode nodes() {
        return get("/api/nodes").orElseThrow(() -> notServing("status 503"));
    }

    /**
     * All nodes of an answer with their data, each at its newest version.
     *
     * @throws SubmitException if the system is away or is none
     */
    List<NodeSummary> summaries(JsonNode nodes) {
        List<NodeSummary> summaries = new ArrayList<>();
        for (JsonNode node : ApiJson.field(nodes, "nodes")) {
            NodeId id = NodeId.of(ApiJson.text(node, "id"));
            summaries.add(ApiJson.node(node, get("/api/nodes/" + id + "/data")));
        }
        return summaries;
    }

    /** The answer, or empty if it is "not now". */
    private Optional<JsonNode> get(String path) {
        HttpResponse<String> response;
        try {
            response = send(request(path).GET());
        } catch (IOException problem) {
            throw away(problem);
        }
        if (response.statusCode() == UNAVAILABLE) {
            return Optional.empty();
        }
        if (response.statusCode() != OK) {
            throw notServing("status " + response.statusCode() + " for " + path);
        }
        try {
            return Optional.of(ApiJson.parse(response.body()));
        } catch (IllegalArgumentException problem) {
            throw notServing(problem.getMessage());
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(options.url() + path))
                .timeout(options.retry().timeout());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (InterruptedException problem) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private SubmitException away(IOException problem) {
        if (problem instanceof SSLException) {
            return new SubmitException(
                    "no trusted connection to " + options.url() + " (" + describe(problem)
                            + "): name the authority of its certificate with --ca, and a host that it holds for with"
                            + " --url",
                    problem);
        }
        return new SubmitException(
                "nobody answers at " + options.url() + " (" + describe(problem)
                        + "): start a system with scripts/epidemic run, or name the URL of a running one with --url",
                problem);
    }

    /** Whether no connection came about, so that nothing can have been sent. */
    static boolean isNotSent(IOException problem) {
        return problem instanceof ConnectException
                || problem instanceof HttpConnectTimeoutException
                || problem instanceof SSLHandshakeException;
    }

    /** What went wrong on the connection, for people. */
    static String describe(IOException problem) {
        String text = problem.getMessage();
        String kind = problem.getClass().getSimpleName();
        return text == null || text.isEmpty() ? kind : kind + ": " + text;
    }

    SubmitException notServing(String what) {
        return new SubmitException("what answers at " + options.url() + " is no running system (" + what
                + "): name the URL of one with --url, as in http://127.0.0.1:8080");
    }

    SubmitException forbidden(int status, String message) {
        return new SubmitException("the system at " + options.url() + " takes no transactions from here (status "
                + status + ", " + message + "): give the token that it has as epidemic.http.token with --token");
    }
}
