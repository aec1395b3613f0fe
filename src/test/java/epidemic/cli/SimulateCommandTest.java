package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulateCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    private int run(String... arguments) {
        CommandLine commandLine = EpidemicCommand.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    @Test
    void printsWhatTheContractNamesAsJson() throws IOException {
        assertThat(run("simulate", "--seeds", "1..5", "--faults", "none", "--json"))
                .isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
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
        assertThat(run("simulate", "--seeds", "3", "--faults", "none")).isZero();
        assertThat(out.toString()).contains("1 runs, 0 violations", "never seen:", "torn-tail", "events/s");
    }

    @Test
    void writesHistoryAndTraceOfOneSeed() throws IOException {
        Path trace = directory.resolve("trace.txt");
        Path history = directory.resolve("history");
        run("simulate", "--seeds", "7", "--trace", trace.toString(), "--history", history.toString());
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
        run("simulate", "--seeds", "20..29", "--history", history.toString());
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
        assertThat(run("simulate", "--seeds", "1..3", "--plan", plan.toString()))
                .isZero();
        assertThat(run("simulate", "--plan", directory.resolve("none").toString()))
                .isEqualTo(2);
    }

    @Test
    void wrongUsageIsTold() {
        assertThat(run("simulate", "--seeds", "9..1")).isEqualTo(2);
        assertThat(run("simulate", "--faults", "rain")).isEqualTo(2);
        assertThat(run("simulate", "--strategy", "none")).isEqualTo(2);
        assertThat(run("simulate", "--seeds", "1..2", "--trace", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("1..1000", "slow-disk", "one seed");
    }

    @Test
    void watchingIsForOneRunAlone() {
        assertThat(run("simulate", "--watch", "1", "--seeds", "1..2")).isEqualTo(2);
        assertThat(run("simulate", "--watch", "1", "--json")).isEqualTo(2);
        assertThat(run("simulate", "--watch", "many")).isEqualTo(2);
        assertThat(run("simulate", "--seeds", "1", "--port", "0")).isEqualTo(2);
        assertThat(run("simulate", "--watch", "1", "--port", "65536")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--seeds and --watch: only one", "--json and --watch", "--port is for --watch", "65535");
    }

    @Test
    void stopsWhenTheTimeBudgetIsUsedUp() {
        run("simulate", "--seeds", "1..1000000", "--faults", "none", "--time-budget", "1s");
        assertThat(out.toString()).contains("runs");
    }
}
