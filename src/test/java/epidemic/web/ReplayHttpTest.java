package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import epidemic.kernel.MapSettings;
import epidemic.lab.KnownRuns;
import epidemic.lab.MutantStrategy;
import epidemic.lab.Scenario;
import epidemic.lab.SeedRun;
import epidemic.lab.layered.LayeredScenario;
import epidemic.lab.replay.RecordedRun;
import epidemic.protocol.StrategyCatalog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A recorded run behind a real server: its player, and the same API as of nodes that run. */
@Timeout(60)
class ReplayHttpTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static ActorSystem<Void> system;
    private static int port;
    private static int failingPort;

    private record Reply(int status, JsonNode json) {}

    @BeforeAll
    static void start() {
        system = ActorSystem.create(
                Behaviors.empty(),
                "test",
                ConfigFactory.parseString("pekko.loglevel = WARNING, pekko.log-dead-letters = off")
                        .withFallback(ConfigFactory.load()));
        Scenario sound = new LayeredScenario(MapSettings.layered(), Set.of());
        port = serve(sound, 42, KnownRuns.planned(sound));
        Scenario mutated = new LayeredScenario(
                new MutantStrategy(StrategyCatalog.named("layered"), "ack-first"), MapSettings.layered(), Set.of());
        failingPort =
                serve(mutated, KnownRuns.failing(mutated, "one-order"), SeedRun.Options.of(mutated.defaultFaults()));
    }

    private static int serve(Scenario scenario, long seed, SeedRun.Options how) {
        RecordedRun run = RecordedRun.of(scenario, seed, how, "the command");
        WebSettings settings = RunningSystem.settings();
        ServerBinding binding = EpidemicHttp.startReplay(
                        system, new ReplaySetup(run.recording(), settings.http(), Duration.ofMillis(20)))
                .toCompletableFuture()
                .join();
        return binding.localAddress().getPort();
    }

    @AfterAll
    static void stop() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }

    @BeforeEach
    void rewind() {
        order("{\"seek\":\"0s\",\"pause\":true,\"speed\":1}");
    }

    @Test
    void seekingForthAndBackGivesWhatPlayingThereGave() {
        order("{\"speed\":5,\"play\":true}");
        await().atMost(PATIENCE).until(() -> replay().get("positionMs").asDouble() > 2_000);
        double there = order("{\"pause\":true}").get("positionMs").asDouble();
        Map<String, JsonNode> played = everything();
        assertThat(played.toString()).contains("\"version\":3");
        for (String elsewhere : List.of("0s", "100s", "1500ms")) {
            order("{\"seek\":\"" + elsewhere + "\"}");
            assertThat(everything()).isNotEqualTo(played);
            order("{\"seek\":\"" + String.format("%.6f", there) + "ms\"}");
            assertThat(replay().get("positionMs").asDouble()).isEqualTo(there);
            assertThat(everything()).isEqualTo(played);
        }
    }

    /** All that is told of the nodes. */
    private static Map<String, JsonNode> everything() {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        all.put("nodes", get("/api/nodes").json());
        for (JsonNode node : get("/api/nodes").json().get("nodes")) {
            String id = node.get("id").asText();
            all.put(id, get("/api/nodes/" + id + "/versions").json());
            all.put(id + " data", get("/api/nodes/" + id + "/data").json());
        }
        return all;
    }

    @Test
    void stepsForthAndBackOverTheSameMoments() {
        List<Double> forth = new ArrayList<>();
        for (int step = 0; step < 40; step++) {
            forth.add(order("{\"step\":1}").get("positionMs").asDouble());
        }
        assertThat(forth).isSorted().doesNotHaveDuplicates();
        for (int step = 38; step >= 0; step--) {
            assertThat(order("{\"step\":-1}").get("positionMs").asDouble()).isEqualTo(forth.get(step));
        }
        assertThat(order("{\"step\":39}").get("positionMs").asDouble()).isEqualTo(forth.get(39));
        assertThat(replay().get("playing").asBoolean()).isFalse();
    }

    @Test
    void standsAtTheEndOfTheRunAndBeginsAnewFromThere() {
        order("{\"speed\":100,\"play\":true}");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(replay().get("playing").asBoolean()).isFalse());
        JsonNode end = replay();
        assertThat(end.get("positionMs").asDouble())
                .isEqualTo(end.get("lengthMs").asDouble())
                .isEqualTo(end.get("runMs").asDouble());
        assertThat(get("/api/nodes").json().get("nodes"))
                .extracting(node -> node.get("version").asLong())
                .containsOnly(get("/api/nodes/A1").json().get("version").asLong());
        assertThat(order("{\"speed\":0.001,\"play\":true}").get("positionMs").asDouble())
                .isLessThan(1);
    }

    @Test
    void theStreamTellsTheRunAsItIsPlayed() {
        try (StatusClient page = new StatusClient(CLIENT, port)) {
            await().atMost(PATIENCE).until(() -> !page.messages.isEmpty());
            assertThat(page.messages.get(0).at("/replay/playing").asBoolean()).isFalse();
            order("{\"speed\":10,\"play\":true}");
            await().atMost(PATIENCE)
                    .until(() -> last(page).at("/replay/positionMs").asDouble()
                            == replay().get("lengthMs").asDouble());
            Map<String, JsonNode> nodes = new LinkedHashMap<>();
            for (int index = 0; index < page.messages.size(); index++) {
                JsonNode message = page.messages.get(index);
                assertThat(message.get("seq").asInt()).isEqualTo(index);
                message.path("nodes").forEach(node -> nodes.put(node.get("id").asText(), still(node)));
            }
            get("/api/nodes")
                    .json()
                    .get("nodes")
                    .forEach(node ->
                            assertThat(nodes.get(node.get("id").asText())).isEqualTo(still(node)));
            assertThat(page.messages.toString())
                    .contains("\"kind\":\"Replicate\"", "\"lost\":true", "\"kind\":\"crash\"", "\"kind\":\"heal\"")
                    .doesNotContain("Heartbeat");
        }
    }

    /** Without what pages count on by themselves. */
    private static JsonNode still(JsonNode node) {
        ObjectNode copy = node.deepCopy();
        copy.remove("ageMs");
        copy.get("feeds").forEach(feed -> ((ObjectNode) feed).remove("msToNextPush"));
        return copy;
    }

    private static JsonNode last(StatusClient page) {
        return page.messages.get(page.messages.size() - 1);
    }

    @Test
    void aJumpIsToldAsANewSnapshotAndAStepAsAChange() {
        try (StatusClient page = new StatusClient(CLIENT, port)) {
            await().atMost(PATIENCE).until(() -> page.messages.size() == 1);
            order("{\"seek\":\"1.2s\"}");
            await().atMost(PATIENCE).until(() -> page.messages.size() == 2);
            assertThat(last(page).get("type").asText()).isEqualTo("snapshot");
            assertThat(last(page).get("seq").asInt()).isEqualTo(1);
            assertThat(last(page).at("/replay/positionMs").asDouble()).isEqualTo(1_200);
            order("{\"step\":1}");
            await().atMost(PATIENCE).until(() -> page.messages.size() == 3);
            assertThat(last(page).get("type").asText()).isEqualTo("changes");
            order("{\"step\":-1}");
            await().atMost(PATIENCE).until(() -> page.messages.size() == 4);
            assertThat(last(page).get("type").asText()).isEqualTo("snapshot");
        }
    }

    @Test
    void tellsWhatRunItIs() {
        JsonNode replay = replay();
        assertThat(replay.get("seed").asText()).isEqualTo("42");
        assertThat(replay.get("command").asText()).isEqualTo("the command");
        assertThat(replay.get("violation").isNull()).isTrue();
        assertThat(replay.get("marks"))
                .extracting(mark -> mark.get("kind").asText())
                .contains("partition", "heal");
        JsonNode chart = get("/api/replay/chart").json();
        assertThat(chart.at("/versions/A1").size()).isGreaterThan(10);
    }

    @Test
    void aFailingRunShowsItsViolation() {
        JsonNode replay = json(send(
                        failingPort, request(failingPort, "/api/replay").GET()))
                .json();
        assertThat(replay.at("/violation/guarantee").asText()).isEqualTo("one-order");
        assertThat(replay.at("/violation/atMs").asDouble())
                .isEqualTo(replay.get("lengthMs").asDouble());
        assertThat(replay.get("marks"))
                .last()
                .satisfies(mark -> assertThat(mark.get("kind").asText()).isEqualTo("violation"));
    }

    @Test
    void nothingCanBeChanged() {
        Reply transaction = post("/api/transactions", "text/plain", "b, w(1,2), c");
        assertThat(transaction.status()).isEqualTo(409);
        assertThat(transaction.json().get("error").asText()).isEqualTo("replay");
        assertThat(transaction.json().get("message").asText()).contains("this is a replay");
        assertThat(post("/api/faults", "application/json", "{\"crash\":\"A1\"}").status())
                .isEqualTo(409);
        assertThat(get("/metrics").status()).isEqualTo(409);
        assertThat(get("/ready").status()).isEqualTo(503);
        assertThat(get("/api/faults").json().get("enabled").asBoolean()).isFalse();
    }

    @Test
    void theFateOfATransactionDependsOnTheMoment() {
        order("{\"seek\":\"100s\"}");
        JsonNode entry = get("/api/nodes/A1/versions?limit=1").json().at("/entries/0");
        Reply found = get("/api/transactions/" + entry.get("transaction").asText());
        assertThat(found.json().get("version").asLong()).isEqualTo(1);
        order("{\"seek\":\"0s\"}");
        assertThat(get("/api/transactions/" + entry.get("transaction").asText()).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"speed\":0}",
                "{\"speed\":\"1\"}",
                "{\"seek\":1}",
                "{\"seek\":\"1\"}",
                "{\"seek\":\"-1s\"}",
                "{\"step\":1.5}",
                "{\"step\":1001}",
                "{\"play\":1}",
                "{\"play\":true,\"pause\":true}",
                "{\"jump\":1}",
                "{\"step\":99999999999}"
            })
    void badOrdersAreTold(String order) {
        Reply reply = post("/api/replay", "application/json", order);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().get("error").asText()).isEqualTo("bad-request");
        assertThat(replay().get("positionMs").asDouble()).isZero();
    }

    @Test
    void ordersFromForeignPagesAreRefused() {
        HttpResponse<String> response = send(
                port,
                request(port, "/api/replay")
                        .header("Origin", "http://evil.example")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"play\":true}")));
        assertThat(response.statusCode()).isEqualTo(403);
    }

    // The client.

    private static JsonNode replay() {
        return get("/api/replay").json();
    }

    private static JsonNode order(String order) {
        Reply reply = post("/api/replay", "application/json", order);
        assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
        return reply.json();
    }

    private static Reply get(String path) {
        return json(send(port, request(port, path).GET()));
    }

    private static Reply post(String path, String type, String body) {
        return json(send(
                port,
                request(port, path).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body))));
    }

    private static HttpRequest.Builder request(int to, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + to + path))
                .timeout(PATIENCE);
    }

    private static HttpResponse<String> send(int to, HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException("port " + to, failure);
        }
    }

    private static Reply json(HttpResponse<String> response) {
        try {
            return new Reply(response.statusCode(), MAPPER.readTree(response.body()));
        } catch (IOException noJson) {
            throw new IllegalStateException(response.body(), noJson);
        }
    }
}
