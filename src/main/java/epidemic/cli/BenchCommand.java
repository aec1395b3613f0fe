package epidemic.cli;

import epidemic.lab.bench.Bench;
import epidemic.lab.bench.BenchJson;
import epidemic.lab.bench.BenchPlot;
import epidemic.lab.bench.Figures;
import epidemic.lab.bench.LoadShape;
import epidemic.runtime.actor.NodeObserver;
import epidemic.runtime.config.EpidemicConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.DispatcherSelector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures all nodes in this JVM, their version logs included, under load. */
@Command(
        name = "bench",
        description = "Measures all nodes in this JVM, with their version logs, under loads of updates.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Examples:",
            "  scripts/epidemic bench",
            "  scripts/epidemic bench --concurrency 256,4096 --duration 20s --json bench.json --svg bench.svg",
            "  scripts/epidemic bench --rate 100000 --set storage.sync=batch",
            "",
            "Closed loop (--concurrency): an answer begets the next request; latency from when a request left.",
            "Open loop (--rate): requests leave by the clock; latency from when a request was due, late or not.",
            "Exit code: 0 every request was committed or refused, 1 some had no certain outcome, 2 wrong usage."
        })
final class BenchCommand implements Callable<Integer> {
    private static final int OUTSTANDING_MAX = 1_000_000;
    private static final int VALUE_BYTES_MAX = 10_000;
    private static final int MARK_LENGTH = 8;

    @Option(names = "--strategy", paramLabel = "NAME", description = "The protocol, see explain. Default: layered.")
    private Optional<String> strategy = Optional.empty();

    @Option(
            names = "--concurrency",
            paramLabel = "LIST",
            split = ",",
            description = "Closed loops with so many requests outstanding, one loop after the other."
                    + " Default: 1,16,256,4096, or none with --rate.")
    private List<Integer> concurrency = new ArrayList<>();

    @Option(
            names = "--rate",
            paramLabel = "LIST",
            split = ",",
            description = "Open loops with so many requests each second, one after the other.")
    private List<Long> rates = new ArrayList<>();

    @Option(
            names = "--outstanding-max",
            paramLabel = "N",
            description = "Open requests of an open loop at most; later ones leave late. Default: ${DEFAULT-VALUE}.")
    private int outstandingMax = 100_000;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "How long each load is measured. Default: 10s.")
    private Duration duration = Duration.ofSeconds(10);

    @Option(
            names = "--warm-up",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "How long each load goes on before. Default: 5s.")
    private Duration warmUp = Duration.ofSeconds(5);

    @Option(names = "--keys", paramLabel = "N", description = "How many keys are written. Default: ${DEFAULT-VALUE}.")
    private int keys = 10_000;

    @Option(names = "--value-bytes", paramLabel = "N", description = "Length of values. Default: ${DEFAULT-VALUE}.")
    private int valueBytes = 16;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where version logs are, and stay. Default: a directory of its own, deleted at the end.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON.")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--svg", paramLabel = "FILE", description = "Write the figures as a picture.")
    private Optional<Path> svg = Optional.empty();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<String> own = new ArrayList<>();
        strategy.ifPresent(name -> own.add("strategy=" + name));
        EpidemicConfig config = options.load(List.of(), own);
        List<LoadShape> shapes = shapes();
        Path directory = data.isPresent() ? DataDirectory.forRun(data) : Files.createTempDirectory("epidemic-bench-");
        try {
            List<Figures> all = measure(config, directory, shapes);
            write(config, all);
            return BenchReport.isClean(all) ? ExitCode.DONE : ExitCode.FOUND;
        } finally {
            if (data.isEmpty()) {
                delete(directory);
            }
        }
    }

    private List<LoadShape> shapes() {
        requireRange("--outstanding-max", outstandingMax, OUTSTANDING_MAX);
        requireRange("--keys", keys, OUTSTANDING_MAX);
        requireRange("--value-bytes", valueBytes, VALUE_BYTES_MAX);
        if (duration.isZero()) {
            throw new CommandFailure("--duration 0s: more is needed");
        }
        List<Integer> closed = concurrency.isEmpty() && rates.isEmpty() ? List.of(1, 16, 256, 4096) : concurrency;
        List<LoadShape> shapes = new ArrayList<>();
        for (int outstanding : closed) {
            requireRange("--concurrency", outstanding, OUTSTANDING_MAX);
            shapes.add(new LoadShape(outstanding, 0));
        }
        for (long rate : rates) {
            requireRange("--rate", rate, Integer.MAX_VALUE);
            shapes.add(new LoadShape(outstandingMax, rate));
        }
        return shapes;
    }

    private static void requireRange(String option, long value, long most) {
        if (value < 1 || value > most) {
            throw new CommandFailure(option + " " + value + ": 1 to " + most + " is allowed");
        }
    }

    private List<Figures> measure(EpidemicConfig config, Path directory, List<LoadShape> shapes) throws Exception {
        LocalSystem nodes = LocalSystem.start(config, directory, NodeObserver.NONE);
        try {
            nodes.ready().get();
            return measure(bench(nodes, config, directory), shapes);
        } catch (ExecutionException problem) {
            throw new CommandFailure(problem.getCause().getMessage(), problem);
        } finally {
            nodes.stop();
        }
    }

    private Bench bench(LocalSystem nodes, EpidemicConfig config, Path directory) {
        return new Bench(new Bench.Setup(
                nodes.actors(),
                DispatcherSelector.fromConfig("epidemic.node-dispatcher"),
                nodes.directory(),
                nodes.topology().layers().get(0).nodes(),
                directory,
                UUID.randomUUID().toString().substring(0, MARK_LENGTH),
                keys,
                valueBytes,
                config.seed(),
                warmUp,
                duration));
    }

    private List<Figures> measure(Bench bench, List<LoadShape> shapes) throws Exception {
        List<Figures> all = new ArrayList<>();
        BenchReport.printHead(out());
        for (LoadShape shape : shapes) {
            Figures figures = bench.run(shape);
            BenchReport.print(figures, out());
            all.add(figures);
        }
        return all;
    }

    private void write(EpidemicConfig config, List<Figures> all) throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("strategy", config.strategy());
        facts.put("sync", config.sync().name().toLowerCase(Locale.ROOT));
        facts.put("keys", keys);
        facts.put("valueBytes", valueBytes);
        facts.put("warmUpSeconds", warmUp.toMillis() / 1e3);
        facts.put("processors", Runtime.getRuntime().availableProcessors());
        facts.put("heapMaxBytes", Runtime.getRuntime().maxMemory());
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        if (json.isPresent()) {
            Files.writeString(json.get(), BenchJson.of(facts, all));
        }
        if (svg.isPresent()) {
            String title = config.strategy() + ", all nodes in one JVM, storage.sync = " + facts.get("sync");
            Files.writeString(svg.get(), BenchPlot.of(title, all));
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
