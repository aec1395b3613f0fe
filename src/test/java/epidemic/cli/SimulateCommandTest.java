package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
    @TempDir
    private Path directory;

    @Test
    void printsWhatTheContractNamesAsJson() throws IOException {
        CommandRun run = CommandRun.of("simulate", "--seeds", "1..5", "--faults", "none", "--json");
        assertThat(run.exitCode()).isZero();
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.get("strategy").asText()).isEqualTo("layered");
        assertThat(json.get("runs").asLong()).isEqualTo(5);
        assertThat(json.get("violations")).isEmpty();
        assertThat(json.get("probes").get("torn-tail").asLong()).isZero();
        assertThat(json.get("digest").asText()).matches("[0-9a-f]{64}");
        assertThat(json.get("runsPerSecond").asLong()).isPositive();
        assertThat(json.get("eventsPerSecond").asLong()).isPositive();
    }

    @Test
    void namesTheProbesThatWereNotSeen() {
        CommandRun run = CommandRun.of("simulate", "--seeds", "3", "--faults", "none");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("1 runs, 0 violations", "never seen:", "torn-tail", "events/s");
    }

    @Test
    void writesHistoryAndTraceOfOneSeed() throws IOException {
        Path trace = directory.resolve("trace.txt");
        Path history = directory.resolve("history");
        CommandRun.of("simulate", "--seeds", "7", "--trace", trace.toString(), "--history", history.toString());
        assertThat(Files.readString(trace))
                .startsWith("# seed 7")
                .contains("#   heal 3s", "Replicate", "everything heals");
        assertThat(history.resolve("history.edn")).isNotEmptyFile();
        assertThat(history.resolve("observations.jsonl")).isNotEmptyFile();
        assertThat(Files.readAllLines(history.resolve("history.jsonl")))
                .filteredOn(line -> line.contains("\"f\":\"final\"") && line.contains("\"ok\""))
                .hasSize(7);
    }

    @Test
    void aHistoryHasOneCompletionForEachInvocation() throws IOException {
        Path history = directory.resolve("h");
        CommandRun.of("simulate", "--seeds", "20..29", "--history", history.toString());
        for (int seed = 20; seed < 30; seed++) {
            long invoked = 0;
            long completed = 0;
            long index = 0;
            for (String line :
                    Files.readAllLines(history.resolve("seed-" + seed).resolve("history.jsonl"))) {
                JsonNode event = new ObjectMapper().readTree(line);
                assertThat(event.get("index").asLong()).isEqualTo(index++);
                boolean isClient = event.get("process").isNumber();
                boolean begins = event.get("type").asText().equals("invoke");
                invoked += isClient && begins ? 1 : 0;
                completed += isClient && !begins ? 1 : 0;
            }
            assertThat(completed).isEqualTo(invoked).isPositive();
        }
    }

    @Test
    void runsAPlanOutOfAFile() throws IOException {
        Path plan = Files.writeString(directory.resolve("plan.txt"), "heal 1s\nat 500ms crash A1 down=200ms\n");
        assertThat(CommandRun.of("simulate", "--seeds", "1..3", "--plan", plan.toString())
                        .exitCode())
                .isZero();
        CommandRun.wrongUsage("simulate", "--plan", directory.resolve("none").toString());
    }

    @Test
    void wrongUsageIsTold() {
        assertThat(CommandRun.wrongUsage("simulate", "--seeds", "9..1")).contains("1..1000");
        assertThat(CommandRun.wrongUsage("simulate", "--faults", "rain")).contains("slow-disk");
        CommandRun.wrongUsage("simulate", "--strategy", "none");
        assertThat(CommandRun.wrongUsage("simulate", "--seeds", "1..2", "--trace", "x"))
                .contains("one seed");
    }

    @Test
    void watchingIsForOneRunAlone() {
        assertThat(CommandRun.wrongUsage("simulate", "--watch", "1", "--seeds", "1..2"))
                .contains("--seeds and --watch: only one");
        assertThat(CommandRun.wrongUsage("simulate", "--watch", "1", "--json")).contains("--json and --watch");
        CommandRun.wrongUsage("simulate", "--watch", "many");
        assertThat(CommandRun.wrongUsage("simulate", "--seeds", "1", "--port", "0"))
                .contains("--port is for --watch");
        assertThat(CommandRun.wrongUsage("simulate", "--watch", "1", "--port", "65536"))
                .contains("65535");
    }

    @Test
    void stopsWhenTheTimeBudgetIsUsedUp() {
        CommandRun run = CommandRun.of("simulate", "--seeds", "1..1000000", "--faults", "none", "--time-budget", "1s");
        assertThat(run.out()).contains("runs");
    }
}
