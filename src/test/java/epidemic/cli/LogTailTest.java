package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    Path folder;

    private interface Step {
        void run() throws IOException;
    }

    @Test
    void goesOnInTheFileThatTakesThePlace() throws IOException, InterruptedException {
        Path file = folder.resolve("versions.jsonl");
        Files.writeString(file, "1\n2\nunfini");
        Deque<Step> steps = new ArrayDeque<>();
        steps.add(() -> Files.writeString(file, "shed\n", StandardOpenOption.APPEND));
        steps.add(() -> {
            Files.writeString(file, "last of the old\n", StandardOpenOption.APPEND);
            Path next = Files.writeString(folder.resolve("next"), "first of the new\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        });
        LogTail tail = new LogTail(file, true);
        for (String line : new String[] {"1", "2", "unfinished", "last of the old", "first of the new"}) {
            assertThat(tail.next(() -> {
                        if (!steps.isEmpty()) {
                            try {
                                steps.remove().run();
                            } catch (IOException problem) {
                                throw new AssertionError(problem);
                            }
                        }
                    }))
                    .contains(line);
        }
    }

    @Test
    void endsWithTheFileIfItIsNotFollowed() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("versions.jsonl"), "1\nunfini");
        LogTail tail = new LogTail(file, false);
        assertThat(tail.next(() -> {})).contains("1");
        assertThat(tail.next(() -> {})).isEmpty();
    }
}
