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
        DataDirectory.fresh(home);
        Path second = DataDirectory.fresh(home);
        Files.writeString(second.resolve("mark"), "here");
        assertThat(home.resolve("latest/mark")).hasContent("here");
    }

    @Test
    void keepsTheNewestTwentyAndNothingOfOthersIsTouched() throws IOException {
        Files.createDirectories(home.resolve("mine/A1"));
        for (int count = 0; count < 23; count++) {
            Path run = DataDirectory.fresh(home);
            Files.createFile(run.resolve("number-" + count));
            Files.setLastModifiedTime(run, FileTime.fromMillis(1_000_000L * count));
        }
        DataDirectory.fresh(home);
        assertThat(home.resolve("mine/A1")).exists();
        assertThat(namesBelow("number-0", "number-2", "number-3")).isEmpty();
        assertThat(namesBelow("number-4", "number-22")).hasSize(2);
    }

    @Test
    void aRunThatStillGoesOnIsKept() throws IOException {
        Path running = DataDirectory.fresh(home);
        try (VersionLogFile log = VersionLogFile.open(running, NodeId.of("A1"), SyncMode.NEVER)) {
            Files.setLastModifiedTime(running, FileTime.fromMillis(0));
            for (int count = 0; count < 25; count++) {
                DataDirectory.fresh(home);
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
