package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the probes in {@code deploy} ask is there, and the image's health check understands the answers. */
class DeployedProbesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern PROBE = Pattern.compile("(?:\\n +path: |healthcheck\"?, \")(/[a-z][^\\s\"]*)");

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

    private static Set<String> probes() throws IOException {
        Set<String> paths = new TreeSet<>();
        for (String file : List.of(
                "docker/Dockerfile",
                "docker/compose.yaml",
                "kubernetes/core.yaml",
                "kubernetes/layer-1.yaml",
                "kubernetes/layer-2.yaml")) {
            Matcher found = PROBE.matcher(Files.readString(Path.of("deploy", file)));
            assertThat(found.find()).as(file).isTrue();
            do {
                paths.add(found.group(1));
            } while (found.find());
        }
        return paths;
    }

    @Test
    void everyProbeAsksForWhatIsThere() throws IOException {
        assertThat(probes()).containsExactly("/health", "/ready?node=self");
        for (String path : probes()) {
            await().atMost(PATIENCE).until(() -> lab.get(path).status() == 200);
        }
    }

    @Test
    void theHealthCheckOfTheImageTellsGoodFromBad() throws Exception {
        await().atMost(PATIENCE).until(() -> lab.get("/ready?node=self").status() == 200);
        assertThat(healthcheck(lab.port(), "/health")).isZero();
        assertThat(healthcheck(lab.port(), "/ready?node=self")).isZero();
        assertThat(healthcheck(lab.port(), "/health?node=Z9")).isNotZero();
        assertThat(healthcheck(1, "/health")).isNotZero();
    }

    private static int healthcheck(int port, String path) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("deploy/docker/healthcheck", path);
        builder.environment().put("EPIDEMIC_HTTP_PORT", String.valueOf(port));
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
