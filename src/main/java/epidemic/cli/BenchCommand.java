package epidemic.cli;

import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.lab.Campaign;
import epidemic.lab.CampaignReport;
import epidemic.lab.Scenario;
import epidemic.lab.ScenarioCatalog;
import epidemic.lab.SeedRun;
import epidemic.lab.bench.Bench;
import epidemic.lab.bench.BenchJson;
import epidemic.lab.bench.BenchPlot;
import epidemic.lab.bench.Figures;
import epidemic.lab.bench.LoadShape;
import epidemic.lab.bench.LoadTest;
import epidemic.lab.bench.ProcessBench;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.actor.NodeObserver;
import epidemic.runtime.config.EpidemicConfig;
import epidemic.runtime.storage.MemoryLogActor;
import epidemic.runtime.storage.VersionLogActor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.pekko.actor.typed.DispatcherSelector;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Measures all nodes, or the first layer's, in this JVM or in one each, with or without version logs, under load. */
@Command(
        name = "bench",
        description =
                "Measures nodes, in this JVM or in one each, with or without version logs, under loads of updates.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Examples:",
            "  scripts/epidemic bench",
            "  scripts/epidemic bench --concurrency 256,4096 --duration 20s \\",
            "      --json bench.json --svg bench.svg",
            "  scripts/epidemic bench --rate 100000 --set storage.sync=batch",
            "  scripts/epidemic bench --memory --concurrency 4096",
            "  scripts/epidemic bench --processes --set storage.sync=batch",
            "  scripts/epidemic bench --strategy passive --rate 1000 --simulate 1..2000",
            "",
            "Closed loop (--concurrency): an answer begets the next request; latency from",
            "when a request left. Open loop (--rate): requests leave by the clock; latency",
            "from when a request was due, late or not.",
            "Exit code: 0 every request was committed or refused, 1 some had no certain",
            "outcome, or some check of a simulated run did not hold, 2 wrong usage."
        })
final class BenchCommand implements Callable<Integer> {
    private static final int OUTSTANDING_MAX = 1_000_000;
    private static final int VALUE_BYTES_MAX = 10_000;
    private static final int MARK_LENGTH = 8;
    private static final Pattern HEAP = Pattern.compile("[1-9]\\d{0,8}[kKmMgG]");

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
            names = "--nodes",
            paramLabel = "all|core",
            converter = NodesConverter.class,
            description = "Which nodes run: all of them, or the core only, which then feeds nobody."
                    + " Default: all, or core with --memory or --processes.")
    private Optional<Nodes> nodes = Optional.empty();

    @Option(
            names = "--memory",
            description =
                    "Without version logs and journals: nodes keep what they need in memory. Of the core only, since"
                            + " other layers that fall behind are fed from version logs.")
    private boolean memory;

    @Option(
            names = "--processes",
            description = "Each node in a JVM of its own, on loopback; a core node's client is in its JVM.")
    private boolean processes;

    @Option(
            names = "--node-heap",
            paramLabel = "SIZE",
            description = "With --processes: the most heap of each JVM, as -Xmx takes it. Default: ${DEFAULT-VALUE}.")
    private String nodeHeap = "512m";

    @Option(
            names = "--node-java-option",
            paramLabel = "OPTION",
            description = "With --processes: a further option of each JVM; %%n stands for the node. May be repeated.")
    private List<String> nodeJavaOptions = new ArrayList<>();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where version logs are, and stay. Default: a directory of its own, deleted at the end.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--simulate",
            paramLabel = "A..B",
            converter = SeedRange.Converter.class,
            description =
                    "Afterwards simulate these seeds, as the command simulate does by itself, and tell how many runs"
                            + " and events each second takes.")
    private Optional<SeedRange> simulated = Optional.empty();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON.")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--svg", paramLabel = "FILE", description = "Write the figures as a picture.")
    private Optional<Path> svg = Optional.empty();

    /** Which nodes run. */
    enum Nodes {
        ALL,
        CORE
    }

    /** Reads lower case names. */
    static final class NodesConverter implements ITypeConverter<Nodes> {
        @Override
        public Nodes convert(String text) {
            for (Nodes nodes : Nodes.values()) {
                if (nodes.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return nodes;
                }
            }
            throw new TypeConversionException("'" + text + "': all or core is allowed");
        }
    }

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<String> own = strategy.map(name -> List.of("strategy=" + name)).orElse(List.of());
        EpidemicConfig config = options.load(List.of(), own);
        List<LoadShape> shapes = shapes();
        requireFit();
        json.ifPresent(file -> Outputs.requireFile("--json", file));
        svg.ifPresent(file -> Outputs.requireFile("--svg", file));
        Path directory = data.isPresent() ? DataDirectory.forRun(data) : Files.createTempDirectory("epidemic-bench-");
        try {
            List<Figures> all = measure(config, directory, shapes);
            Optional<CampaignReport> campaign = simulate(config);
            write(config, all, campaign);
            boolean allHeld = campaign.stream().allMatch(report -> report.violationCount() == 0);
            return BenchReport.isClean(all) && allHeld ? ExitCode.DONE : ExitCode.FOUND;
        } finally {
            if (data.isEmpty()) {
                DataDirectory.deleteQuietly(directory);
            }
        }
    }

    private Optional<CampaignReport> simulate(EpidemicConfig config) throws InterruptedException {
        if (simulated.isEmpty()) {
            return Optional.empty();
        }
        SeedRange seeds = simulated.get();
        String name = config.strategy();
        Scenario scenario =
                ScenarioCatalog.of(StrategyCatalog.named(name), config.settings(name), options.assignedTo(name));
        SeedRun.Options how = SeedRun.Options.of(scenario.defaultFaults());
        int threads = Runtime.getRuntime().availableProcessors();
        CampaignReport report = new Campaign(scenario, how, (done, total, violations) -> {})
                .run(seeds.first(), seeds.last(), threads, Optional.empty());
        BenchReport.print(report, out());
        return Optional.of(report);
    }

    private void requireFit() {
        if (memory && nodes.equals(Optional.of(Nodes.ALL))) {
            throw new CommandFailure(
                    "--memory --nodes all: layers that fall behind are fed from version logs, and there"
                            + " are none; --nodes core is allowed");
        }
        if (memory && data.isPresent()) {
            throw new CommandFailure("--memory --data " + data.get() + ": there are no version logs to put there");
        }
        if (!processes && !nodeJavaOptions.isEmpty()) {
            throw new CommandFailure("--node-java-option is for the JVMs of --processes, and there are none");
        }
        if (!HEAP.matcher(nodeHeap).matches()) {
            throw new CommandFailure("--node-heap " + nodeHeap + ": a number and k, m or g is allowed");
        }
    }

    private boolean coreOnly() {
        return nodes.map(Nodes.CORE::equals).orElse(memory || processes);
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
        Optional<String> problem = coreOnly() ? ScenarioCatalog.of(config).coreAlone() : Optional.empty();
        if (problem.isPresent()) {
            throw new CommandFailure("the core of " + config.strategy() + " alone is " + problem.get()
                    + ": --nodes all is allowed, without --memory");
        }
        return processes ? measureProcesses(config, directory, shapes) : measureHere(config, directory, shapes);
    }

    private List<Figures> measureProcesses(EpidemicConfig config, Path directory, List<LoadShape> shapes)
            throws Exception {
        Topology all = LocalSystem.topology(config);
        int layers = coreOnly() ? 1 : all.layers().size();
        BenchJvms jvms = new BenchJvms(
                nodeHeap, nodeJavaOptions, layers, memory, directory, mark(), keys, valueBytes, strategy, options);
        ProcessBench.Setup setup = new ProcessBench.Setup(
                all.first(layers).nodes(),
                all.layers().get(0).nodes(),
                jvms::command,
                directory.toAbsolutePath(),
                warmUp,
                duration);
        try (ProcessBench bench = ProcessBench.start(setup)) {
            return measure(bench, shapes);
        } catch (IOException problem) {
            throw new CommandFailure(problem.getMessage(), problem);
        }
    }

    private List<Figures> measureHere(EpidemicConfig config, Path directory, List<LoadShape> shapes) throws Exception {
        LocalSystem system = start(config, directory);
        try {
            system.ready().get();
            return measure(bench(system, config, directory), shapes);
        } catch (ExecutionException problem) {
            throw new CommandFailure(problem.getCause().getMessage(), problem);
        } finally {
            system.stop();
        }
    }

    private static String mark() {
        return UUID.randomUUID().toString().substring(0, MARK_LENGTH);
    }

    private LocalSystem start(EpidemicConfig config, Path directory) {
        Strategy strategy = StrategyCatalog.named(config.strategy());
        Topology all = LocalSystem.topology(config);
        return LocalSystem.start(
                config,
                coreOnly() ? all.first(1) : all,
                node -> memory
                        ? MemoryLogActor.create(node)
                        : VersionLogActor.create(directory, node, config.storage(strategy), strategy.codec()),
                directory,
                NodeObserver.NONE);
    }

    private Bench bench(LocalSystem system, EpidemicConfig config, Path directory) {
        return new Bench(new Bench.Setup(
                system.actors(),
                DispatcherSelector.fromConfig("epidemic.node-dispatcher"),
                system.directory(),
                system.topology().layers().get(0).nodes(),
                directory,
                mark(),
                ScenarioCatalog.of(config).onlyList(),
                keys,
                valueBytes,
                config.seed(),
                warmUp,
                duration));
    }

    private List<Figures> measure(LoadTest bench, List<LoadShape> shapes) throws Exception {
        List<Figures> all = new ArrayList<>();
        BenchReport.printHead(out());
        for (LoadShape shape : shapes) {
            Figures figures = bench.run(shape);
            BenchReport.print(figures, out());
            all.add(figures);
        }
        return all;
    }

    private void write(EpidemicConfig config, List<Figures> all, Optional<CampaignReport> campaign) throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("strategy", config.strategy());
        facts.put("nodes", coreOnly() ? "core" : "all");
        facts.put("hosting", processes ? "processes" : "one JVM");
        facts.put("storage", memory ? "memory" : "logs");
        facts.put("sync", memory ? "none" : config.sync().toString());
        facts.put("keys", keys);
        facts.put("valueBytes", valueBytes);
        facts.put("warmUpSeconds", warmUp.toMillis() / 1e3);
        facts.put("processors", Runtime.getRuntime().availableProcessors());
        if (processes) {
            facts.put("nodeHeap", nodeHeap);
        } else {
            facts.put("heapMaxBytes", Runtime.getRuntime().maxMemory());
        }
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        if (json.isPresent()) {
            Outputs.write("--json", json.get(), BenchJson.of(facts, all, campaign));
        }
        if (svg.isPresent()) {
            String disk = memory ? "in memory" : "storage.sync = " + facts.get("sync");
            String title = config.strategy() + ", " + facts.get("nodes") + " nodes in "
                    + (processes ? "a JVM each, " : "one JVM, ") + disk;
            Outputs.write("--svg", svg.get(), BenchPlot.of(title, all));
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
