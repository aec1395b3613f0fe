package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process of a node that has stopped, by itself or because somebody wanted it. */
class StoppedNodeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String FILES_OF_64_KIB = "ulimit -f 64 && exec \"$0\" \"$@\"";
    private static final String REASON =
            "epidemic: M stopped by itself, so its process ends: its log cannot be written";
    private static final String KIBIBYTE = "x".repeat(1 << 10);

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private Process process;

    @AfterEach
    void end() {
        process.destroyForcibly().onExit().join();
    }

    /** The main replica of {@code passive}, which takes updates alone. Returns where it is. */
    private URI start(String... before) throws IOException {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(Jvms.epidemic("node", "M", "--data", folder.toString(), "--port", "0", "--remote-port", "0"));
        command.addAll(List.of("--set", "strategy=passive", "--set", "faults.enabled=true"));
        process = new ProcessBuilder(command).redirectError(err().toFile()).start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.startsWith("dashboard: ")) {
            line = out.readLine();
        }
        assertThat(line).as("%s", Files.readString(err())).isNotNull();
        URI url = URI.create(line.substring("dashboard: ".length()));
        await().atMost(PATIENCE).until(() -> get(url, "/ready?node=self").statusCode() == 200);
        return url;
    }

    private Path err() {
        return folder.resolve("err");
    }

    private HttpResponse<String> get(URI url, String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(url.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(URI url, String path, String type, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url.resolve(path))
                .header("Content-Type", type)
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Updates until one is not committed. Returns how many were. */
    private int fillTheDisk(URI url) throws InterruptedException {
        int committed = 0;
        try {
            while (post(url, "/api/transactions?node=M", "text/plain", "b, w(1," + KIBIBYTE + "), c")
                            .statusCode()
                    == 200) {
                committed++;
            }
        } catch (IOException hasEnded) {
            // The process was faster than its answer.
        }
        return committed;
    }

    @Test
    void aNodeThatCannotWriteEndsItsProcessAndComesBackWithIt() throws Exception {
        URI limited = start("bash", "-c", FILES_OF_64_KIB);
        int committed = fillTheDisk(limited);
        assertThat(committed).isBetween(10, 64);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.FOUND);
        assertThat(Files.readAllLines(err())).contains(REASON);
        URI again = start();
        assertThat(get(again, "/api/nodes/M").body()).contains("\"version\":" + committed + ",");
    }

    /** What a person stops, a person starts: the process stays. */
    @Test
    void aNodeThatWasStoppedOnPurposeLeavesItsProcessAlone() throws Exception {
        URI url = start();
        post(url, "/api/faults", "application/json", "{\"crash\":\"M\"}");
        await().atMost(PATIENCE).until(() -> get(url, "/api/nodes/M").body().contains("\"state\":\"stopped\""));
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> process.isAlive());
        post(url, "/api/faults", "application/json", "{\"restart\":\"M\"}");
        await().atMost(PATIENCE).until(() -> get(url, "/ready?node=self").statusCode() == 200);
    }
}
