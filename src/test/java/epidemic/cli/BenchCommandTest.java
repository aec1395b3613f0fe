package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void measuresClosedAndOpenLoopsAndWritesThem() throws Exception {
        Path json = directory.resolve("bench.json");
        Path svg = directory.resolve("bench.svg");

        int exitCode = bench(
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

        assertThat(exitCode).as(err.toString()).isZero();
        assertThat(out.toString()).contains("1 outstanding", "16 outstanding", "200/s");
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

    @Test
    void namedDataStays() throws Exception {
        Path data = directory.resolve("data");

        assertThat(bench("--concurrency", "4", "--duration", "100ms", "--warm-up", "0s", "--data", data.toString()))
                .isZero();

        assertThat(Files.size(data.resolve("A1/versions.jsonl"))).isPositive();
    }

    @Test
    void aMasterAloneIsNotMeasured() {
        assertThat(bench("--strategy", "replicated-log", "--memory")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("the core of replicated-log alone is a master without a quorum, which is read-only")
                .contains("--nodes all is allowed");
    }

    @Test
    void theCoreAloneRunsAloneAndWritesItsLogs() throws Exception {
        Path data = directory.resolve("data");

        assertThat(bench(
                        "--nodes",
                        "core",
                        "--concurrency",
                        "4",
                        "--duration",
                        "100ms",
                        "--warm-up",
                        "0s",
                        "--data",
                        data.toString()))
                .as(err.toString())
                .isZero();

        try (Stream<Path> nodes = Files.list(data)) {
            assertThat(nodes.filter(Files::isDirectory).map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("A1", "A2", "A3");
        }
        assertThat(Files.size(data.resolve("A3/versions.jsonl"))).isPositive();
    }

    @Test
    void inMemoryTheCoreCommitsAndWritesNothing() throws Exception {
        Path json = directory.resolve("bench.json");

        int exitCode = bench(
                "--memory", "--concurrency", "16", "--duration", "300ms", "--warm-up", "100ms", "--json", "" + json);

        assertThat(exitCode).as(err.toString()).isZero();
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

        int exitCode = bench(
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

        assertThat(exitCode).as(err.toString()).isZero();
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
        assertThat(bench("--node-java-option", "-Xss1m")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--node-java-option is for the JVMs of --processes");
        assertThat(bench("--processes", "--node-heap", "much")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--node-heap much: a number and k, m or g is allowed");
    }

    @Test
    void memoryIsForTheCoreAloneAndHasNoData() {
        assertThat(bench("--memory", "--nodes", "all")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--nodes core is allowed");
        assertThat(bench("--memory", "--data", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("no version logs to put there");
        assertThat(bench("--nodes", "some")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("'some': all or core is allowed");
    }

    @Test
    void valuesOutOfRangeAreWrongUsage() {
        assertThat(bench("--concurrency", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--concurrency 0: 1 to 1000000 is allowed");
        assertThat(bench("--rate", "-5")).isEqualTo(ExitCode.USAGE);
        assertThat(bench("--value-bytes", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(bench("--duration", "0s")).isEqualTo(ExitCode.USAGE);
    }

    private int bench(String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "bench";
        System.arraycopy(options, 0, arguments, 1, options.length);
        CommandLine command = EpidemicCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
