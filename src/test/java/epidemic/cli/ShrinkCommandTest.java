package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import epidemic.lab.KnownRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShrinkCommandTest {
    private static final String SEED = Long.toString(KnownRuns.failing("ack-first", "one-order"));

    @TempDir
    private Path directory;

    private static CommandRun shrink(Path file) {
        CommandRun run =
                CommandRun.of("simulate", "--seeds", SEED, "--mutant", "ack-first", "--shrink", file.toString());
        assertThat(run.exitCode()).as("%s", run).isEqualTo(1);
        return run;
    }

    @Test
    void aFailureBecomesASmallScenarioThatIsReplayed() throws IOException {
        Path file = directory.resolve("why.scenario");
        assertThat(shrink(file).out())
                .contains("one-order does not hold", "shrunk in", "--scenario " + file, "--timeline");
        assertThat(Files.readAllLines(file)).hasSizeLessThan(45).contains("mutant ack-first", "violates one-order");
        Path twin = directory.resolve("two.scenario");
        shrink(twin);
        assertThat(Files.readString(twin).replace("two", "why"))
                .as("of the same seed")
                .isEqualTo(Files.readString(file));

        Path trace = directory.resolve("trace.txt");
        Path history = directory.resolve("run");
        CommandRun again = CommandRun.of(
                "simulate",
                "--scenario",
                file.toString(),
                "--trace",
                trace.toString(),
                "--history",
                history.toString());
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.out()).contains("one-order does not hold", "as the file says", "ack-first");
        assertThat(trace).isNotEmptyFile();
        assertThat(history.resolve("history.jsonl")).isNotEmptyFile();

        CommandRun repaired = CommandRun.of("simulate", "--scenario", file.toString(), "--mutant", "none");
        assertThat(repaired.exitCode()).isZero();
        assertThat(repaired.out()).contains("all checks hold", "the file says: one-order does not hold");

        CommandRun asJson = CommandRun.of("simulate", "--scenario", file.toString(), "--json");
        assertThat(asJson.exitCode()).isEqualTo(1);
        JsonNode json = new ObjectMapper().readTree(asJson.out());
        assertThat(json.get("violations").get(0).get("guarantee").asText()).isEqualTo("one-order");
        assertThat(json.get("violations").get(0).get("replay").asText()).endsWith("--scenario " + file);
    }

    @Test
    void aViolationComesWithTheCommandThatShrinksIt() {
        CommandRun run = CommandRun.of("simulate", "--seeds", SEED, "--mutant", "ack-first");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("seed " + SEED + ": one-order does not hold, at ", " ms of virtual time")
                .contains("replay: scripts/epidemic simulate --strategy layered --seeds " + SEED
                        + " --mutant ack-first\n")
                .contains("shrink: scripts/epidemic simulate --strategy layered --seeds " + SEED
                        + " --mutant ack-first --shrink\n");
    }

    @Test
    void thereIsNothingToShrinkWhereAllHolds() {
        Path file = directory.resolve("none.scenario");
        CommandRun run = CommandRun.of("simulate", "--seeds", SEED, "--shrink", file.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("nothing to shrink");
        assertThat(file).doesNotExist();
    }

    @Test
    void wrongUsageIsTold() throws IOException {
        assertThat(CommandRun.wrongUsage("simulate", "--seeds", "1..9", "--shrink"))
                .contains("one seed");
        String bad = Files.writeString(directory.resolve("bad.scenario"), "strategy layered\nrain 3s\n")
                .toString();
        assertThat(CommandRun.wrongUsage("simulate", "--scenario", bad)).contains(bad + ":2: 'rain'", "is allowed");
        assertThat(CommandRun.wrongUsage("simulate", "--scenario", bad, "--seeds", "3"))
                .contains("--seeds with --scenario");
        assertThat(CommandRun.wrongUsage(
                        "simulate", "--scenario", directory.resolve("no").toString()))
                .contains("cannot be read");
    }
}
