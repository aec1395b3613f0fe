package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the commands say of themselves, and of a command line that is wrong. */
class UsageTest {
    private static final int COLUMNS = 80;

    private static CommandLine root() {
        return EpidemicCommand.commandLine().setUsageHelpAutoWidth(false).setUsageHelpWidth(COLUMNS);
    }

    private static List<CommandLine> commands() {
        CommandLine root = root();
        List<CommandLine> all = new ArrayList<>(List.of(root));
        root.getSubcommands().values().stream()
                .filter(command -> !command.getCommandSpec().usageMessage().hidden())
                .forEach(all::add);
        return all;
    }

    private static String help(CommandLine command) {
        StringWriter text = new StringWriter();
        command.usage(new PrintWriter(text));
        return text.toString();
    }

    /** The list of all commands shows no more of each than the first line of its description. */
    @Test
    void theListOfCommandsHasWholeSentences() {
        String list = help(root()).replaceAll("\\s+", " ");
        for (CommandLine command : commands()) {
            String first = command.getCommandSpec().usageMessage().description()[0];
            assertThat(first).as(command.getCommandName()).endsWith(".");
            assertThat(list).contains(first);
        }
    }

    /** An example that is broken within a word cannot be copied; a long one goes on behind a backslash. */
    @ParameterizedTest
    @MethodSource("commands")
    void examplesStandUnbroken(CommandLine command) {
        List<String> lines = help(command).lines().toList();
        for (String line : command.getCommandSpec().usageMessage().footer()) {
            if (line.startsWith("  ")) {
                assertThat(lines).contains(line);
            }
        }
    }

    @Test
    void aWrongOptionIsToldWithoutTheWholeHelp() {
        assertThat(CommandRun.wrongUsage("run", "--transaction", "x").lines())
                .containsExactly(
                        "epidemic: Unknown options: '--transaction', 'x'",
                        "Possible solutions: --transactions",
                        "scripts/epidemic run --help tells what is allowed");
    }

    @Test
    void aWrongValueIsToldWithoutTheWholeHelp() {
        assertThat(CommandRun.wrongUsage("run", "--port", "x").lines())
                .containsExactly(
                        "epidemic: Invalid value for option '--port': 'x' is not an int",
                        "scripts/epidemic run --help tells what is allowed");
        assertThat(CommandRun.wrongUsage("node").lines())
                .containsExactly(
                        "epidemic: Missing required parameter: 'NAME'",
                        "scripts/epidemic node --help tells what is allowed");
    }

    @Test
    void aWrongCommandIsToldWithoutTheWholeHelp() {
        assertThat(CommandRun.wrongUsage("rum").lines())
                .contains("epidemic: Unmatched argument at index 0: 'rum'")
                .anyMatch(line -> line.startsWith("Did you mean: epidemic run"))
                .last()
                .isEqualTo("scripts/epidemic --help tells what is allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:18080", "localhost:8080", "/tmp", "http://", "http://a b/"})
    void anAddressThatIsNoneIsTold(String url) {
        for (String[] asked :
                new String[][] {{"submit", "--url", url, "x.txt"}, {"passive", "--url", url}, {"load", "--url", url}}) {
            assertThat(CommandRun.wrongUsage(asked))
                    .contains("'" + url + "' is no URL of a system: http://HOST:PORT is allowed, for example"
                            + " http://127.0.0.1:8080")
                    .doesNotContain("Exception");
        }
    }
}
