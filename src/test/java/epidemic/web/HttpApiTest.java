package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every route and its errors, against real nodes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpApiTest {
    @TempDir
    static Path data;

    private RunningSystem lab;

    @BeforeAll
    void start() {
        lab = new RunningSystem(data, RunningSystem.settings());
        awaitReady();
    }

    private void awaitReady() {
        await().atMost(Duration.ofSeconds(20)).until(lab::isReady);
    }

    @AfterAll
    void stop() {
        lab.close();
    }

    @Test
    void commitsALine() {
        RunningSystem.Reply reply = lab.postText("/api/transactions", "b, r(none), w(line,53), r(line), c\n");
        assertThat(reply.status()).isEqualTo(200);
        JsonNode body = reply.json();
        assertThat(body.get("outcome").asText()).isEqualTo("committed");
        assertThat(body.get("id").asText()).matches("http-[0-9a-f]+:\\d+");
        assertThat(body.get("node").asText()).startsWith("A");
        assertThat(body.get("layer").asInt()).isZero();
        assertThat(body.get("behind").asLong()).isZero();
        assertThat(body.get("reads").toString()).isEqualTo("[[\"none\",null],[\"line\",\"53\"]]");
        assertThat(reply.response().headers().firstValue("Session"))
                .contains(body.get("version").asText());
        assertThat(reply.response().headers().firstValue("X-Content-Type-Options"))
                .contains("nosniff");
    }

    @Test
    void commitsJsonOnceUnderItsId() {
        String body = """
                {"id":"client-7:42","layer":0,"operations":[
                 {"write":"j","value":"ü\\"€😀"},{"append":"list","value":"1"},{"read":"j"},{"read":"list"}]}""";
        RunningSystem.Reply first = lab.postJson("/api/transactions?node=A2", body);
        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.json().get("id").asText()).isEqualTo("client-7:42");
        assertThat(first.json().get("node").asText()).isEqualTo("A2");
        assertThat(first.json().get("reads").toString()).isEqualTo("[[\"j\",\"ü\\\"€😀\"],[\"list\",[\"1\"]]]");
        RunningSystem.Reply again = lab.postJson("/api/transactions?node=A3", body);
        assertThat(again.json().get("version")).isEqualTo(first.json().get("version"));
        RunningSystem.Reply found = lab.get("/api/transactions/client-7:42");
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.json().get("outcome").asText()).isEqualTo("committed");
        assertThat(found.json().get("version")).isEqualTo(first.json().get("version"));
    }

    @Test
    void tellsTheWatchWhatIsAskedAndAnswered() {
        lab.postText("/api/transactions?node=A2", "b, w(watched,1), c");
        lab.postText("/api/transactions?node=A2", "b, a(watched,1), c");
        lab.postText("/api/transactions", "b, w(watched), c");
        assertThat(lab.watched)
                .filteredOn(line -> line.contains(" watched "))
                .containsExactly(
                        "-1 A2 watched asked",
                        "-1 A2 watched Committedtrue",
                        "-1 A2 watched asked",
                        "-1 A2 watched Refusedtrue");
    }

    @Test
    void tellsThatAFateIsNotKnown() {
        RunningSystem.Reply reply = lab.get("/api/transactions/nobody:1");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().get("error").asText()).isEqualTo("unknown-transaction");
    }

    @Test
    void findsIdsWithSlashesAndBlanks() {
        lab.postJson("/api/transactions", "{\"id\":\"a/b c:1\",\"operations\":[{\"write\":\"k\",\"value\":\"v\"}]}");
        assertThat(lab.get("/api/transactions/a%2Fb%20c:1").status()).isEqualTo(200);
    }

    @Test
    void readsAtTheLayerOfThePin() {
        RunningSystem.Reply text = lab.postText("/api/transactions?node=C1", "b, r(1), c");
        assertThat(text.status()).as(text.text()).isEqualTo(200);
        assertThat(text.json().get("layer").asInt()).isEqualTo(2);
        assertThat(text.json().get("node").asText()).isEqualTo("C1");
        RunningSystem.Reply json = lab.postJson("/api/transactions?node=B2", "{\"operations\":[{\"read\":\"1\"}]}");
        assertThat(json.json().get("layer").asInt()).isEqualTo(1);
        RunningSystem.Reply pinned = lab.postText("/api/transactions", "b2, r(1), c @C2");
        assertThat(pinned.json().get("node").asText()).isEqualTo("C2");
        RunningSystem.Reply drawn = lab.postText("/api/transactions", "30 49 69 1");
        assertThat(drawn.json().get("node").asText()).startsWith("B");
    }

    @Test
    void refusesAnUpdateAtAnotherLayersNode() {
        RunningSystem.Reply reply =
                lab.postJson("/api/transactions?node=B1", "{\"operations\":[{\"write\":\"1\",\"value\":\"2\"}]}");
        assertError(reply, 400, "bad-transaction");
        RunningSystem.Reply text = lab.postText("/api/transactions?node=B1", "b, w(1,2), c");
        assertThat(reply.json()).as("the words of the text's form").isEqualTo(text.json());
    }

    @Test
    void refusesAWriteAtAList() {
        lab.update("b, a(only-a-list,1), c");
        RunningSystem.Reply reply = lab.postText("/api/transactions", "b, w(only-a-list,2), c");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.json().get("error").asText()).isEqualTo("kind-mismatch");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "b, x(1), c                                              | x",
                "b1, w(1,2), c                                           | layer 1",
                "b, c                                                    | empty",
                "b, w(1,2), c @Z9                                              | Z9",
                "{                                                       | no JSON",
                "[]                                                      | no JSON object",
                "{\"operations\":[]}                                     | one or more",
                "{}                                                      | operations",
                "{\"operations\":[{\"read\":\"1\"}],\"layr\":1}          | layr",
                "{\"operations\":[{\"read\":\"1\",\"to\":2}]}            | to",
                "{\"operations\":[{\"read\":1}]}                         | operations[0].read",
                "{\"operations\":[{\"read\":\"1\",\"write\":\"2\"}]}     | exactly one",
                "{\"operations\":[{\"value\":\"1\"}]}                    | exactly one",
                "{\"operations\":[{\"read\":\"1\",\"value\":\"2\"}]}     | read with a value",
                "{\"operations\":[{\"write\":\"1\"}]}                    | without a value",
                "{\"operations\":[{\"read\":\"\"}]}                      | empty key",
                "{\"operations\":[{\"read\":\"\\ud800\"}]}               | surrogate",
                "{\"operations\":[\"r\"]}                                | operations[0]",
                "{\"operations\":{\"read\":\"1\"}}                       | operations",
                "{\"layer\":\"0\",\"operations\":[{\"read\":\"1\"}]}     | layer",
                "{\"layer\":7,\"operations\":[{\"read\":\"1\"}]}         | no layer 7",
                "{\"layer\":-1,\"operations\":[{\"read\":\"1\"}]}        | layer",
                "{\"id\":7,\"operations\":[{\"read\":\"1\"}]}            | id",
                "{\"id\":\"\",\"operations\":[{\"read\":\"1\"}]}         | request id",
                "{\"operations\":[{\"read\":\"1\"}]} x                   | no JSON",
                "{\"id\":\"a\",\"id\":\"b\",\"operations\":[{\"read\":\"1\"}]} | no JSON",
            })
    void saysWhatIsWrongWithATransaction(String body, String named) {
        RunningSystem.Reply reply = body.startsWith("{") || body.startsWith("[")
                ? lab.postJson("/api/transactions", body)
                : lab.postText("/api/transactions", body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.json().get("error").asText()).isEqualTo("bad-transaction");
        assertThat(reply.json().get("message").asText()).contains(named);
    }

    @Test
    void refusesBadPinsSessionsAndBytes() {
        assertThat(lab.postText("/api/transactions?node=Z1", "b, r(1), c").status())
                .isEqualTo(400);
        assertThat(lab.postText("/api/transactions?node=A2", "b, w(1,2), c @A1").status())
                .isEqualTo(400);
        assertThat(lab.postText("/api/transactions?node=A1", "b, w(pin,2), c @A1")
                        .status())
                .isEqualTo(200);
        for (String session : List.of("x", "-1", "1.5", "9999999999999999999")) {
            RunningSystem.Reply reply = lab.send(lab.request("/api/transactions")
                    .header("Content-Type", "text/plain")
                    .header("Session", session)
                    .POST(HttpRequest.BodyPublishers.ofString("b, r(1), c")));
            assertThat(reply.status()).as(session).isEqualTo(400);
        }
        RunningSystem.Reply bytes = lab.send(lab.request("/api/transactions")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {'r', '(', (byte) 0xff, ')'})));
        assertError(bytes, 400, "bad-transaction");
        assertThat(bytes.json().get("message").asText()).contains("UTF-8");
        RunningSystem.Reply fault = lab.send(lab.request("/api/faults")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {'{', (byte) 0xff, '}'})));
        assertError(fault, 400, "bad-request");
    }

    @Test
    void refusesLargeBodiesDeclaredOrChunked() {
        String large = "b, w(1," + "x".repeat(110_000) + "), c";
        RunningSystem.Reply declared = lab.postText("/api/transactions", large);
        assertThat(declared.status()).isEqualTo(413);
        assertThat(declared.json().get("error").asText()).isEqualTo("too-large");
        RunningSystem.Reply chunked = lab.send(lab.request("/api/transactions")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() ->
                        new java.io.ByteArrayInputStream(large.getBytes(java.nio.charset.StandardCharsets.UTF_8)))));
        assertThat(chunked.status()).isEqualTo(413);
        assertThat(lab.postText("/api/transactions", "b, w(big," + "x".repeat(60_000) + "), c")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void answersWrongRequestsInJson() {
        assertError(lab.get("/nothing/here"), 404, "not-found");
        assertError(lab.get("/api/nothing"), 404, "not-found");
        assertError(lab.get("/api/transactions"), 405, "method-not-allowed");
        assertThat(lab.get("/api/transactions").response().headers().firstValue("Allow"))
                .contains("POST");
        assertError(lab.send(lab.request("/api/nodes").DELETE()), 405, "method-not-allowed");
        assertThat(lab.send(lab.request("/api/nodes").DELETE())
                        .json()
                        .get("message")
                        .asText())
                .isEqualTo("GET is allowed here");
        assertThat(lab.send(lab.request("/api/faults").DELETE())
                        .json()
                        .get("message")
                        .asText())
                .isEqualTo("GET, POST are allowed here");
        assertError(lab.postText("/api/faults", "{}"), 415, "unsupported-media-type");
        assertError(
                lab.send(lab.request("/api/transactions")
                        .header("Content-Type", "application/xml")
                        .POST(HttpRequest.BodyPublishers.ofString("<a/>"))),
                415,
                "unsupported-media-type");
        assertError(
                lab.send(lab.request("/api/transactions").POST(HttpRequest.BodyPublishers.ofString("b, r(1), c"))),
                415,
                "unsupported-media-type");
        assertError(
                lab.send(lab.request("/api/transactions")
                        .header("Content-Type", "text/plain; charset=UTF-16")
                        .POST(HttpRequest.BodyPublishers.ofString("b, r(1), c"))),
                415,
                "unsupported-media-type");
        assertError(lab.get("/ws/status"), 400, "bad-request");
        assertError(lab.get("/api/nodes?x=%ff%80"), 400, "bad-request");
        assertError(lab.get("/" + "x".repeat(5_000)), 414, "bad-request");
    }

    private static void assertError(RunningSystem.Reply reply, int status, String error) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        if (!error.isEmpty()) {
            assertThat(reply.json().path("error").asText()).isEqualTo(error);
            assertThat(reply.json().path("message").asText()).isNotEmpty();
        }
    }

    @Test
    void answersWhatIsNoHttpInJson() throws Exception {
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", lab.port())) {
            socket.getOutputStream().write("GET /\u0001 nonsense\r\n\r\n".getBytes());
            String answer = new String(socket.getInputStream().readAllBytes());
            assertThat(answer).contains("application/json").contains("\"error\":\"bad-request\"");
        }
    }

    @Test
    void tellsOfTopologyAndNodes() {
        long version = lab.update("b, w(nodes,1), c");
        RunningSystem.Reply reply = lab.get("/api/nodes");
        assertThat(reply.status()).isEqualTo(200);
        JsonNode body = reply.json();
        assertThat(body.get("strategy").asText()).isEqualTo("layered");
        assertThat(body.at("/topology/layers").size()).isEqualTo(3);
        assertThat(body.at("/topology/layers/0").toString())
                .isEqualTo("{\"layer\":0,\"name\":\"core\",\"guarantee\":\"strong\",\"nodes\":[\"A1\",\"A2\",\"A3\"]}");
        assertThat(body.at("/topology/links").size()).isEqualTo(10);
        assertThat(body.at("/topology/links/0").toString())
                .isEqualTo("{\"from\":\"A1\",\"to\":\"A2\",\"kind\":\"eager\",\"trigger\":\"every update\"}");
        List<String> ids = new ArrayList<>();
        body.get("nodes").forEach(node -> ids.add(node.get("id").asText()));
        assertThat(ids).containsExactly("A1", "A2", "A3", "B1", "B2", "C1", "C2");
        JsonNode a2 = lab.node("A2");
        assertThat(a2.get("version").asLong()).isGreaterThanOrEqualTo(version);
        assertThat(a2.get("state").asText()).isEqualTo("up");
        assertThat(a2.get("members").toString()).isEqualTo("[\"A1\",\"A2\",\"A3\"]");
        assertThat(a2.at("/feeds/0/to").asText()).isEqualTo("B1");
        assertThat(a2.at("/feeds/0/updatesToNextPush").isNumber()).isTrue();
        assertThat(a2.at("/feeds/0/msToNextPush").isNull()).isTrue();
        assertThat(lab.node("B2").at("/feeds/0/msToNextPush").isNumber()).isTrue();
        assertError(lab.get("/api/nodes/Z9"), 404, "unknown-node");
    }

    @Test
    void isNeverBehindACommitThatAClientKnowsOf() {
        for (int index = 0; index < 50; index++) {
            RunningSystem.Reply reply = lab.postText("/api/transactions", "b, w(fresh," + index + "), c");
            String node = reply.json().get("node").asText();
            assertThat(lab.node(node).get("version").asLong())
                    .isGreaterThanOrEqualTo(reply.json().get("version").asLong());
        }
    }

    @Test
    void tellsOfVersionsAndData() {
        long version = lab.update("b, w(seen,1), a(seen-list,x), c");
        RunningSystem.Reply versions = lab.get("/api/nodes/A1/versions?from=" + version + "&limit=1");
        assertThat(versions.status()).isEqualTo(200);
        assertThat(versions.json().get("node").asText()).isEqualTo("A1");
        assertThat(versions.json().get("from").asLong()).isEqualTo(version);
        assertThat(versions.json().at("/entries/0/version").asLong()).isEqualTo(version);
        assertThat(versions.json().at("/entries/0/writes").toString())
                .isEqualTo("[[\"seen\",\"1\"],[\"seen-list\",{\"append\":\"x\"}]]");
        assertThat(lab.get("/api/nodes/A1/versions").json().get("from").asLong())
                .isEqualTo(1);
        assertThat(lab.get("/api/nodes/A1/versions?from=99999999").json().get("entries"))
                .isEmpty();
        for (String query : List.of("from=0", "from=x", "limit=0", "limit=1001", "limit=-1", "from=1e3")) {
            assertError(lab.get("/api/nodes/A1/versions?" + query), 400, "bad-request");
        }
        assertError(lab.get("/api/nodes/Z9/versions"), 404, "unknown-node");
        RunningSystem.Reply now = lab.get("/api/nodes/A1/data?version=" + version);
        assertThat(now.json().at("/data/seen").asText()).isEqualTo("1");
        assertThat(now.json().at("/data/seen-list").toString()).isEqualTo("[\"x\"]");
        assertThat(now.json().get("oldest").isNumber()).isTrue();
        assertThat(lab.get("/api/nodes/A1/data?version=" + (version - 1))
                        .json()
                        .at("/data/seen")
                        .isMissingNode())
                .isTrue();
        assertError(lab.get("/api/nodes/A1/data?version=99999999"), 404, "version-not-held");
        assertError(lab.get("/api/nodes/A1/data?version=x"), 400, "bad-request");
    }

    @Test
    void layerOneWaitsForTheSessionThenRefuses() {
        long version = lab.update("b, w(session,1), c");
        RunningSystem.Reply ahead = lab.send(lab.request("/api/transactions?node=B1")
                .header("Content-Type", "text/plain")
                .header("Session", Long.toString(version + 1_000))
                .POST(HttpRequest.BodyPublishers.ofString("b1, r(session), c")));
        assertThat(ahead.status()).isEqualTo(503);
        assertThat(ahead.json().get("error").asText()).isEqualTo("session-ahead");
        assertThat(ahead.response().headers().firstValue("Session")).contains(Long.toString(version + 1_000));
        RunningSystem.Reply core = lab.send(lab.request("/api/transactions?node=A1")
                .header("Content-Type", "text/plain")
                .header("Session", "1")
                .POST(HttpRequest.BodyPublishers.ofString("b, r(session), c")));
        assertThat(core.response().headers().firstValue("Session"))
                .contains(core.json().get("version").asText());
    }

    @Test
    void tellsHowFarALowerLayerIsBehind() {
        long version = lab.update("b, w(behind,1), c");
        RunningSystem.Reply reply = lab.postText("/api/transactions?node=C1", "b2, r(behind), c");
        long behind = reply.json().get("behind").asLong();
        assertThat(behind + reply.json().get("version").asLong()).isGreaterThanOrEqualTo(version);
        JsonNode c1 = lab.node("C1");
        assertThat(c1.get("behind").asLong() > 0).isEqualTo(c1.get("ageMs").asLong() > 0);
    }

    @Test
    void crashAndRestartLoseNothing() throws Exception {
        lab.update("b, w(before,1), c");
        RunningSystem.Reply crash = lab.postJson("/api/faults", "{\"crash\":\"A3\"}");
        assertThat(crash.status()).as(crash.text()).isEqualTo(200);
        assertThat(crash.text()).isEqualTo("{\"enabled\":true,\"crashed\":[\"A3\"],\"links\":[]}");
        assertThat(lab.get("/api/faults").json()).isEqualTo(crash.json());
        JsonNode stopped = lab.node("A3");
        assertThat(stopped.get("state").asText()).isEqualTo("stopped");
        assertThat(stopped.get("version").asLong()).isPositive();
        assertError(lab.get("/api/nodes/A3/data"), 503, "node-stopped");
        assertThat(lab.get("/api/nodes/A3/versions?limit=1")
                        .json()
                        .get("entries")
                        .size())
                .isEqualTo(1);
        RunningSystem.Reply pinned = lab.postText("/api/transactions?node=A3", "b, w(x,1), c");
        assertThat(pinned.status()).isEqualTo(503);
        assertThat(pinned.json().get("error").asText()).isEqualTo("not-serving");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(lab.postText("/api/transactions", "b, w(while,1), c")
                                .status())
                        .isEqualTo(503));
        await().atMost(Duration.ofSeconds(10)).until(() -> !lab.isReady());
        assertThat(lab.get("/ready").json().get("reason").asText()).contains("A3: stopped");
        lab.postJson("/api/faults", "{\"restart\":\"A3\"}");
        awaitReady();
        long version = lab.update("b, w(after,1), c");
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            byte[] expected = Files.readAllBytes(data.resolve("A1/versions.jsonl"));
            assertThat(lab.node("A3").get("version").asLong()).isGreaterThanOrEqualTo(version);
            assertThat(Files.readAllBytes(data.resolve("A2/versions.jsonl"))).isEqualTo(expected);
            assertThat(Files.readAllBytes(data.resolve("A3/versions.jsonl"))).isEqualTo(expected);
        });
    }

    @Test
    void refusesBadFaults() {
        for (String body : List.of(
                "{}", "{\"crash\":\"Z1\"}", "{\"crash\":1}", "{\"crash\":\"A1\",\"restart\":\"A1\"}", "{\"cut\":[]}")) {
            assertError(lab.postJson("/api/faults", body), 400, "bad-request");
        }
    }

    @Test
    void refusesAReadOfALayerThatIsStopped() {
        lab.postJson("/api/faults", "{\"crash\":\"C1\"}");
        lab.postJson("/api/faults", "{\"crash\":\"C2\"}");
        RunningSystem.Reply none = lab.postText("/api/transactions", "b2, r(1), c");
        assertThat(none.status()).isEqualTo(503);
        assertThat(none.json().get("error").asText()).isEqualTo("not-serving");
        lab.postJson("/api/faults", "{\"restart\":\"C2\"}");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> lab.node("C2").get("state").asText().equals("up"));
        assertThat(lab.postText("/api/transactions", "b2, r(1), c")
                        .json()
                        .get("node")
                        .asText())
                .isEqualTo("C2");
        lab.postJson("/api/faults", "{\"restart\":\"C1\"}");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> lab.node("C1").get("state").asText().equals("up"));
    }

    @Test
    void tellsHealthAndMetrics() {
        lab.update("b, w(metrics,1), c");
        assertThat(lab.get("/health").text()).isEqualTo("{\"status\":\"alive\"}");
        RunningSystem.Reply metrics = lab.get("/metrics");
        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.response().headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/plain");
        assertThat(metrics.text())
                .contains("epidemic_node_version{node=\"A1\"}")
                .contains("epidemic_node_pending{node=\"B1\"}")
                .contains("epidemic_node_up{layer=\"2\",node=\"C2\"} 1")
                .contains("epidemic_transactions_total{node=\"A1\",outcome=\"committed\"}")
                .contains("epidemic_refused_total{node=\"none\",reason=\"not-serving\"}")
                .containsPattern("epidemic_messages_total\\{kind=\"Replicate\",node=\"A\\d\",peer=\"A\\d\"}")
                .containsPattern("epidemic_messages_total\\{kind=\"Heartbeat\",node=\"A\\d\",peer=\"A\\d\"}")
                .contains("epidemic_status_clients 0")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void servesTheDashboard() {
        RunningSystem.Reply page = lab.get("/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("placeholder");
        assertThat(page.response().headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/html");
        assertThat(page.response()
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElse(""))
                .contains("default-src 'self'")
                .contains("frame-ancestors 'none'");
        assertThat(page.response().headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(type("/app.js")).contains("javascript");
        assertThat(type("/api.js")).as("a file, no route of the API").contains("javascript");
        assertThat(type("/mark.svg")).startsWith("image/svg+xml");
        assertThat(type("/style.css")).startsWith("text/css");
        assertThat(lab.get("/../application.conf").status()).isEqualTo(404);
        assertThat(lab.get("/%2e%2e/logback.xml").status()).isEqualTo(404);
        HttpRequest.Builder head = lab.request("/").method("HEAD", HttpRequest.BodyPublishers.noBody());
        assertThat(lab.send(head).status()).isEqualTo(200);
    }

    private String type(String path) {
        HttpResponse<String> response = lab.get(path).response();
        assertThat(response.statusCode()).isEqualTo(200);
        return response.headers().firstValue("Content-Type").orElse("");
    }

    @Test
    void serializesConcurrentUpdates() {
        List<CompletableFuture<Long>> updates = new ArrayList<>();
        for (int index = 0; index < 100; index++) {
            HttpRequest request = lab.request("/api/transactions")
                    .header("Content-Type", "text/plain")
                    .POST(HttpRequest.BodyPublishers.ofString("b, a(all," + index + "), c"))
                    .build();
            updates.add(lab.client
                    .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                    .thenApply(response -> (long) response.statusCode()));
        }
        assertThat(updates.stream().map(CompletableFuture::join)).containsOnly(200L);
    }
}
