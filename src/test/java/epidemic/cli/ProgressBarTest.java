package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Progress at a terminal, which is a pseudo terminal that {@code script} makes. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
@EnabledIf(value = "canMakeTerminals", disabledReason = "there is no /usr/bin/script")
class ProgressBarTest {
    private static final Path SCRIPT = Path.of("/usr/bin/script");

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
}
