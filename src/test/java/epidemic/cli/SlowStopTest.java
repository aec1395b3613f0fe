package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import epidemic.contract.FreePorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A node that has stopped by itself, in a process that takes longer to stop than it may. */
class SlowStopTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path FULL_DISK = Path.of("/dev/full");

    private final HttpClient http = HttpClient.newHttpClient();
    private final StringWriter err = new StringWriter();
    private final String port = String.valueOf(FreePorts.next());

    private NodeCommand command;

    @TempDir
    private Path folder;

    /** The main replica of {@code passive}, which takes updates alone. */
    private CompletableFuture<Integer> start(Duration stopMax) {
        CommandLine line = EpidemicCommand.commandLine();
        line.setOut(new PrintWriter(new StringWriter())).setErr(new PrintWriter(err, true));
        command = line.getSubcommands().get("node").getCommand();
        command.stopWithin(stopMax);
        return CompletableFuture.supplyAsync(() -> line.execute(
                "node",
                "M",
                "--data",
                folder.toString(),
                "--port",
                port,
                "--remote-port",
                "0",
                "--set",
                "strategy=passive",
                "--set",
                "storage.sync=never"));
    }

    private int send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException notThere) {
            return 0;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    @Test
    void aSlowStopHidesNeitherReasonNorExitCode() throws Exception {
        assumeTrue(Files.exists(FULL_DISK), "no disk that is always full here");
        Files.createSymbolicLink(Files.createDirectories(folder.resolve("M")).resolve("versions.jsonl"), FULL_DISK);
        CompletableFuture<Integer> exit = start(Duration.ZERO);
        await().atMost(PATIENCE).until(() -> command.isEstablished() && send(at("/ready?node=self")) == 200);
        send(at("/api/transactions?node=M")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("b, w(1,x), c")));
        assertThat(exit.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(ExitCode.FOUND);
        assertThat(err.toString().lines())
                .containsSubsequence(
                        "epidemic: M stopped by itself, so its process ends: its log cannot be written",
                        "epidemic: warning: the node did not stop within 0 s");
    }
}
