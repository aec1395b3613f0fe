package epidemic.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.completer.ArgumentCompleter;
import org.jline.reader.impl.completer.NullCompleter;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Lines that somebody types at a terminal: with the arrow keys for earlier ones, and Tab for the words that a line may begin with. */
final class LineInput implements AutoCloseable {
    private static final String PROMPT = "Input the command: ";

    private final Terminal terminal;
    private final LineReader reader;

    /**
     * Takes a terminal, and closes it with itself.
     *
     * @param words which Tab completes where a line begins
     */
    LineInput(Terminal terminal, List<String> words) {
        this.terminal = terminal;
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .completer(new ArgumentCompleter(new StringsCompleter(words), NullCompleter.INSTANCE))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
    }

    /**
     * Takes the terminal of this process.
     *
     * @param words which Tab completes where a line begins
     */
    static LineInput open(List<String> words) throws IOException {
        return new LineInput(TerminalBuilder.builder().system(true).build(), words);
    }

    /** The next line; an interrupt takes back what was typed. Empty at the end of the input. */
    Optional<String> next() {
        while (true) {
            try {
                return Optional.of(reader.readLine(PROMPT));
            } catch (UserInterruptException again) {
                // The line is dropped, the next one begins.
            } catch (EndOfFileException ended) {
                return Optional.empty();
            }
        }
    }

    /** Prints a line above the one that is typed, by any thread. */
    void printAbove(String line) {
        reader.printAbove(line);
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
