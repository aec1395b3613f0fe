package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import epidemic.runtime.storage.SyncMode;
import epidemic.runtime.storage.VersionLogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path home;

    @Test
    void latestLeadsToTheNewestRun() throws IOException {
        begun();
        Path second = begun();
        Files.writeString(second.resolve("mark"), "here");
        assertThat(home.resolve("latest/mark")).hasContent("here");
    }

    @Test
    void aRunThatDoesNotBeginLeavesNoTrace() throws IOException {
        Path first = begun();
        Path second = DataDirectory.fresh(home);
        assertThat(home.resolve("latest").toRealPath()).isEqualTo(first.toRealPath());
        DataDirectory.dropUnused(second);
        DataDirectory.dropUnused(first);
        assertThat(home.resolve("latest").toRealPath()).isEqualTo(first.toRealPath());
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left).containsExactlyInAnyOrder(first, home.resolve("latest"));
        }
    }

    private Path begun() throws IOException {
        Path run = DataDirectory.fresh(home);
        DataDirectory.began(run);
        return run;
    }

    @Test
    void keepsTheNewestTwentyAndNothingOfOthersIsTouched() throws IOException {
        Files.createDirectories(home.resolve("mine/A1"));
        for (int count = 0; count < 23; count++) {
            Path run = begun();
            Files.createFile(run.resolve("number-" + count));
            Files.setLastModifiedTime(run, FileTime.fromMillis(1_000_000L * count));
        }
        begun();
        assertThat(home.resolve("mine/A1")).exists();
        assertThat(namesBelow("number-0", "number-2", "number-3")).isEmpty();
        assertThat(namesBelow("number-4", "number-22")).hasSize(2);
    }

    @Test
    void aRunThatStillGoesOnIsKept() throws IOException {
        Path running = begun();
        try (VersionLogFile log = VersionLogFile.open(running, NodeId.of("A1"), SyncMode.NEVER)) {
            Files.setLastModifiedTime(running, FileTime.fromMillis(0));
            for (int count = 0; count < 25; count++) {
                begun();
            }
            assertThat(log.path()).exists();
        }
    }

    private List<String> namesBelow(String... wanted) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(List.of(wanted)::contains)
                    .toList();
        }
    }
}
