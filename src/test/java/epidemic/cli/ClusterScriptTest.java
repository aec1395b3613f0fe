package epidemic.cli;

import static epidemic.cli.JudgedLoad.ALL;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/cluster} as people run it, over the classes that are tested here instead of the jar. */
@EnabledIfSystemProperty(named = "tests.processes", matches = "true")
class ClusterScriptTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /** Seven for HTTP, then seven between the nodes. */
    private static final int PORT_COUNT = 14;

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private int port;

    private record Ended(int exitCode, String said) {}

    @BeforeEach
    void beside() throws IOException {
        Files.copy(Path.of("scripts/cluster"), folder.resolve("cluster"));
        String java = Jvms.epidemic().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        Path epidemic =
                Files.writeString(folder.resolve("epidemic"), "#!/usr/bin/env bash\nexec " + java + " \"$@\"\n");
        assertThat(folder.resolve("cluster").toFile().setExecutable(true)).isTrue();
        assertThat(epidemic.toFile().setExecutable(true)).isTrue();
        port = freePorts();
    }

    @AfterEach
    void stop() throws Exception {
        cluster("stop");
    }

    private static int freePorts() {
        SplittableRandom random = new SplittableRandom();
        while (true) {
            int first = random.nextInt(20_000, 30_000);
            if (areFree(first)) {
                return first;
            }
        }
    }

    private static boolean areFree(int first) {
        for (int number = first; number < first + PORT_COUNT; number++) {
            try (ServerSocket socket = new ServerSocket(number, 1, InetAddress.getLoopbackAddress())) {
                assertThat(socket.getLocalPort()).isEqualTo(number);
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }

    private Ended cluster(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(folder.resolve("cluster").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        command.addAll(List.of("--port", Integer.toString(port)));
        command.addAll(List.of("--remote-port", Integer.toString(port + ALL.size())));
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .as("%s has ended; it said: %s", command, Files.readString(said))
                .isTrue();
        return new Ended(process.exitValue(), Files.readString(said));
    }

    /** What status says of each node: its state, whether it serves, and its version. */
    private Map<String, String> status() throws Exception {
        return cluster("status")
                .said()
                .lines()
                .skip(1)
                .map(line -> line.split(" +"))
                .collect(Collectors.toMap(words -> words[0], words -> words[2] + " " + words[3] + " " + words[4]));
    }

    private String update(String node, String text) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + (port + ALL.indexOf(node)) + "/api/transactions?node=" + node);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(text))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Test
    void sevenNodesAreStartedKilledFrozenRestartedAndStopped() throws Exception {
        Ended started = cluster("start");
        assertThat(started.said()).contains("seven nodes are ready after");
        assertThat(started.exitCode()).isZero();
        assertThat(status().values()).hasSize(ALL.size()).containsOnly("up true 0");

        assertThat(cluster("kill", "A3").exitCode()).isZero();
        assertThat(status()).containsEntry("A3", "gone - -");
        assertThat(cluster("restart", "A3").exitCode()).isZero();
        assertThat(status()).containsEntry("A3", "up true 0");
        assertThat(update("A3", "b, w(1,x), c")).contains("committed");
        assertThat(status()).containsEntry("A1", "up true 1");

        assertThat(cluster("pause", "C1").exitCode()).isZero();
        assertThat(status()).containsEntry("C1", "silent - -");
        assertThat(cluster("resume", "C1").exitCode()).isZero();
        assertThat(status()).containsEntry("C1", "up true 0");

        assertThat(cluster("stop").exitCode()).isZero();
        assertThat(status().values()).containsOnly("gone - -");
    }

    @Test
    void chaosIsJudged() throws Exception {
        assertThat(cluster("start").exitCode()).isZero();
        Ended judged = cluster("chaos", "--duration", "20", "--seed", "8");
        assertThat(judged.said()).contains("all logs are the same bytes");
        assertThat(judged.exitCode()).isZero();
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        assertThat(cluster("kill", "A9"))
                .isEqualTo(new Ended(2, "cluster: no node 'A9': one of A1 A2 A3 B1 B2 C1 C2 is allowed\n"));
        assertThat(cluster("kill", "A1")).isEqualTo(new Ended(2, "cluster: A1 does not run\n"));
        assertThat(cluster("fly").said()).isEqualTo("cluster: unknown command 'fly'; --help lists all\n");
        assertThat(cluster("status", "--fast").said())
                .isEqualTo("cluster: unknown option '--fast'; --help lists all\n");
    }
}
