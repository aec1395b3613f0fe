package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The WebSocket against real nodes: what well-behaved clients see, and what the others cannot do. */
@Timeout(90)
class StatusStreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path data;

    private RunningSystem lab;

    @BeforeEach
    void start() {
        lab = new RunningSystem(data, RunningSystem.settings());
        await().atMost(PATIENCE).until(lab::isReady);
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    @Test
    void tellsASnapshotThenEveryChange() {
        lab.update("b, w(a,0), c");
        try (StatusClient client = new StatusClient(lab.client, lab.port())) {
            await().atMost(PATIENCE).until(() -> !client.messages.isEmpty());
            JsonNode snapshot = client.messages.get(0);
            assertThat(snapshot.get("type").asText()).isEqualTo("snapshot");
            assertThat(snapshot.get("strategy").asText()).isEqualTo("layered");
            assertThat(snapshot.get("nodes").size()).isEqualTo(7);
            assertThat(snapshot.at("/topology/layers").size()).isEqualTo(3);
            assertThat(snapshot.get("faults").toString()).isEqualTo("{\"enabled\":true,\"crashed\":[],\"links\":[]}");
            assertThat(snapshot.get("events").isArray()).isTrue();
            long last = 0;
            for (int index = 0; index < 30; index++) {
                last = lab.update("b, w(a," + index + "), c");
            }
            long expected = last;
            await().atMost(PATIENCE)
                    .until(() -> versions(client).values().stream()
                                    .filter(v -> v == expected)
                                    .count()
                            >= 3);
            assertGapless(client);
            assertThat(client.messages.stream().flatMap(message -> stream(message, "messages")))
                    .anySatisfy(item -> assertThat(item.get("kind").asText()).isEqualTo("Replicate"))
                    .noneSatisfy(item -> assertThat(item.get("kind").asText()).isEqualTo("Heartbeat"));
            assertThat(client.messages.stream().flatMap(message -> stream(message, "versions")))
                    .anySatisfy(item ->
                            assertThat(item.at("/entries/0/writes").isArray()).isTrue());
        }
    }

    /** The newest version of each node, put together from snapshot and version news, which follow without gap. */
    private static Map<String, Long> versions(StatusClient client) {
        Map<String, Long> versions = new HashMap<>();
        stream(client.messages.get(0), "nodes")
                .forEach(node -> versions.put(
                        node.get("id").asText(), node.get("version").asLong()));
        client.messages.stream().flatMap(message -> stream(message, "versions")).forEach(item -> {
            String node = item.get("node").asText();
            assertThat(item.get("from").asLong()).isEqualTo(versions.get(node) + 1);
            versions.put(node, item.get("to").asLong());
        });
        return versions;
    }

    private static void assertGapless(StatusClient client) {
        for (int index = 0; index < client.messages.size(); index++) {
            assertThat(client.messages.get(index).get("seq").asLong()).isEqualTo(index);
        }
    }

    private static java.util.stream.Stream<JsonNode> stream(JsonNode message, String field) {
        List<JsonNode> items = new ArrayList<>();
        message.path(field).forEach(items::add);
        return items.stream();
    }

    @Test
    void tellsOfFaultsAndEvents() {
        try (StatusClient client = new StatusClient(lab.client, lab.port())) {
            lab.postJson("/api/faults", "{\"crash\":\"B1\"}");
            await().atMost(PATIENCE)
                    .until(() -> client.messages.stream()
                            .anyMatch(message ->
                                    message.at("/faults/crashed/0").asText().equals("B1")));
            await().atMost(PATIENCE)
                    .until(() -> client.messages.stream()
                            .flatMap(message -> stream(message, "events"))
                            .anyMatch(event -> event.get("kind").asText().equals("crash")
                                    && event.get("node").asText().equals("B1")));
            assertThat(client.messages.stream().flatMap(message -> stream(message, "nodes")))
                    .anySatisfy(node -> {
                        assertThat(node.get("id").asText()).isEqualTo("B1");
                        assertThat(node.get("state").asText()).isEqualTo("stopped");
                    });
            lab.postJson("/api/faults", "{\"restart\":\"B1\"}");
            await().atMost(PATIENCE)
                    .until(() -> client.messages.stream()
                            .anyMatch(message -> message.has("faults")
                                    && message.get("seq").asLong() > 0
                                    && message.at("/faults/crashed").isEmpty()));
            assertGapless(client);
        }
    }

    @Test
    void aLaterClientIsShownWhatHappened() {
        lab.postJson("/api/faults", "{\"crash\":\"C1\"}");
        try (StatusClient client = new StatusClient(lab.client, lab.port())) {
            await().atMost(PATIENCE).until(() -> !client.messages.isEmpty());
            assertThat(client.messages.get(0).at("/faults/crashed/0").asText()).isEqualTo("C1");
            assertThat(stream(client.messages.get(0), "events"))
                    .anySatisfy(event -> assertThat(event.get("kind").asText()).isEqualTo("crash"));
        }
    }

    @Test
    void isSilentWithoutNewsAndIgnoresWhatItIsSent() {
        try (StatusClient client = new StatusClient(lab.client, lab.port())) {
            client.socket.sendText("x".repeat(100_000), true).join();
            client.socket.sendText("half", false).join();
            await().atMost(PATIENCE).until(() -> !client.messages.isEmpty());
            await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> {
                int before = client.messages.size();
                return client.messages.size() == before && before <= 3;
            });
            lab.update("b, w(a,1), c");
            await().atMost(PATIENCE).until(() -> client.messages.stream().anyMatch(message -> message.has("versions")));
        }
    }

    @Test
    void refusesForeignPages() {
        assertThatThrownBy(() -> lab.client
                        .newWebSocketBuilder()
                        .header("Origin", "http://evil.example")
                        .buildAsync(
                                URI.create("ws://127.0.0.1:" + lab.port() + "/ws/status"), new WebSocket.Listener() {})
                        .join())
                .hasMessageContaining("WebSocketHandshakeException");
        WebSocket own = lab.client
                .newWebSocketBuilder()
                .header("Origin", "http://localhost:" + lab.port())
                .buildAsync(URI.create("ws://127.0.0.1:" + lab.port() + "/ws/status"), new WebSocket.Listener() {})
                .join();
        own.abort();
    }

    @Test
    void aClientThatNeverReadsSlowsNobodyAndIsDisconnected() throws Exception {
        String value = "v".repeat(2_000);
        try (Socket stuck = upgraded(1_024);
                StatusClient reader = new StatusClient(lab.client, lab.port())) {
            await().atMost(PATIENCE).until(() -> clients() == 2);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            long committed = 0;
            while (clients() == 2 && System.nanoTime() < deadline) {
                committed = burst(200, value);
            }
            assertThat(clients()).as("sockets left after version " + committed).isEqualTo(1);
            long last = burst(100, value);
            await().atMost(PATIENCE).until(() -> versions(reader).get("A1") == last);
            assertGapless(reader);
            await().atMost(PATIENCE).until(() -> isClosed(stuck));
        }
        await().atMost(PATIENCE).until(() -> clients() == 0);
    }

    private long burst(int count, String value) {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            HttpRequest request = lab.request("/api/transactions")
                    .header("Content-Type", "text/plain")
                    .POST(HttpRequest.BodyPublishers.ofString("b, w(k" + index + "," + value + "), c"))
                    .build();
            answers.add(lab.client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
        }
        long newest = 0;
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.join().statusCode()).isEqualTo(200);
            newest = Math.max(
                    newest,
                    Long.parseLong(answer.join().headers().firstValue("Session").orElseThrow()));
        }
        return newest;
    }

    private static boolean isClosed(Socket socket) {
        try {
            socket.setSoTimeout(200);
            byte[] rest = new byte[65_536];
            while (socket.getInputStream().read(rest) >= 0) {
                continue;
            }
            return true;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void clientsThatVanishLeaveNothingBehind() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        for (int index = 0; index < 50; index++) {
            sockets.add(upgraded(65_536));
        }
        await().atMost(PATIENCE).until(() -> clients() == 50);
        for (Socket socket : sockets) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
        await().atMost(PATIENCE).until(() -> clients() == 0);
        lab.update("b, w(a,1), c");
    }

    private long clients() {
        String metrics = lab.get("/metrics").text();
        String line = metrics.lines()
                .filter(text -> text.startsWith("epidemic_status_clients "))
                .findFirst()
                .orElseThrow();
        return (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1));
    }

    /** A WebSocket made by hand, after its handshake. */
    private Socket upgraded(int receiveBufferBytes) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(receiveBufferBytes);
        socket.connect(new InetSocketAddress("127.0.0.1", lab.port()));
        socket.getOutputStream()
                .write(("GET /ws/status HTTP/1.1\r\nHost: 127.0.0.1:" + lab.port()
                                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        byte[] status = socket.getInputStream().readNBytes(12);
        assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 101");
        return socket;
    }

    @Test
    void closesSocketsCleanlyAtTheEnd() throws Exception {
        StatusClient client = new StatusClient(lab.client, lab.port());
        await().atMost(PATIENCE).until(() -> !client.messages.isEmpty());
        long before = System.nanoTime();
        lab.system.terminate();
        assertThat(client.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1000);
        lab.system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
    }
}
