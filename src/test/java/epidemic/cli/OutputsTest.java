package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.lab.KnownRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Outputs that cannot be written: told in one line, before anything runs. */
class OutputsTest {
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    private Path directory;

    private static String refusal(String option, Path path, String... command) {
        CommandRun run = CommandRun.of(Stream.concat(Stream.of(command), Stream.of(option, path.toString()))
                .toArray(String[]::new));
        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("epidemic: " + option + " " + path + " cannot be written, ");
        return run.err();
    }

    private Path file() throws IOException {
        return Files.writeString(directory.resolve("one.txt"), "kept\n");
    }

    @Test
    void aHistoryNeedsADirectory() throws IOException {
        Path file = file();
        for (String seeds : List.of("5", "1..3")) {
            assertThat(refusal("--history", file, "simulate", "--seeds", seeds)).contains("a directory");
            refusal("--history", file.resolve("below"), "simulate", "--seeds", seeds);
        }
        refusal("--history", file.resolve("h.jsonl"), "simulate", "--seeds", "5");
        assertThat(file).hasContent("kept\n");
    }

    @Test
    void aTraceNeedsAFileInADirectory() {
        assertThat(refusal("--trace", directory.resolve("no/x"), "simulate", "--seeds", "5"))
                .contains("no such directory", "a file in an existing directory");
        refusal("--trace", directory, "simulate", "--seeds", "5");
        assertThat(directory.resolve("no")).doesNotExist();
    }

    /** Also where there would be nothing to shrink: that is not known before the run. */
    @Test
    void aScenarioNeedsAFileInADirectory() {
        String seed = Long.toString(KnownRuns.failing("ack-first", "one-order"));
        refusal("--shrink", directory.resolve("no/x"), "simulate", "--seeds", seed, "--mutant", "ack-first");
        refusal("--shrink", directory.resolve("no/x"), "simulate", "--seeds", seed);
    }

    @Test
    void figuresNeedAFileInADirectory() {
        for (String option : List.of("--json", "--svg")) {
            refusal(option, directory.resolve("no/x"), "bench", "--duration", "100ms", "--concurrency", "1");
        }
    }

    static boolean isThereAFullDisk() {
        return Files.isWritable(FULL);
    }

    /** A disk may be full only later. */
    @Test
    @EnabledIf("isThereAFullDisk")
    void aDiskThatIsFullIsTold() throws IOException {
        refusal("--trace", FULL, "simulate", "--seeds", "5");
        Path full = Files.createSymbolicLink(directory.resolve("h.jsonl"), FULL);
        refusal("--history", full, "simulate", "--seeds", "5");
    }

    /** What is checked is not changed. */
    @Test
    void aCheckLeavesNothingBehind() throws IOException {
        Path file = file();
        CommandRun.wrongUsage("bench", "--json", file.toString(), "--svg", directory + "/no/x");
        assertThat(file).hasContent("kept\n");
        Path fresh = directory.resolve("fresh.json");
        CommandRun.wrongUsage("bench", "--json", fresh.toString(), "--svg", directory + "/no/x");
        assertThat(fresh).doesNotExist();
    }
}
