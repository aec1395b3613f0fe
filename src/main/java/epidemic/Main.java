package epidemic;

import epidemic.cli.EpidemicCommand;
import org.slf4j.LoggerFactory;

/** Where the product starts: the command line. */
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name and ends with its exit code. */
    public static void main(String[] arguments) {
        LoggerFactory.getLogger(Main.class);
        System.exit(EpidemicCommand.run(arguments));
    }
}
