package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * A command line that was run in this JVM, to its end.
 *
 * @param exitCode what the shell is told
 * @param out all of standard output
 * @param err all of standard error
 */
record CommandRun(int exitCode, String out, String err) {
    /** Runs a command line. */
    static CommandRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = EpidemicCommand.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exitCode = commandLine.execute(arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** What standard error says of a command line that has to be wrong usage. */
    static String wrongUsage(String... arguments) {
        CommandRun run = of(arguments);
        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        return run.err();
    }
}
