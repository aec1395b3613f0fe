package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health and readiness say of each node what is so: the core here refuses updates while one of it is away. */
class HealthHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private static Path data;

    private static RunningSystem lab;

    @BeforeAll
    static void start() {
        lab = new RunningSystem(data, RunningSystem.settings());
        await().atMost(PATIENCE).until(lab::isReady);
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @Test
    void aStoppedNodeIsNeitherHealthyNorReadyAndTheOthersSayHowTheyAre() {
        await().atMost(PATIENCE).until(() -> status("/ready?node=A1") == 200 && status("/ready?node=C1") == 200);
        assertThat(status("/health?node=A1")).isEqualTo(200);
        lab.postJson("/api/faults", "{\"crash\":\"A1\"}");
        await().atMost(PATIENCE).until(() -> status("/health?node=A1") == 503);
        assertThat(lab.get("/health?node=A1").json().get("reason").asText()).isEqualTo("A1 is stopped");
        assertThat(lab.get("/ready?node=A1").json().get("reason").asText()).isEqualTo("A1: stopped");
        assertThat(status("/health")).isEqualTo(200);
        assertThat(status("/health?node=A2")).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> status("/ready?node=A2") == 503 && status("/ready") == 503);
        assertThat(lab.postText("/api/transactions?node=A2", "b, w(1,a), c").status())
                .isEqualTo(503);
        assertThat(status("/ready?node=B1")).isEqualTo(200);
        assertThat(lab.postText("/api/transactions?node=B1", "b1, r(1), c").status())
                .isEqualTo(200);
        lab.postJson("/api/faults", "{\"restart\":\"A1\"}");
        await().atMost(PATIENCE).until(() -> status("/ready?node=A1") == 200);
        lab.update("b, w(1,a), c @A1");
    }

    /** What the probes of containers ask: each process is asked in the same words. */
    @Test
    void selfIsEveryNodeOfTheProcess() {
        await().atMost(PATIENCE).until(() -> status("/ready?node=self") == 200);
        assertThat(status("/health?node=self")).isEqualTo(200);
        lab.postJson("/api/faults", "{\"crash\":\"C2\"}");
        await().atMost(PATIENCE).until(() -> status("/health?node=self") == 503);
        assertThat(lab.get("/health?node=self").json().get("reason").asText()).isEqualTo("C2 is stopped");
        assertThat(lab.get("/ready?node=self").json().get("reason").asText()).isEqualTo("C2: stopped");
        assertThat(status("/ready")).isEqualTo(200);
        lab.postJson("/api/faults", "{\"restart\":\"C2\"}");
        await().atMost(PATIENCE).until(() -> status("/ready?node=self") == 200);
    }

    @Test
    void anUnknownNodeIsNotFound() {
        assertThat(status("/health?node=Z9")).isEqualTo(404);
        assertThat(status("/ready?node=Z9")).isEqualTo(404);
    }

    private static int status(String path) {
        return lab.get(path).status();
    }
}
