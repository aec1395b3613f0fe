package epidemic.client;

import com.fasterxml.jackson.databind.JsonNode;
import epidemic.kernel.NodeId;
import epidemic.kernel.Session;
import epidemic.kernel.Topology;
import epidemic.kernel.VersionEntry;
import epidemic.runtime.actor.NodeDirectory;
import epidemic.runtime.actor.NodeStatus;
import epidemic.runtime.storage.VersionLine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;

/**
 * A running system over HTTP, each node at a place of its own: what is asked of a node goes to its own process, so that
 * one that is frozen or cut off answers for itself. Thread-safe; nothing waits but the calls that say so.
 */
public final class HttpSystem {
    private static final int OK = 200;
    private static final Duration CONNECT_MAX = Duration.ofSeconds(2);
    private static final Duration LOOK_MAX = Duration.ofSeconds(3);

    /** Longer than the server takes to say {@code unknown}. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final Map<NodeId, URI> places;
    private final Optional<String> token;
    private final Duration patience;
    private final HttpClient http;

    /**
     * A system; nothing is asked yet.
     *
     * @param places where the process of each node listens
     * @param token what it wants to see with every change, if it wants any
     * @param patience how long the system itself waits for an outcome
     */
    public HttpSystem(Map<NodeId, URI> places, Optional<String> token, Duration patience) {
        this.places = new TreeMap<>(places);
        this.token = token;
        this.patience = patience.plus(MARGIN);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_MAX)
                .build();
    }

    /** Other nodes, asked over the same connections. */
    private HttpSystem(Map<NodeId, URI> places, HttpSystem same) {
        this.places = new TreeMap<>(places);
        this.token = same.token;
        this.patience = same.patience;
        this.http = same.http;
    }

    /** Its nodes as actors, which stand for them in this JVM. */
    public NodeDirectory directory(ActorSystem<?> system) {
        NodeDirectory directory = new NodeDirectory();
        enter(directory, system);
        return directory;
    }

    /** Makes actors of those of its nodes that are not in a directory yet, and puts them there. */
    public void enter(NodeDirectory directory, ActorSystem<?> system) {
        for (NodeId node : places.keySet()) {
            if (directory.node(node).isEmpty()) {
                directory.arrived(
                        node, system.systemActorOf(HttpNode.create(this, node), "http-" + node, Props.empty()));
            }
        }
    }

    /**
     * Makes sure that this is a system with these nodes that takes transactions from here. Waits.
     *
     * @throws SubmitException if it is not
     */
    public void check(Topology expected) {
        for (NodeId node : places.keySet()) {
            URI place = places.get(node);
            Topology found = topologyAt(node, place);
            if (!found.layers().equals(expected.layers())) {
                throw new SubmitException("the system at " + place + " has the nodes " + found.nodes() + ", not "
                        + expected.nodes() + ": the same --set and --config as its nodes have are allowed");
            }
            int status = waitFor(post(node, "", Session.NONE), place).statusCode();
            if (status == 401 || status == 403) {
                throw new SubmitException("the system at " + place + " takes no transactions from here (status "
                        + status + "): give the token that it has as epidemic.http.token with --token");
            }
        }
    }

    /**
     * What listens at an address.
     *
     * @param system all of whose nodes are asked there
     * @param topology without its links
     */
    public record Found(HttpSystem system, String strategy, Topology topology) {}

    /**
     * Asks at an address what system is there. Waits.
     *
     * @param token as above
     * @param patience as above
     * @throws SubmitException if none is
     */
    public static Found at(URI place, Optional<String> token, Duration patience) {
        return new HttpSystem(Map.of(), token, patience).look(place);
    }

    /**
     * The same, with this one's token and patience.
     *
     * @throws SubmitException if none is there
     */
    public Found look(URI place) {
        HttpResponse<String> response =
                waitFor(send(request(place, "/api/nodes", LOOK_MAX).GET()), place);
        try {
            JsonNode body = ApiJson.parse(response.body());
            Topology topology = ApiJson.topology(body);
            Map<NodeId, URI> places = new TreeMap<>();
            topology.nodes().forEach(node -> places.put(node, place));
            return new Found(new HttpSystem(places, this), ApiJson.text(body, "strategy"), topology);
        } catch (IllegalArgumentException problem) {
            throw new SubmitException(
                    "what answers at " + place + " is no running system (status " + response.statusCode() + ", "
                            + problem.getMessage() + "): name the URL of one with --url",
                    problem);
        }
    }

    private Topology topologyAt(NodeId node, URI place) {
        HttpResponse<String> response = waitFor(get(node, "/api/nodes"), place);
        try {
            return ApiJson.topology(ApiJson.parse(response.body()));
        } catch (IllegalArgumentException problem) {
            throw new SubmitException(
                    "what answers at " + place + " is no running system (status " + response.statusCode() + ", "
                            + problem.getMessage() + "): name the URL of one with --url",
                    problem);
        }
    }

    private static HttpResponse<String> waitFor(CompletableFuture<HttpResponse<String>> answer, URI place) {
        try {
            return answer.join();
        } catch (CompletionException problem) {
            throw new SubmitException(
                    "nobody answers at " + place + " (" + why(problem) + "): start the nodes, and name each with --url",
                    problem);
        }
    }

    /** Sends a transaction. Fails with an {@link IOException} if no answer comes. */
    CompletableFuture<HttpResponse<String>> post(NodeId node, String body, Session session) {
        HttpRequest.Builder request = request(node, "/api/transactions?node=" + node, patience)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!session.equals(Session.NONE)) {
            request.header("Session", String.valueOf(session.version()));
            Api.addWishes(session, request);
        }
        token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        return send(request);
    }

    private CompletableFuture<HttpResponse<String>> get(NodeId node, String path) {
        return send(request(node, path, LOOK_MAX).GET());
    }

    private HttpRequest.Builder request(NodeId node, String path, Duration timeout) {
        return request(places.get(node), path, timeout);
    }

    private static HttpRequest.Builder request(URI place, String path, Duration timeout) {
        return HttpRequest.newBuilder(URI.create(place + path)).timeout(timeout);
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** A node as its own process tells it; fails if it does not. */
    public CompletableFuture<NodeStatus> status(NodeId node) {
        return json(node, "/api/nodes/" + node).thenApply(ApiJson::status);
    }

    /** A node's data as {@code GET /api/nodes/{id}/data} tells it. */
    CompletableFuture<JsonNode> data(NodeId node) {
        return json(node, "/api/nodes/" + node + "/data");
    }

    /**
     * What a node's log holds from a version on, some thousand entries at most.
     *
     * @param from 1 or more
     */
    public CompletableFuture<List<VersionEntry>> entries(NodeId node, long from) {
        return json(node, "/api/nodes/" + node + "/versions?limit=1000&from=" + from)
                .thenApply(body -> {
                    List<VersionEntry> entries = new ArrayList<>();
                    ApiJson.field(body, "entries").forEach(entry -> entries.add(VersionLine.parse(entry.toString())));
                    return entries;
                });
    }

    private CompletableFuture<JsonNode> json(NodeId node, String path) {
        return get(node, path).thenApply(response -> {
            if (response.statusCode() != OK) {
                throw new IllegalArgumentException(
                        "status " + response.statusCode() + " for " + path + ": " + response.body());
            }
            return ApiJson.parse(response.body());
        });
    }

    /** Why an answer did not come, for people. */
    static String why(Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        return cause instanceof IOException away ? Api.describe(away) : String.valueOf(cause.getMessage());
    }
}
