package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys that somebody presses at a terminal, and the lines that come of them. */
@Timeout(60)
class LineInputTest {
    private static final String UP = "\u001b[A";

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    private Terminal terminal(String keys) throws IOException {
        ByteArrayInputStream pressed = new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8));
        Terminal terminal = new DumbTerminal("test", "ansi", pressed, screen, StandardCharsets.UTF_8);
        terminal.setSize(new Size(80, 24));
        return terminal;
    }

    private List<String> lines(String keys) throws IOException {
        List<String> lines = new ArrayList<>();
        try (LineInput input = new LineInput(terminal(keys), ReplicaShell.COMMANDS)) {
            Optional<String> line = input.next();
            while (line.isPresent()) {
                lines.add(line.get().strip());
                line = input.next();
            }
        }
        return lines;
    }

    @Test
    void tabCompletesCommands() throws IOException {
        assertThat(lines("up\thello\ncac\t20\n")).containsExactly("update hello", "cache 20");
        assertThat(screen.toString(StandardCharsets.UTF_8)).contains("Input the command: ");
    }

    @Test
    void tabCompletesTheFirstWordOnly() throws IOException {
        assertThat(lines("update li\t\n  update ca\t x\n")).containsExactly("update li", "update ca x");
    }

    @Test
    void linesOfOthersArePrintedAboveTheOneThatIsTyped() throws IOException {
        try (LineInput input = new LineInput(terminal(""), ReplicaShell.COMMANDS)) {
            input.printAbove("from elsewhere");
        }
        assertThat(screen.toString(StandardCharsets.UTF_8)).contains("from elsewhere");
    }

    @Test
    void theArrowsBringBackEarlierLines() throws IOException {
        assertThat(lines("update hello!\nlist\n" + UP + UP + "\n" + UP + UP + "\n"))
                .containsExactly("update hello!", "list", "update hello!", "list");
    }
}
