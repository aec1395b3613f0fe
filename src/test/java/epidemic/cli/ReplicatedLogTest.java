package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import epidemic.contract.Nightly;
import epidemic.kernel.NodeId;
import epidemic.runtime.config.EpidemicConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A replicated log as its users see it: a master and two secondaries, each with an HTTP server of its own. */
class ReplicatedLogTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final NodeId S1 = NodeId.of("S1");
    private static final NodeId S2 = NodeId.of("S2");

    @TempDir
    private Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final StringWriter announced = new StringWriter();
    private RunningSystem running;

    @BeforeEach
    void start() throws InterruptedException {
        EpidemicConfig config = EpidemicConfig.load(
                Optional.empty(),
                List.of(
                        "strategy=replicated-log",
                        "http.port=0",
                        "faults.enabled=true",
                        "replicated-log.base-port=0",
                        "replicated-log.heartbeat-interval=100ms",
                        "replicated-log.suspected-after=300ms",
                        "replicated-log.unhealthy-after=600ms",
                        "replicated-log.push-timeout=500ms"));
        running = RunningSystem.start(config, folder, new PrintWriter(announced), new PrintWriter(new StringWriter()));
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private String url(String node, String path) {
        Matcher line =
                Pattern.compile("(?m)^" + node + ": (http://.*)/messages$").matcher(announced.toString());
        assertThat(line.find()).as("the place of %s in %s", node, announced).isTrue();
        return line.group(1) + path;
    }

    private HttpRequest.Builder to(String node, String path) {
        return HttpRequest.newBuilder(URI.create(url(node, path)));
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> append(String message, int concern) {
        String body = "{\"message\":\"" + message + "\",\"w\":" + concern + "}";
        return send(to("M", "/messages").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private String get(String node, String path) {
        return send(to(node, path).GET()).orTimeout(20, TimeUnit.SECONDS).join().body();
    }

    private HttpResponse<String> soon(CompletableFuture<HttpResponse<String>> answer) {
        return answer.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
    }

    private void post(String node, String path, String body, int status) {
        HttpResponse<String> answer = soon(send(to(node, path).POST(HttpRequest.BodyPublishers.ofString(body))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    private void crash(NodeId node) {
        running.faults().crash(node).toCompletableFuture().join();
    }

    private void restart(NodeId node) {
        running.faults().restart(node).toCompletableFuture().join();
    }

    @Test
    void theSelfCheckOfTheCourse() {
        crash(S2);
        assertThat(soon(append("Msg1", 1)).body()).matches("\\{\"id\":1,\"acks\":[12],\"durationMs\":\\d+}");
        assertThat(soon(append("Msg2", 2)).body()).matches("\\{\"id\":2,\"acks\":2,\"durationMs\":\\d+}");
        CompletableFuture<HttpResponse<String>> third = append("Msg3", 3);
        await().atMost(SOON).until(() -> get("M", "/messages").contains("Msg3"));
        assertThat(soon(append("Msg4", 1)).statusCode()).isEqualTo(200);
        assertThat(third).isNotDone();
        restart(S2);
        assertThat(soon(third).body()).matches("\\{\"id\":3,\"acks\":3,\"durationMs\":\\d+}");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(get("S2", "/messages")).isEqualTo("[\"Msg1\",\"Msg2\",\"Msg3\",\"Msg4\"]"));
        assertThat(get("S1", "/list")).isEqualTo(get("M", "/"));
    }

    @Test
    void clientsThatAreBlockedDoNotSlowOthers() {
        crash(S2);
        List<CompletableFuture<HttpResponse<String>>> blocked = new ArrayList<>();
        for (int number = 1; number <= 500; number++) {
            blocked.add(append("blocked" + number, 3));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> get("M", "/health").contains("\"clients waiting\":\"500\""));
        long begun = System.nanoTime();
        assertThat(soon(append("quick", 1)).statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        assertThat(blocked).noneMatch(CompletableFuture::isDone);
        restart(S2);
        blocked.forEach(answer -> assertThat(soon(answer).statusCode()).isEqualTo(200));
        await().atMost(SOON).until(() -> get("S2", "/messages").equals(get("M", "/messages")));
    }

    /** A request over a connection of its own, as it stands on the wire. */
    private Socket post(String message, int concern, String versionAndHeaders) throws IOException {
        URI master = URI.create(url("M", "/"));
        Socket socket = new Socket(master.getHost(), master.getPort());
        socket.setSoTimeout((int) SOON.toMillis());
        String body = "{\"message\":\"" + message + "\",\"w\":" + concern + "}";
        String request = "POST /messages " + versionAndHeaders + "\r\nHost: localhost\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private void awaitWaiting(int clients) {
        await().atMost(SOON).until(() -> get("M", "/health").contains("\"clients waiting\":\"" + clients + "\""));
    }

    @Test
    void whoeverGoesAwayWaitsNoLongerAndMakesRoom() throws IOException {
        crash(S2);
        List<Socket> leaving = new ArrayList<>();
        for (int number = 1; number <= 20; number++) {
            leaving.add(post("left" + number, 3, "HTTP/1.1"));
        }
        CompletableFuture<HttpResponse<String>> staying = append("stayed", 3);
        awaitWaiting(21);
        for (Socket socket : leaving) {
            socket.close();
        }
        awaitWaiting(1);
        CompletableFuture<HttpResponse<String>> timedOut = send(to("M", "/messages")
                .timeout(Duration.ofSeconds(3))
                .POST(HttpRequest.BodyPublishers.ofString("{\"message\":\"timed out\",\"w\":3}")));
        await().atMost(SOON).until(() -> get("M", "/messages").contains("timed out"));
        await().atMost(SOON).until(timedOut::isCompletedExceptionally);
        awaitWaiting(1);
        assertThat(staying).isNotDone();
        restart(S2);
        assertThat(soon(staying).statusCode()).isEqualTo(200);
        await().atMost(SOON).until(() -> get("S2", "/messages").equals(get("M", "/messages")));
        assertThat(get("S2", "/messages")).contains("left1", "left20", "timed out", "stayed");
    }

    @Test
    void whoeverEndsItsSendingHalfGetsItsAnswerUnlessThatTakesLong() throws IOException {
        post("S1", "/test", "{\"delay\":\"200ms\"}", 200);
        assertThat(answerToAHalfClosed("one")).contains("200 OK").contains("\"acks\":3");
        crash(S2);
        assertThat(answerToAHalfClosed("two")).contains("504 ").contains("the client has gone");
        awaitWaiting(0);
    }

    private String answerToAHalfClosed(String message) throws IOException {
        try (Socket socket = post(message, 3, "HTTP/1.1")) {
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void whoeverSaysThatItWillCloseTheConnectionStillWaits() throws IOException {
        crash(S2);
        try (Socket old = post("one", 3, "HTTP/1.0");
                Socket closing = post("two", 3, "HTTP/1.1\r\nConnection: close")) {
            awaitWaiting(2);
            restart(S2);
            for (Socket socket : List.of(old, closing)) {
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).contains("200 OK").contains("\"acks\":3");
            }
        }
    }

    @Test
    void withoutAQuorumTheMasterIsReadOnlyAndNoIdIsSpent() {
        assertThat(soon(append("Msg1", 3)).statusCode()).isEqualTo(200);
        crash(S1);
        crash(S2);
        await().atMost(SOON).until(() -> get("M", "/health").contains("\"status\":\"Read-only\""));
        assertThat(get("M", "/health")).contains("\"node\":\"S1\",\"status\":\"Unhealthy\"");
        HttpResponse<String> refused = soon(append("Msg2", 1));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("\"error\":\"no-quorum\"").contains("the master is read-only");
        assertThat(get("M", "/messages")).isEqualTo("[\"Msg1\"]");
        restart(S1);
        await().atMost(SOON).until(() -> get("M", "/health").contains("\"node\":\"S1\",\"status\":\"Healthy\""));
        assertThat(soon(append("Msg2", 2)).body()).startsWith("{\"id\":2,");
    }

    @Test
    void aMasterThatStartsAgainGoesOnWithItsIds() {
        assertThat(soon(append("Msg1", 3)).statusCode()).isEqualTo(200);
        crash(S2);
        CompletableFuture<HttpResponse<String>> blocked = append("Msg2", 3);
        await().atMost(SOON).until(() -> get("S1", "/messages").contains("Msg2"));
        crash(NodeId.of("M"));
        assertThat(soon(blocked).statusCode()).as("its fate is unknown").isEqualTo(504);
        assertThat(soon(append("Msg3", 1)).statusCode()).as("stopped").isEqualTo(503);
        restart(NodeId.of("M"));
        await().atMost(SOON).until(() -> get("M", "/health").contains("\"quorum\":true"));
        assertThat(soon(append("Msg3", 2)).body()).startsWith("{\"id\":3,");
        assertThat(get("M", "/messages")).isEqualTo("[\"Msg1\",\"Msg2\",\"Msg3\"]");
    }

    @Test
    void errorsAndDelaysOnPurposeLeaveEachMessageOnce() {
        post("S1", "/test", "{\"errorAfterAppend\":100}", 200);
        post("S2", "/test", "{\"errorBeforeAppend\":100}", 200);
        for (int number = 1; number <= 5; number++) {
            assertThat(soon(append("same", 2)).statusCode()).isEqualTo(200);
        }
        assertThat(get("S2", "/messages")).isEqualTo("[]");
        post("S2", "/test", "{\"errorBeforeAppend\":0,\"delay\":\"300ms\"}", 200);
        await().atMost(SOON).until(() -> get("S2", "/messages").equals(get("M", "/messages")));
        assertThat(get("S1", "/messages")).isEqualTo("[\"same\",\"same\",\"same\",\"same\",\"same\"]");
        assertThat(get("M", "/health")).contains("\"node\":\"S2\",\"status\":\"Healthy\"");
        post("S2", "/test", "{\"delay\":\"soon\"}", 400);
        post("M", "/test", "{\"delay\":\"1s\"}", 404);
    }

    @Test
    void aRequestUnderOneKeyIsAppendedOnce() {
        for (int attempt = 0; attempt < 3; attempt++) {
            HttpRequest.Builder request = to("M", "/append")
                    .header("Idempotency-Key", "order 7")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"message\":\"once\",\"wc\":3}"));
            assertThat(soon(send(request)).body()).startsWith("{\"id\":1,\"acks\":3,");
        }
        HttpRequest.Builder other = to("M", "/append")
                .header("Idempotency-Key", "order 7")
                .POST(HttpRequest.BodyPublishers.ofString("{\"message\":\"another\"}"));
        assertThat(soon(send(other)).statusCode()).isEqualTo(409);
        assertThat(get("M", "/messages")).isEqualTo("[\"once\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'message':'x','w':0} | write concern 'w' = 0: a whole number",
                "{'message':'x','w':-1} | write concern 'w' = -1",
                "{'message':'x','w':4} | write concern 4: 1 to 3 (the number of nodes) is allowed",
                "{'message':'x','writeConcern':'2'} | write concern 'writeConcern'",
                "{'message':'x','write_concern':1.5} | write concern 'write_concern' = 1.5",
                "{'message':'x','w':1,'wc':1} | fields w and wc mean the same",
                "{'message':'x','weight':1} | field 'weight'",
                "{'message':7} | field 'message': a string is allowed",
                "{'w':1} | field 'message' is missing",
                "{'message':''} | an empty message",
                "[1] | no JSON object",
                "message=x | no JSON"
            })
    void aBadAppendIsToldAndNothingIsAppended(String body, String message) {
        HttpResponse<String> answer =
                soon(send(to("M", "/messages").POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body().replace("\\\"", "\"")).contains(message);
        assertThat(get("M", "/messages")).isEqualTo("[]");
        assertThat(soon(append("fine", 3)).body()).startsWith("{\"id\":1,");
    }

    @Test
    void anyTextComesBackAsItWasSent() {
        String text = "a\\b \\n \"quoted\"\n\tå 😀 \u0001 \\u0041";
        HttpRequest.Builder plain = to("M", "/?w=3")
                .header("Content-Type", "text/plain; charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofString(text));
        assertThat(soon(send(plain)).statusCode()).isEqualTo(200);
        String shown = "[\"a\\\\b \\\\n \\\"quoted\\\"\\n\\tå 😀 \\u0001 \\\\u0041\"]";
        assertThat(get("M", "/messages")).isEqualTo(shown);
        assertThat(get("S1", "/messages")).isEqualTo(shown);
    }

    @Test
    void whatIsNotThereIsSaid() {
        post("S1", "/messages", "{\"message\":\"x\"}", 405);
        post("M", "/health", "", 405);
        post("M", "/other", "", 404);
        assertThat(soon(send(to("S1", "/test").GET())).headers().firstValue("Allow"))
                .contains("POST");
        assertThat(soon(send(to("S1", "/append").GET())).headers().firstValue("Allow"))
                .contains("");
        crash(S2);
        assertThat(soon(send(to("S2", "/messages").GET())).statusCode()).isEqualTo(503);
    }

    /** Above all timeouts that servers have by themselves. */
    @Test
    void aRequestMayBeBlockedForAMinuteAndAHalf() {
        org.junit.jupiter.api.Assumptions.assumeTrue(Nightly.isOn(), "takes 90 s");
        crash(S2);
        CompletableFuture<HttpResponse<String>> blocked = append("Msg1", 3);
        await().atMost(Duration.ofSeconds(100))
                .pollDelay(Duration.ofSeconds(90))
                .until(() -> !blocked.isDone());
        restart(S2);
        assertThat(soon(blocked).statusCode()).isEqualTo(200);
    }
}
