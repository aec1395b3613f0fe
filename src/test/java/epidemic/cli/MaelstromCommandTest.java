package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Wrong options; what the command does is shown by real processes in {@code MaelstromWorkloadsTest}. */
class MaelstromCommandTest {
    @Test
    void wrongOptionsAreToldBeforeAnythingIsRead() {
        assertThat(CommandRun.wrongUsage("maelstrom", "--timeout", "0s")).contains("--timeout 0s: above 0 is allowed");
        assertThat(CommandRun.wrongUsage("maelstrom", "--lazy-reads", "never")).contains("FORWARD", "REFUSE", "LOCAL");
        assertThat(CommandRun.wrongUsage("maelstrom", "--strategy", "nope")).contains("'nope'", "layered");
        assertThat(CommandRun.wrongUsage("maelstrom", "--set", "layered.core.on-failure=hope"))
                .contains("refuse or reconfigure");
    }
}
