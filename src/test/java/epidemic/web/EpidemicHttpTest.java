package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import epidemic.runtime.config.HttpSettings;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpidemicHttpTest {
    @TempDir
    Path data;

    private static WebSettings settings(int port, Optional<String> token, boolean faults, Duration timeout) {
        return new WebSettings(
                new HttpSettings("127.0.0.1", port, token, 100_000, timeout, Duration.ofSeconds(1)),
                Duration.ofMillis(50),
                faults,
                1);
    }

    @Test
    void saysInOneLineThatThePortIsTaken() {
        try (RunningSystem lab = new RunningSystem(data, RunningSystem.settings())) {
            WebSetup second = new WebSetup(
                    "layered",
                    lab.setup.topology(),
                    lab.directory,
                    lab.setup.faults(),
                    lab.traffic,
                    settings(lab.port(), Optional.empty(), true, Duration.ofSeconds(1)));
            assertThatThrownBy(() -> EpidemicHttp.start(lab.system, second)
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(ListenException.class)
                    .hasMessageStartingWith("cannot listen at 127.0.0.1:" + lab.port() + ": ")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void keepsTheTokenAndFaultsOff() {
        WebSettings strict = settings(0, Optional.of("secret"), false, Duration.ofSeconds(5));
        try (RunningSystem lab = new RunningSystem(data, strict)) {
            await().atMost(Duration.ofSeconds(20)).until(lab::isReady);
            RunningSystem.Reply without = lab.postText("/api/transactions", "b, w(1,2), c");
            assertThat(without.status()).isEqualTo(401);
            assertThat(without.json().get("error").asText()).isEqualTo("unauthorized");
            assertThat(lab.send(line(lab).header("Authorization", "Bearer secret"))
                            .status())
                    .isEqualTo(200);
            assertThat(lab.send(line(lab)
                                    .header("Authorization", "Bearer secret")
                                    .header("Origin", "http://evil.example"))
                            .status())
                    .isEqualTo(403);
            RunningSystem.Reply fault = lab.send(lab.request("/api/faults")
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer secret")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"crash\":\"A1\"}")));
            assertThat(fault.status()).isEqualTo(403);
            assertThat(fault.json().get("error").asText()).isEqualTo("faults-disabled");
            assertThat(lab.get("/api/faults").text()).isEqualTo("{\"enabled\":false,\"crashed\":[],\"links\":[]}");
        }
    }

    private static HttpRequest.Builder line(RunningSystem lab) {
        return lab.request("/api/transactions")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("b, w(1,2), c"));
    }

    @Test
    void tellsThatAnOutcomeIsUnknownInTime() {
        WebSettings hasty = settings(0, Optional.empty(), true, Duration.ofMillis(1));
        try (RunningSystem lab = new RunningSystem(data, hasty)) {
            await().atMost(Duration.ofSeconds(20)).until(lab::isReady);
            String update = "{\"id\":\"slow:1\",\"operations\":[{\"write\":\"k\",\"value\":\"v\"}]}";
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                RunningSystem.Reply reply = lab.postJson(
                        "/api/transactions?node=B1",
                        "{\"id\":\"slow:2\",\"layer\":1,\"operations\":[{\"read\":\"k\"}]}");
                assertThat(reply.status()).isIn(200, 504);
            });
            lab.postJson("/api/transactions", update);
            RunningSystem.Reply waits = lab.send(lab.request("/api/transactions?node=B1")
                    .header("Content-Type", "application/json")
                    .header("Session", "1000")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"id\":\"slow:3\",\"layer\":1,\"operations\":[{\"read\":\"k\"}]}")));
            assertThat(waits.status()).isEqualTo(504);
            assertThat(waits.json().get("outcome").asText()).isEqualTo("unknown");
            assertThat(waits.json().get("error").asText()).isEqualTo("unknown");
            assertThat(waits.json().get("id").asText()).isEqualTo("slow:3");
        }
    }
}
