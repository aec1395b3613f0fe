package epidemic.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An HTTP server with the routes that a submitter uses. What it says to a transaction is told by the test. */
final class StubSystem implements AutoCloseable {
    static {
        // Otherwise each answer waits 40 ms for an acknowledgement of its header.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final String NODES = """
            {"strategy":"layered","topology":{"layers":[
              {"layer":0,"name":"core","guarantee":"strong","nodes":["A1","A2","A3"]},
              {"layer":1,"name":"layer 1","guarantee":"causal","nodes":["B1"]}],"links":[]},
             "nodes":[{"id":"A1","layer":0,"state":"up","version":2,"pending":1},
                      {"id":"B1","layer":1,"state":"stopped","version":1,"pending":5}]}
            """;

    /** What a transaction was asked with. */
    record Asked(
            String id,
            String client,
            String node,
            String session,
            String wishes,
            String authorization,
            JsonNode body) {}

    /**
     * What is said to it.
     *
     * @param status 0 breaks the connection
     */
    record Said(int status, String body, String session) {
        static Said committed(Asked asked, long version) {
            return new Said(
                    200,
                    "{\"outcome\":\"committed\",\"id\":\"%s\",\"node\":\"%s\",\"layer\":0,\"version\":%d,\"behind\":0,\"reads\":[[\"12\",null],[\"7\",[\"1\",\"2\"]],[\"8\",\"x\"]]}"
                            .formatted(asked.id(), asked.node(), version),
                    "v" + version);
        }

        static Said error(int status, String outcome, String error) {
            return new Said(
                    status,
                    "{\"outcome\":\"%s\",\"error\":\"%s\",\"message\":\"says the stub\"}".formatted(outcome, error),
                    "");
        }
    }

    static final Said BREAK = new Said(0, "", "");

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Function<Asked, Said> answer;

    StubSystem(Function<Asked, Said> answer) throws IOException {
        this.answer = answer;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/api/nodes", exchange -> say(exchange, nodes(exchange)));
        server.createContext("/api/transactions", this::transaction);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static Said nodes(HttpExchange exchange) {
        return switch (exchange.getRequestURI().getPath()) {
            case "/api/nodes" -> new Said(200, NODES, "");
            case "/api/nodes/A1/data" ->
                new Said(
                        200, "{\"node\":\"A1\",\"version\":3,\"oldest\":1,\"data\":{\"49\":\"53\",\"7\":[\"1\"]}}", "");
            default -> Said.error(503, "", "node-stopped");
        };
    }

    private void transaction(HttpExchange exchange) throws IOException {
        JsonNode body = new ObjectMapper().readTree(exchange.getRequestBody());
        String id = body.path("id").asText();
        Asked now = new Asked(
                id,
                id.substring(0, id.indexOf('~')),
                exchange.getRequestURI().getQuery().substring("node=".length()),
                header(exchange, "Session"),
                header(exchange, "Session-Policy") + " " + header(exchange, "Session-Deadline"),
                header(exchange, "Authorization"),
                body);
        asked.add(now);
        say(exchange, answer.apply(now));
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private static void say(HttpExchange exchange, Said said) throws IOException {
        if (said.status() > 0) {
            if (!said.session().isEmpty()) {
                exchange.getResponseHeaders().set("Session", said.session());
            }
            byte[] bytes = said.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(said.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
