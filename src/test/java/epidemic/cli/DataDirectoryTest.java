package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        List<Path> runs = new ArrayList<>();
        for (int count = 0; count < 23; count++) {
            Path run = DataDirectory.fresh(home);
            Files.createDirectories(run.resolve("A1"));
            Files.setLastModifiedTime(run, java.nio.file.attribute.FileTime.fromMillis(1_000_000L * count));
            runs.add(run);
        }
        DataDirectory.fresh(home);
        assertThat(home.resolve("mine/A1")).exists();
        try (Stream<Path> all = Files.list(home)) {
            assertThat(all.filter(path -> path.getFileName().toString().startsWith("run-"))
                            .count())
                    .isEqualTo(20);
        }
        assertThat(runs.get(0)).doesNotExist();
        assertThat(runs.get(22)).exists();
    }
}
