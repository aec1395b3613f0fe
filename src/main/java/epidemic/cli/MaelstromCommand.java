package epidemic.cli;

import epidemic.kernel.Strategy;
import epidemic.maelstrom.LazyReads;
import epidemic.maelstrom.MaelstromNode;
import epidemic.maelstrom.MaelstromSetup;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.config.EpidemicConfig;
import epidemic.runtime.config.StrategySettings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.pekko.actor.typed.DispatcherSelector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Plays one node in a test of Maelstrom. */
@Command(
        name = "maelstrom",
        description = {
            "Plays one node in a test of Maelstrom.",
            "It takes JSON messages on standard input and answers on standard output, a line",
            "each, until the input ends. docs/maelstrom.md tells more."
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Example, in Maelstrom's directory:",
            "  ./maelstrom test -w lin-kv --bin EPIDEMIC/scripts/maelstrom-node \\",
            "      --node-count 3 --time-limit 20"
        })
final class MaelstromCommand implements Callable<Integer> {
    @Option(names = "--strategy", paramLabel = "NAME", description = "Default: layered.")
    private Optional<String> strategy = Optional.empty();

    @Option(
            names = "--lazy-reads",
            paramLabel = "MODE",
            description = {
                "What a node below the core does with reads: forward",
                "(to the core, the default), refuse, local (answers",
                "from its own version, which may be old)."
            })
    private LazyReads lazyReads = LazyReads.FORWARD;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "How long a request may take until its client is told timeout. Default: 4s.")
    private Duration timeout = Duration.ofSeconds(4);

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = {
                "Where the version log is, in a directory named after",
                "the node. Default: a fresh one, deleted at the end."
            })
    private Optional<Path> data = Optional.empty();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (timeout.isZero()) {
            throw new CommandFailure("--timeout 0s: above 0 is allowed");
        }
        EpidemicConfig config = options.load(
                List.of(), strategy.map(name -> List.of("strategy=" + name)).orElse(List.of()));
        Strategy chosen = StrategyCatalog.named(config.strategy());
        StrategySettings settings = config.settings(chosen.name());
        chosen.topology(settings);
        Path directory = data.isPresent() ? DataDirectory.shared(data.get()) : fresh();
        MaelstromSetup setup = new MaelstromSetup(
                chosen,
                settings,
                directory,
                config.storage(chosen),
                config.seed(),
                lazyReads,
                timeout,
                NodeClock.system(),
                DispatcherSelector.fromConfig("epidemic.node-dispatcher"),
                DispatcherSelector.fromConfig("epidemic.storage-dispatcher"));
        // Nothing but messages may get into standard output.
        OutputStream output = System.out;
        System.setOut(System.err);
        return new MaelstromNode(setup, config.root(), this::tell).run(System.in, output)
                ? ExitCode.DONE
                : ExitCode.FOUND;
    }

    private static Path fresh() {
        try {
            Path directory = Files.createTempDirectory("epidemic-maelstrom-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> DataDirectory.deleteQuietly(directory)));
            return directory;
        } catch (IOException problem) {
            throw new CommandFailure(
                    "the data directory cannot be made, " + problem + ": --data DIR names another one", problem);
        }
    }

    private void tell(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("epidemic: " + text);
        err.flush();
    }
}
