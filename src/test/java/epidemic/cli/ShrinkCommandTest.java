package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import epidemic.lab.KnownRuns;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ShrinkCommandTest {
    private static final String SEED = Long.toString(KnownRuns.failing("ack-first", "one-order"));

    @TempDir
    private Path directory;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine commandLine = EpidemicCommand.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private Path shrunk(String name) {
        Path file = directory.resolve(name);
        assertThat(run("simulate", "--seeds", SEED, "--mutant", "ack-first", "--shrink", file.toString()))
                .isEqualTo(1);
        return file;
    }

    @Test
    void aFailureBecomesASmallScenarioThatIsReplayed() throws IOException {
        Path file = shrunk("why.scenario");
        assertThat(out.toString()).contains("one-order does not hold", "shrunk in", "--scenario " + file, "--timeline");
        assertThat(Files.readAllLines(file)).hasSizeLessThan(45).contains("mutant ack-first", "violates one-order");

        Path trace = directory.resolve("trace.txt");
        Path history = directory.resolve("run");
        assertThat(run(
                        "simulate",
                        "--scenario",
                        file.toString(),
                        "--trace",
                        trace.toString(),
                        "--history",
                        history.toString()))
                .isEqualTo(1);
        assertThat(out.toString()).contains("one-order does not hold", "as the file says", "ack-first");
        assertThat(trace).isNotEmptyFile();
        assertThat(history.resolve("history.jsonl")).isNotEmptyFile();

        assertThat(run("simulate", "--scenario", file.toString(), "--mutant", "none"))
                .isZero();
        assertThat(out.toString()).contains("all checks hold", "the file says: one-order does not hold");

        assertThat(run("simulate", "--scenario", file.toString(), "--json")).isEqualTo(1);
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("violations").get(0).get("guarantee").asText()).isEqualTo("one-order");
        assertThat(json.get("violations").get(0).get("replay").asText()).endsWith("--scenario " + file);
    }

    @Test
    void theSameSeedShrinksToTheSameFile() throws IOException {
        String first = Files.readString(shrunk("one.scenario")).replace("one.scenario", "x");
        String second = Files.readString(shrunk("two.scenario")).replace("two.scenario", "x");
        assertThat(second).isEqualTo(first);
    }

    @Test
    void aViolationComesWithTheCommandThatShrinksIt() {
        assertThat(run("simulate", "--seeds", SEED, "--mutant", "ack-first")).isEqualTo(1);
        assertThat(out.toString())
                .contains("seed " + SEED + ": one-order does not hold, at ", " ms of virtual time")
                .contains("replay: scripts/epidemic simulate --strategy layered --seeds " + SEED
                        + " --mutant ack-first\n")
                .contains("shrink: scripts/epidemic simulate --strategy layered --seeds " + SEED
                        + " --mutant ack-first --shrink\n");
    }

    @Test
    void thereIsNothingToShrinkWhereAllHolds() {
        Path file = directory.resolve("none.scenario");
        assertThat(run("simulate", "--seeds", SEED, "--shrink", file.toString()))
                .isZero();
        assertThat(out.toString()).contains("nothing to shrink");
        assertThat(file).doesNotExist();
    }

    @Test
    void wrongUsageIsTold() throws IOException {
        assertThat(run("simulate", "--seeds", "1..9", "--shrink")).isEqualTo(2);
        assertThat(err.toString()).contains("one seed");
        Path bad = Files.writeString(directory.resolve("bad.scenario"), "strategy layered\nrain 3s\n");
        assertThat(run("simulate", "--scenario", bad.toString())).isEqualTo(2);
        assertThat(err.toString()).contains(bad + ":2: 'rain'", "is allowed");
        assertThat(run("simulate", "--scenario", bad.toString(), "--seeds", "3"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--seeds with --scenario");
        assertThat(run("simulate", "--scenario", directory.resolve("no").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("cannot be read");
    }
}
