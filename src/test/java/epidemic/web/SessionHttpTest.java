package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Sessions over HTTP: what a client gets at a node that has not seen what it has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionHttpTest {
    private static final List<String> LOWER = List.of("B1", "B2", "C1", "C2");

    @TempDir
    private static Path data;

    private RunningSystem lab;

    @BeforeAll
    void start() {
        lab = new RunningSystem(data, RunningSystem.settings());
        await().atMost(Duration.ofSeconds(20)).until(lab::isReady);
    }

    @AfterAll
    void stop() {
        lab.close();
    }

    @Test
    void aRedirectedReadSeesWhatWasWrittenAndSaysWhoServedIt() {
        for (String node : LOWER) {
            long seen = lab.update("b, w(redirected," + node + "), c");
            RunningSystem.Reply reply = read(node, Map.of("Session", "" + seen, "Session-Policy", "redirect"));
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            JsonNode body = reply.json();
            if (body.has("redirectedFrom")) {
                assertThat(body.get("redirectedFrom").asText()).isEqualTo(node);
                assertThat(body.get("node").asText()).startsWith("A");
                assertThat(body.get("layer").asInt()).isZero();
            } else {
                assertThat(body.get("node").asText()).isEqualTo(node);
            }
            assertThat(body.get("version").asLong()).isGreaterThanOrEqualTo(seen);
            assertThat(body.at("/reads/0/1").asText()).isEqualTo(node);
        }
    }

    @Test
    void ifTheNamedNodeIsStoppedAnotherOfItsLayerServes() {
        long seen = lab.update("b, w(redirected,x), c");
        lab.postJson("/api/faults", "{\"crash\":\"A2\"}");
        await().atMost(Duration.ofSeconds(5)).until(() -> !lab.isRunning("A2"));
        RunningSystem.Reply reply = read("B1", Map.of("Session", "" + seen, "Session-Policy", "redirect"));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().get("version").asLong()).isGreaterThanOrEqualTo(seen);
        lab.postJson("/api/faults", "{\"restart\":\"A2\"}");
        await().atMost(Duration.ofSeconds(20)).until(lab::isReady);
    }

    @Test
    void refusesAtOnceAndSaysHowFarBehind() {
        for (String node : List.of("A1", "B1", "C1")) {
            RunningSystem.Reply reply = read(node, Map.of("Session", "1000000", "Session-Policy", "refuse"));
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.json().get("error").asText()).isEqualTo("session-ahead");
            assertThat(reply.json().get("message").asText()).contains(node + " holds version", "behind");
            assertThat(reply.response().headers().firstValue("Session")).contains("1000000");
        }
    }

    @Test
    void waitsAsLongAsAskedAndNotAsLongAsConfigured() {
        long begun = System.nanoTime();
        RunningSystem.Reply reply = read("C1", Map.of("Session", "1000000", "Session-Deadline", "600ms"));
        long waitedMillis = (System.nanoTime() - begun) / 1_000_000;
        assertThat(reply.json().get("error").asText()).isEqualTo("session-ahead");
        assertThat(waitedMillis).as("layer1.session-wait is 200 ms").isGreaterThanOrEqualTo(590);
    }

    @Test
    void layerTwoIgnoresASessionThatNamesNothing() {
        assertThat(read("C1", Map.of("Session", "1000000")).status()).isEqualTo(200);
    }

    @Test
    void theSessionMayStandInTheJson() {
        RunningSystem.Reply reply = lab.postJson(
                "/api/transactions?node=C1",
                "{\"operations\":[{\"read\":\"redirected\"}],"
                        + "\"session\":{\"version\":1000000,\"policy\":\"wait\",\"deadline\":\"20ms\"}}");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.json().get("error").asText()).isEqualTo("session-ahead");
    }

    @Test
    void saysWhatIsWrongWithASession() {
        wrong(Map.of("Session-Policy", "hope"), "wait, redirect or refuse is allowed");
        wrong(Map.of("Session-Deadline", "soon"), "a duration such as 200ms or 2s is allowed");
        wrong(Map.of("Session-Deadline", "5s"), "less than epidemic.http.transaction-timeout, 5000ms, is allowed");
        wrong(Map.of("Session-Policy", "refuse", "Session-Deadline", "1s"), "which waits for nothing");
        for (String session : List.of(
                "7",
                "{\"version\":-1}",
                "{\"version\":\"7\"}",
                "{\"policy\":1}",
                "{\"until\":\"1s\"}",
                "{\"deadline\":1}")) {
            RunningSystem.Reply reply = lab.postJson(
                    "/api/transactions", "{\"operations\":[{\"read\":\"1\"}],\"session\":" + session + "}");
            assertThat(reply.status()).as(session).isEqualTo(400);
            assertThat(reply.json().get("message").asText()).as(session).contains("session");
        }
        RunningSystem.Reply twice = lab.send(lab.request("/api/transactions")
                .header("Content-Type", "application/json")
                .header("Session", "1")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"operations\":[{\"read\":\"1\"}],\"session\":{\"version\":1}}")));
        assertThat(twice.json().get("message").asText()).contains("one of the two ways");
    }

    private void wrong(Map<String, String> headers, String allowed) {
        RunningSystem.Reply reply = read("B1", headers);
        assertThat(reply.status()).as(headers.toString()).isEqualTo(400);
        assertThat(reply.json().get("message").asText()).contains(allowed);
    }

    private RunningSystem.Reply read(String node, Map<String, String> headers) {
        String layer = node.startsWith("A") ? "0" : node.startsWith("B") ? "1" : "2";
        HttpRequest.Builder request = lab.request("/api/transactions?node=" + node)
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("b" + layer + ", r(redirected), c"));
        headers.forEach(request::header);
        return lab.send(request);
    }
}
