package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import epidemic.contract.Nightly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Progress at a terminal, which is a pseudo terminal that {@code script} makes. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
@EnabledIf(value = "canMakeTerminals", disabledReason = "there is no /usr/bin/script")
class ProgressBarTest {
    /** Moves the cursor to the line above, to draw the bar there anew. */
    private static final String UP = "\u001b[1A";

    private static final Path SCRIPT = Path.of("/usr/bin/script");

    @TempDir
    private Path directory;

    static boolean canMakeTerminals() {
        return Files.isExecutable(SCRIPT);
    }

    /** All that a terminal is told of a command line, in order. */
    private static String atTerminal(String... arguments) throws IOException {
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "epidemic.Main");
        String line = String.join(" ", java.stream().map(Shell::quoted).toList()) + " " + String.join(" ", arguments);
        ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString(), "-qec", line, "/dev/null");
        builder.environment().put("TERM", "xterm");
        builder.environment().remove("NO_COLOR");
        Process process = builder.redirectErrorStream(true).start();
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }

    /** A bar that is drawn again later stands where the result was. */
    @Test
    void theBarEndsBeforeTheResult() throws IOException {
        String shown = atTerminal("simulate", "--seeds", "1..100000", "--time-budget", "3s");

        int result = shown.indexOf("layered: ");
        assertThat(result).as(shown).isPositive();
        assertThat(shown.substring(0, result)).contains("/100000");
        assertThat(shown.substring(result)).contains("probes: ").doesNotContain("/100000");
    }

    private String run(String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("run", "--until-done", "--port", "0"));
        words.addAll(List.of("--data", directory.resolve("data").toString()));
        words.addAll(List.of(more));
        return atTerminal(words.toArray(String[]::new));
    }

    @Test
    void theBarEndsBeforeTheFiguresOfALoad() throws IOException {
        assumeTrue(Nightly.isOn(), "takes seven seconds");
        String shown = run("--clients", "2", "--duration", "3s");

        assertThat(shown).containsPattern("operations +\\?");
        assertThat(shown.substring(shown.indexOf(" operations in ")))
                .contains(" committed")
                .doesNotContain(UP);
    }

    /** A line that is printed meanwhile stays; the bar goes on below it. */
    @Test
    void aBadLineStaysAboveTheBar() throws IOException {
        assumeTrue(Nightly.isOn(), "takes eight seconds");
        List<String> lines = new ArrayList<>(Collections.nCopies(50, "1.x"));
        lines.set(25, "bad(");
        Path file = Files.write(directory.resolve("story.txt"), lines);

        String shown = run("--transactions", file.toString(), "--pace", "100ms");

        int bad = shown.indexOf(file + ":26: ");
        assertThat(bad).as(shown).isPositive();
        assertThat(shown.substring(0, bad)).contains("/49");
        String after = shown.substring(shown.indexOf('\n', bad) + 1);
        assertThat(after).doesNotStartWith(UP).contains("/49", "49 committed");
    }
}
