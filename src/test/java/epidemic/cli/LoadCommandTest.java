package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import epidemic.runtime.config.EpidemicConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code load}, on a system in this JVM that it reaches over HTTP only. */
class LoadCommandTest {
    @TempDir
    private Path folder;

    private RunningSystem start(String... settings) throws Exception {
        List<String> all = new ArrayList<>(
                List.of("http.port=0", "layered.layer2.interval=300ms", "layered.layer1.flush-after=300ms"));
        all.addAll(Arrays.asList(settings));
        PrintWriter quiet = new PrintWriter(new StringWriter());
        return RunningSystem.start(EpidemicConfig.load(Optional.empty(), all), folder.resolve("data"), quiet, quiet);
    }

    /** Clients, the logs of all nodes and the final reads are in the history, and it is one that holds. */
    @Test
    void writesAHistoryThatIsJudged() throws Exception {
        String history = folder.resolve("history").toString();
        try (RunningSystem running = start()) {
            CommandRun load =
                    CommandRun.of("load", "--url", running.url(), "--operations", "400", "--history", history);
            assertThat(load.exitCode()).as("%s", load).isZero();
            assertThat(load.out()).contains("400 committed, 0 refused, 0 unknown");
            assertThat(CommandRun.wrongUsage("load", "--url", running.url(), "--history", history))
                    .contains("a history begins with none");
        }
        CommandRun judged = CommandRun.of(
                "check",
                history,
                "--guarantee",
                "strict-serializable,prefix,exactly-once,convergence,read-your-writes");
        assertThat(judged.exitCode()).as("%s", judged).isZero();
        assertThat(Files.readString(folder.resolve("history/observations.jsonl")))
                .contains("\"C2\"");
    }

    /** Without what the logs took, and without acknowledged updates, judges would have nothing to find. */
    @Test
    void anUpdateThatIsLostAfterwardsIsFound() throws Exception {
        Path history = folder.resolve("history");
        try (RunningSystem running = start()) {
            CommandRun.of("load", "--url", running.url(), "--operations", "200", "--history", history.toString());
        }
        Path observations = history.resolve("observations.jsonl");
        Files.writeString(observations, Files.readString(observations).replaceFirst("load-\\d+~", "load-99~"));
        assertThat(CommandRun.of("check", history.toString(), "--guarantee", "prefix")
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void endsBeforeItsTimeWithAWholeHistory() throws Exception {
        Path history = folder.resolve("history");
        try (RunningSystem running = start()) {
            StringWriter told = new StringWriter();
            CommandLine line = EpidemicCommand.commandLine();
            line.setOut(new PrintWriter(told, true)).setErr(new PrintWriter(told, true));
            LoadCommand load = line.getSubcommands().get("load").getCommand();
            CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() ->
                    line.execute("load", "--url", running.url(), "--duration", "10m", "--history", history.toString()));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> running.nodes().summaries().get(0).version() > 50);
            load.end();
            assertThat(exit.get(60, TimeUnit.SECONDS)).as("%s", told).isZero();
        }
        CommandRun judged = CommandRun.of("check", history.toString(), "--guarantee", "convergence");
        assertThat(judged.exitCode()).as("%s", judged).isZero();
    }

    @Test
    void saysWhatItCannotDo() throws Exception {
        assertThat(CommandRun.wrongUsage("load", "--url", "http://127.0.0.1:1"))
                .contains("nobody answers at http://127.0.0.1:1");
        assertThat(CommandRun.wrongUsage("load", "--url", "A9=http://127.0.0.1:1"))
                .contains("no node 'A9': one of [A1, A2, A3, B1, B2, C1, C2] is allowed");
        assertThat(CommandRun.wrongUsage("load", "--url", "A1=http://127.0.0.1:1"))
                .contains("no --url says where A2 is");
        assertThat(CommandRun.wrongUsage("load", "--url", "A1=http://127.0.0.1:1,A1=http://127.0.0.1:2"))
                .contains("one for each node, and one for all others, is allowed");
        assertThat(CommandRun.wrongUsage("load", "--url", "ftp:nowhere"))
                .contains("'ftp:nowhere' is no URL of a system");
        assertThat(CommandRun.wrongUsage("load", "--clients", "0")).contains("--clients 0: 1 to 1000 are allowed");
        try (RunningSystem running = start("http.token=secret")) {
            assertThat(CommandRun.wrongUsage("load", "--url", running.url(), "--token", "guessed"))
                    .contains("takes no transactions from here (status 401)");
            CommandRun load = CommandRun.of(
                    "load", "--url", running.url(), "--token", "secret", "--operations", "20", "--clients", "2");
            assertThat(load.exitCode()).as("%s", load).isZero();
        }
    }
}
