package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Wrong options; what the command does is shown by real processes in {@code MaelstromWorkloadsTest}. */
class MaelstromCommandTest {
    private static String wrong(String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine commandLine = EpidemicCommand.commandLine();
        commandLine.setOut(new PrintWriter(new StringWriter())).setErr(new PrintWriter(err, true));
        assertThat(commandLine.execute(arguments)).isEqualTo(ExitCode.USAGE);
        return err.toString();
    }

    @Test
    void wrongOptionsAreToldBeforeAnythingIsRead() {
        assertThat(wrong("maelstrom", "--timeout", "0s")).contains("--timeout 0s: above 0 is allowed");
        assertThat(wrong("maelstrom", "--lazy-reads", "never")).contains("FORWARD", "REFUSE", "LOCAL");
        assertThat(wrong("maelstrom", "--strategy", "nope")).contains("'nope'", "layered");
        assertThat(wrong("maelstrom", "--set", "layered.core.on-failure=hope")).contains("refuse or reconfigure");
    }
}
