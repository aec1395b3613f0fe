package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SystemTerminalTest {
    /** As Java's console is since Java 22. */
    public record Newer(boolean isTerminal) {}

    @Test
    void noConsoleIsNoTerminal() {
        assertThat(SystemTerminal.isTerminal(Optional.empty(), Newer.class)).isFalse();
    }

    @Test
    void aConsoleThatKnowsIsAsked() {
        assertThat(SystemTerminal.isTerminal(Optional.of(new Newer(false)), Newer.class))
                .isFalse();
        assertThat(SystemTerminal.isTerminal(Optional.of(new Newer(true)), Newer.class))
                .isTrue();
    }

    @Test
    void anOlderConsoleIsThereOnTerminalsOnly() {
        assertThat(SystemTerminal.isTerminal(Optional.of("a console"), String.class))
                .isTrue();
    }
}
