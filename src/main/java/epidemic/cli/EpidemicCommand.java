package epidemic.cli;

import epidemic.client.UnreadableFileException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code epidemic} itself: without a sub-command it says what there is. */
@Command(
        name = "epidemic",
        description = "A replication laboratory and runtime on Apache Pekko.",
        versionProvider = EpidemicCommand.Version.class,
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            NodeCommand.class,
            SubmitCommand.class,
            LoadCommand.class,
            LogCommand.class,
            SimulateCommand.class,
            CheckCommand.class,
            MaelstromCommand.class,
            ExplainCommand.class,
            ConfigCommand.class,
            PassiveCommand.class,
            BenchCommand.class,
            BenchNodeCommand.class
        },
        footer = {
            "",
            "Begin with:",
            "  scripts/epidemic run --transactions transactions/demo.txt --pace 500ms",
            "and open the address it prints."
        })
public final class EpidemicCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /** The version of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = EpidemicCommand.class.getPackage().getImplementationVersion();
            return new String[] {"epidemic " + (version == null ? "(not packaged)" : version)};
        }
    }

    /**
     * Runs a command line. What it prints is UTF-8, whatever the locale.
     *
     * @return the exit code
     */
    public static int run(String... arguments) {
        return commandLine()
                .setOut(new PrintWriter(System.out, false, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(arguments);
    }

    /** The command line, for tests that catch its output. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new EpidemicCommand());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler(EpidemicCommand::reportUsage);
        commandLine.setExecutionExceptionHandler(EpidemicCommand::report);
        return commandLine;
    }

    /** Without a sub-command. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }

    /** A wrong spelling is told with what may have been meant; the whole help would push that off the screen. */
    private static int reportUsage(CommandLine.ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("epidemic: " + problem.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(problem, err);
        err.println("scripts/" + command.getCommandSpec().qualifiedName() + " --help tells what is allowed");
        err.flush();
        return ExitCode.USAGE;
    }

    /** Bad input is told in one line; anything else is an error of ours and comes with its trace. */
    private static int report(Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (problem instanceof IllegalArgumentException
                || problem instanceof UnreadableFileException
                || problem instanceof CommandFailure) {
            err.println("epidemic: " + problem.getMessage());
        } else {
            problem.printStackTrace(err);
        }
        err.flush();
        return ExitCode.USAGE;
    }
}
