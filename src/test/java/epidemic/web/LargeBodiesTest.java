package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A body is too large by the configuration's bound and by no other; to say so is no error of the server. */
class LargeBodiesTest {
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
        String answer = head(path, type, length);
        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\"error\":\"too-large\"", "more than 10000000 bytes");
        assertThat(errors.list).isEmpty();
    }

    /** The answer to a request whose body does not come. */
    private String head(String path, String type, String length) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", lab.port())) {
            socket.setSoTimeout(20_000);
            String request = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
                    + type + "\r\nContent-Length: " + length + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
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
