package epidemic.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    private static final Work WORK =
            new Work(List.of(4), 100, 16, Duration.ofMillis(100), Duration.ofMillis(50), Duration.ofMillis(100));

    @TempDir
    private Path directory;

    @Test
    void whoFailsIsSaidToAndTheOthersGoOnAndNothingStays() throws Exception {
        ByteArrayOutputStream progress = new ByteArrayOutputStream();
        Comparison comparison = new Comparison(WORK, Duration.ofSeconds(60), 256, directory, new PrintStream(progress));

        List<Turn> turns = comparison.run(
                List.of(
                        Fakes.variant("nobody", Storage.MEMORY),
                        Catalog.chosen(List.of("micro-raft")).get(0)),
                1);

        assertThat(turns.get(0).failure()).contains("no contender 'nobody'");
        assertThat(turns.get(1).failure()).isNull();
        assertThat(turns.get(1).samples())
                .singleElement()
                .satisfies(sample -> assertThat(sample.perSecond()).isPositive());
        assertThat(progress.toString()).contains("round 1 of 1: nobody:memory", "failed: ");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
        assertThat(ProcessHandle.current().descendants().toList()).isEmpty();
    }

    @Test
    void aTurnThatTakesTooLongHasFailed() throws Exception {
        Comparison comparison = new Comparison(
                WORK, Duration.ofMillis(50), 256, directory, new PrintStream(new ByteArrayOutputStream()));

        List<Turn> turns = comparison.run(Catalog.chosen(List.of("micro-raft")), 1);

        assertThat(turns.get(0).failure()).startsWith("no end within");
        assertThat(ProcessHandle.current().descendants().toList()).isEmpty();
    }
}
