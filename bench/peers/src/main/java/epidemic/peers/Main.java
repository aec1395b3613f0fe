package epidemic.peers;

import picocli.CommandLine;

/** Compares, or is one turn or one replica of a comparison. */
public final class Main {
    private static final int USAGE = 2;

    private Main() {}

    /** Ends the JVM with the command's exit code. */
    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new CompareCommand())
                .addSubcommand("heat", new HeatCommand())
                .addSubcommand("replica", new ReplicaCommand());
        command.getSubcommands()
                .values()
                .forEach(internal -> internal.getCommandSpec().usageMessage().hidden(true));
        command.setCommandName("bench/peers/run");
        command.setExecutionExceptionHandler((problem, line, parsed) -> {
            if (problem instanceof UsageException) {
                System.err.println("peers: " + problem.getMessage());
                return USAGE;
            }
            throw problem;
        });
        int exitCode = command.execute(arguments);
        System.out.flush();
        Runtime.getRuntime().exit(exitCode);
    }
}
