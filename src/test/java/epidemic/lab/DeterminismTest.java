package epidemic.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same seeds do the same: in one process, in two, with other identity hashes, on any number of threads. */
class DeterminismTest {
    private static final long FIRST = 1;
    private static final long LAST = 250;

    @Test
    void theSameSeedsGiveTheSameDigestEverywhere() throws Exception {
        String digest = DigestMain.digest(FIRST, LAST, 1);
        assertThat(DigestMain.digest(FIRST, LAST, 1)).as("again").isEqualTo(digest);
        assertThat(DigestMain.digest(FIRST, LAST, 3)).as("on three threads").isEqualTo(digest);
        assertThat(inOwnProcess()).as("in another process").isEqualTo(digest);
        assertThat(inOwnProcess("-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=0"))
                .as("with other identity hashes")
                .isEqualTo(digest);
    }

    @Test
    void otherSeedsGiveAnotherDigest() throws InterruptedException {
        assertThat(DigestMain.digest(1, 3, 1)).isNotEqualTo(DigestMain.digest(2, 4, 1));
    }

    private static String inOwnProcess(String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), DigestMain.class.getName()));
        command.addAll(List.of(Long.toString(FIRST), Long.toString(LAST)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }
}
