package epidemic.cli;

import epidemic.kernel.Strategy;
import epidemic.protocol.StrategyCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a one-page account of a strategy. */
@Command(
        name = "explain",
        description = "Prints a one-page account of a strategy; without a name, the strategies there are.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true)
final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "STRATEGY", arity = "0..1", description = "For example layered.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--strategy", paramLabel = "STRATEGY", description = "The same, spelled as other commands do.")
    private Optional<String> spelledOut = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<String> wanted = name.or(() -> spelledOut);
        if (wanted.isPresent()) {
            out.print(account(StrategyCatalog.named(wanted.get())));
        } else {
            StrategyCatalog.all().forEach(strategy -> out.println(strategy.name() + "  " + strategy.summary()));
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static String account(Strategy strategy) throws IOException {
        String resource = "/explain/" + strategy.name() + ".txt";
        try (InputStream text = ExplainCommand.class.getResourceAsStream(resource)) {
            if (text == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
