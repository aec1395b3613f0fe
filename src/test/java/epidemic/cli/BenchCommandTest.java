package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
    @TempDir
    private Path directory;

    private static CommandRun brief(String... arguments) {
        return CommandRun.of(
                Stream.concat(Stream.of("bench", "--duration", "100ms", "--warm-up", "0s"), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    @Test
    void measuresClosedAndOpenLoopsAndWritesThem() throws Exception {
        Path json = directory.resolve("bench.json");
        Path svg = directory.resolve("bench.svg");

        CommandRun run = CommandRun.of(
                "bench",
                "--concurrency",
                "1,16",
                "--rate",
                "200",
                "--duration",
                "400ms",
                "--warm-up",
                "200ms",
                "--json",
                json.toString(),
                "--svg",
                svg.toString());

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.out()).contains("1 outstanding", "16 outstanding", "200/s");
        JsonNode loads = new ObjectMapper().readTree(json.toFile()).get("loads");
        assertThat(loads).hasSize(3);
        for (JsonNode load : loads) {
            assertThat(load.get("committed").asLong()).isPositive();
            assertThat(load.get("logBytes").asLong()).isPositive();
            assertThat(load.get("latencyMillis").get("p50").asDouble()).isPositive();
        }
        assertThat(loads.get(2).get("loop").asText()).isEqualTo("open");
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(svg.toFile())
                        .getElementsByTagName("rect")
                        .getLength())
                .isEqualTo(1 + 3 * 3);
    }

    /** The runs are those of the command simulate. */
    @Test
    void simulatesBesideTheLoads() throws Exception {
        Path json = directory.resolve("bench.json");
        String[] chosen = {"--strategy", "passive", "--set", "passive.replicas=1"};

        CommandRun run = brief(Stream.concat(
                        Stream.of("--concurrency", "16", "--simulate", "3..12", "--json", json.toString()),
                        Stream.of(chosen))
                .toArray(String[]::new));

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.out())
                .contains("16 outstanding")
                .containsPattern("simulated +\\d+ events/s, \\d+ runs/s in the simulator; 10 runs, 0 violations\n");
        JsonNode simulated = new ObjectMapper().readTree(json.toFile()).get("simulated");
        assertThat(simulated.get("runs").asLong()).isEqualTo(10);
        assertThat(simulated.get("violations").asLong()).isZero();
        assertThat(simulated.get("eventsPerSecond").asLong())
                .isGreaterThan(simulated.get("runsPerSecond").asLong());
        CommandRun same = CommandRun.of(Stream.concat(Stream.of("simulate", "--seeds", "3..12"), Stream.of(chosen))
                .toArray(String[]::new));
        assertThat(same.out()).contains("digest " + simulated.get("digest").asText());
    }

    @Test
    void withoutSeedsNothingIsSimulated() throws Exception {
        Path json = directory.resolve("bench.json");
        CommandRun run = brief("--strategy", "passive", "--concurrency", "1", "--json", json.toString());
        assertThat(run.out()).doesNotContain("simulated");
        assertThat(new ObjectMapper().readTree(json.toFile()).has("simulated")).isFalse();
        assertThat(CommandRun.wrongUsage("bench", "--simulate", "5..1")).contains("'5..1' is no range of seeds");
    }

    @Test
    void namedDataStays() throws Exception {
        Path data = directory.resolve("data");

        CommandRun run = brief("--concurrency", "4", "--data", data.toString());

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(Files.size(data.resolve("A1/versions.jsonl"))).isPositive();
    }

    @Test
    void aMasterAloneIsNotMeasured() {
        assertThat(CommandRun.wrongUsage("bench", "--strategy", "replicated-log", "--memory"))
                .contains("the core of replicated-log alone is a master without a quorum, which is read-only")
                .contains("--nodes all is allowed");
    }

    @Test
    void theCoreAloneRunsAloneAndWritesItsLogs() throws Exception {
        Path data = directory.resolve("data");

        CommandRun run = brief("--nodes", "core", "--concurrency", "4", "--data", data.toString());

        assertThat(run.exitCode()).as("%s", run).isZero();
        try (Stream<Path> nodes = Files.list(data)) {
            assertThat(nodes.filter(Files::isDirectory).map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("A1", "A2", "A3");
        }
        assertThat(Files.size(data.resolve("A3/versions.jsonl"))).isPositive();
    }

    @Test
    void inMemoryTheCoreCommitsAndWritesNothing() throws Exception {
        Path json = directory.resolve("bench.json");

        CommandRun run = CommandRun.of(
                "bench",
                "--memory",
                "--concurrency",
                "16",
                "--duration",
                "300ms",
                "--warm-up",
                "100ms",
                "--json",
                "" + json);

        assertThat(run.exitCode()).as("%s", run).isZero();
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.get("nodes").asText()).isEqualTo("core");
        assertThat(report.get("storage").asText()).isEqualTo("memory");
        JsonNode load = report.get("loads").get(0);
        assertThat(load.get("committed").asLong()).isPositive();
        assertThat(load.get("logBytes").asLong()).isZero();
    }

    /** Three JVMs, which take a while to start on a busy machine. */
    @Test
    void eachCoreNodeInAProcessOfItsOwnCommitsAndWritesItsLog() throws Exception {
        Path data = directory.resolve("data");
        Path json = directory.resolve("bench.json");

        CommandRun run = CommandRun.of(
                "bench",
                "--processes",
                "--concurrency",
                "16",
                "--duration",
                "1s",
                "--warm-up",
                "1s",
                "--node-heap",
                "160m",
                "--data",
                data.toString(),
                "--json",
                json.toString());

        assertThat(run.exitCode()).as("%s", run).isZero();
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.get("hosting").asText()).isEqualTo("processes");
        assertThat(report.get("nodes").asText()).isEqualTo("core");
        JsonNode load = report.get("loads").get(0);
        assertThat(load.get("committed").asLong()).isPositive();
        assertThat(load.get("logBytes").asLong()).isPositive();
        assertThat(load.get("cpuSeconds").asDouble()).isPositive();
        assertThat(Files.size(data.resolve("A3/versions.jsonl"))).isPositive();
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    /** Also one that is still looking for the others: its bench may have been killed then. */
    @Test
    void aNodeOfABenchEndsWithIt() throws Exception {
        Process node = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "epidemic.Main",
                        "bench-node",
                        "A2",
                        "--layers=1",
                        "--memory",
                        "--data=" + directory,
                        "--seeds=127.0.0.1:1",
                        "--run=x",
                        "--keys=10",
                        "--value-bytes=4")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(node.inputReader().lines().anyMatch(line -> line.startsWith("place ")))
                    .isTrue();

            node.outputWriter().close();

            assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            node.destroyForcibly();
        }
    }

    @Test
    void whatIsForProcessesNeedsThem() {
        assertThat(CommandRun.wrongUsage("bench", "--node-java-option", "-Xss1m"))
                .contains("--node-java-option is for the JVMs of --processes");
        assertThat(CommandRun.wrongUsage("bench", "--processes", "--node-heap", "much"))
                .contains("--node-heap much: a number and k, m or g is allowed");
    }

    @Test
    void memoryIsForTheCoreAloneAndHasNoData() {
        assertThat(CommandRun.wrongUsage("bench", "--memory", "--nodes", "all")).contains("--nodes core is allowed");
        assertThat(CommandRun.wrongUsage("bench", "--memory", "--data", "x")).contains("no version logs to put there");
        assertThat(CommandRun.wrongUsage("bench", "--nodes", "some")).contains("'some': all or core is allowed");
    }

    @Test
    void valuesOutOfRangeAreWrongUsage() {
        assertThat(CommandRun.wrongUsage("bench", "--concurrency", "0"))
                .contains("--concurrency 0: 1 to 1000000 is allowed");
        CommandRun.wrongUsage("bench", "--rate", "-5");
        CommandRun.wrongUsage("bench", "--value-bytes", "0");
        CommandRun.wrongUsage("bench", "--duration", "0s");
    }
}
