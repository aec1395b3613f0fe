package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** The command {@code load} on processes, with a history that is judged in the end. */
final class JudgedLoad implements AutoCloseable {
    static final List<String> ALL = List.of("A1", "A2", "A3", "B1", "B2", "C1", "C2");
    private static final String PROMISED = "strict-serializable,prefix,exactly-once,convergence";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Jvms jvms;
    private final Path history;
    private final StringWriter told = new StringWriter();
    private final LoadCommand load;
    private final CompletableFuture<Integer> exit;

    /** Begins. */
    JudgedLoad(Jvms jvms, Path folder, String... more) {
        this.jvms = jvms;
        this.history = folder.resolve("history");
        List<String> arguments = new ArrayList<>(List.of(
                "load",
                "--history",
                history.toString(),
                "--duration",
                "10m",
                "--pace",
                "5ms",
                "--set",
                "layered.layer2.interval=500ms"));
        ALL.forEach(node -> arguments.addAll(List.of("--url", node + "=" + jvms.url(node))));
        arguments.addAll(Arrays.asList(more));
        exit = new CompletableFuture<>();
        CommandLine line = EpidemicCommand.commandLine();
        line.setOut(new PrintWriter(told, true)).setErr(new PrintWriter(told, true));
        load = line.getSubcommands().get("load").getCommand();
        Thread thread = new Thread(() -> exit.complete(line.execute(arguments.toArray(String[]::new))), "load");
        thread.setDaemon(true);
        thread.start();
    }

    /** What the nodes under it are set to. */
    static String[] settings(String onFailure) {
        return new String[] {
            "layered.core.on-failure=" + onFailure,
            "layered.layer2.interval=500ms",
            "layered.layer1.flush-after=500ms",
            "storage.sync=batch"
        };
    }

    /** Waits until so many more updates were committed than have been. */
    void awaitUpdates(int count) {
        long before = committedUpdates();
        await().atMost(Duration.ofSeconds(60)).until(() -> committedUpdates() >= before + count);
    }

    /** Lets it go on for so long. */
    static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        await().atMost(time.plusSeconds(5)).until(() -> System.nanoTime() - end > 0);
    }

    private long committedUpdates() {
        return ALL.subList(0, 3).stream().mapToLong(jvms::versionOf).max().orElse(0);
    }

    /** Brings it to its end, has the history judged, and compares the logs. */
    void judge() throws Exception {
        load.end();
        assertThat(exit.get(180, TimeUnit.SECONDS)).as("%s", told).isIn(0, 1);
        System.out.println(told);
        CommandRun judged = CommandRun.of("check", history.toString(), "--guarantee", PROMISED);
        assertThat(judged.exitCode()).as("%s", judged).isZero();
        for (String node : ALL) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(jvms.log(node)).as(node).isEqualTo(jvms.log("A1")));
        }
        assertThat(acknowledged()).as("no acknowledged transaction is lost").isSubsetOf(logged());
    }

    private Set<String> acknowledged() throws IOException {
        Set<String> acknowledged = new HashSet<>();
        for (JsonNode event : events()) {
            if (isUpdate(event) && event.get("type").asText().equals("ok")) {
                acknowledged.add(event.get("tx").asText());
            }
        }
        assertThat(acknowledged).hasSizeGreaterThan(50);
        return acknowledged;
    }

    private Set<String> logged() throws IOException {
        Set<String> logged = new HashSet<>();
        for (String line : Files.readAllLines(jvms.data().resolve("A1").resolve("versions.jsonl"))) {
            logged.add(JSON.readTree(line).get("transaction").asText());
        }
        return logged;
    }

    /** The longest time between two updates that were committed, of whichever clients. */
    Duration longestSilence() throws IOException {
        long longest = 0;
        long last = -1;
        for (JsonNode event : events()) {
            if (isUpdate(event) && event.get("type").asText().equals("ok")) {
                long now = event.get("time").asLong();
                longest = last < 0 ? 0 : Math.max(longest, now - last);
                last = now;
            }
        }
        return Duration.ofNanos(longest);
    }

    /** How many nanoseconds of the history have been written, the last line excepted, which may be half a line. */
    long writtenNanos() throws IOException {
        List<String> lines = Files.readAllLines(history.resolve("history.jsonl"));
        return JSON.readTree(lines.get(lines.size() - 2)).get("time").asLong();
    }

    /** How many reads at a node were answered after so many nanoseconds of the history. */
    long readsAt(String node, long afterNanos) throws IOException {
        return events().stream()
                .filter(event -> event.get("type").asText().equals("ok")
                        && event.get("time").asLong() > afterNanos
                        && event.path("node").asText().equals(node)
                        && !isUpdate(event))
                .count();
    }

    private static boolean isUpdate(JsonNode event) {
        for (JsonNode step : event.get("value")) {
            if (!step.get(0).asText().equals("r")) {
                return true;
            }
        }
        return false;
    }

    private List<JsonNode> events() throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(history.resolve("history.jsonl"))) {
            JsonNode event = JSON.readTree(line);
            if (event.path("f").asText().equals("txn")) {
                events.add(event);
            }
        }
        return events;
    }

    /** Ends it, as it is. */
    @Override
    public void close() {
        load.end();
    }
}
