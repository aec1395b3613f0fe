package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import epidemic.kernel.NodeId;
import epidemic.runtime.config.HttpSettings;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A body is too large by the configuration's bound and by no other. That it is, or is broken, is no error of the server. */
class BodiesTest {
    private static final long BYTES_MAX = 10_000_000;

    @TempDir
    Path data;

    private RunningSystem lab;
    private final Logger log = (Logger) LoggerFactory.getLogger(Responses.class);
    private final ListAppender<ILoggingEvent> errors = new ListAppender<>();

    @BeforeEach
    void start() {
        HttpSettings http = new HttpSettings(
                "127.0.0.1", 0, Optional.empty(), BYTES_MAX, Duration.ofSeconds(5), Duration.ofSeconds(1));
        lab = new RunningSystem(data, new WebSettings(http, Duration.ofMillis(50), true, 1));
        errors.start();
        log.addAppender(errors);
    }

    @AfterEach
    void stop() {
        log.detachAppender(errors);
        lab.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/transactions, text/plain, 10000001",
        "/api/transactions, application/json, 999999999",
        "/api/faults, application/json, 10000001",
        "/api/faults, application/json, 9223372036854775807"
    })
    void aLengthOverTheBoundIsRefusedBeforeTheBodyComes(String path, String type, String length) throws IOException {
        String answer = answer(path, type, "Content-Length: " + length + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\"error\":\"too-large\"", "more than 10000000 bytes");
        assertThat(errors.list).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 100\r\n\r\n{\"heal\"",
                "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"hea",
                "Transfer-Encoding: chunked\r\n\r\nno length\r\n",
            })
    void whatEndsEarlyOrIsInNoChunksIsABadRequest(String body) throws IOException {
        String answer = answer("/api/faults", "application/json", body);
        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("\"error\":\"bad-request\"", "the body cannot be read: ");
        assertThat(errors.list).isEmpty();
    }

    /** The answer to a request after whose last words the client says nothing more. */
    private String answer(String path, String type, String lastWords) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", lab.port())) {
            socket.setSoTimeout(20_000);
            String request = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
                    + type + "\r\n" + lastWords;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aClientThatGoesWithinABodyIsNoErrorOfTheServer() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", lab.port())) {
            socket.setSoLinger(true, 0);
            String request = "POST /api/faults HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Expect: 100-continue\r\nContent-Length: 100\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read())
                    .as("the body is waited for")
                    .isEqualTo('H');
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> lab.get("/metrics").text().contains("route=\"/api/faults\""));
        assertThat(lab.get("/metrics").text())
                .containsPattern("epidemic_http_requests_total\\{[^}]*route=\"/api/faults\",status=\"400\"} 1");
        assertThat(errors.list).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/messages", "/append", "/test"})
    void soItIsAtAReplicatedLog(String path) {
        LogNode node = new LogNode(lab.system, lab.directory, NodeId.of("A1"), !path.equals("/test"), 1, true);
        LogApi api = new LogApi(node, new Gate(Optional.empty()), new Bodies(lab.system, BYTES_MAX));
        HttpRequest request = HttpRequest.POST(path)
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, 999_999_999L, Source.maybe()));
        HttpResponse response = api.answer(request, new ClientLine())
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        assertThat(response.status().intValue()).isEqualTo(413);
        assertThat(((HttpEntity.Strict) response.entity()).getData().utf8String())
                .contains("\"too-large\"");
        assertThat(errors.list).isEmpty();
    }

    @Test
    void aBodyBelowTheBoundIsReadHoweverLarge() {
        RunningSystem.Reply reply = lab.postJson("/api/faults", "{\"heal\":\"all\"}" + " ".repeat(9_500_000));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(errors.list).isEmpty();
    }
}
