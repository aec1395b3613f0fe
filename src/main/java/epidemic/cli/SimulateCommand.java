package epidemic.cli;

import epidemic.kernel.Strategy;
import epidemic.lab.Campaign;
import epidemic.lab.CampaignReport;
import epidemic.lab.MutantStrategy;
import epidemic.lab.Scenario;
import epidemic.lab.ScenarioCatalog;
import epidemic.lab.SeedRun;
import epidemic.lab.history.HistorySink;
import epidemic.lab.history.HistoryWriter;
import epidemic.lab.history.RunMeta;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.config.EpidemicConfig;
import epidemic.sim.FaultKind;
import epidemic.sim.FaultPlan;
import epidemic.sim.FaultPlanText;
import epidemic.sim.Trace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Runs a strategy in the simulator, by seed, and judges each run. */
@Command(
        name = "simulate",
        description = "Runs a strategy on virtual time under faults, a run for each seed, and judges each run.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Examples:",
            "  scripts/epidemic simulate --seeds 1..2000",
            "  scripts/epidemic simulate --seeds 42 --trace trace.txt --history history-42",
            "  scripts/epidemic simulate --faults all,-clock --time-budget 1m --json",
            "  scripts/epidemic simulate --watch 42",
            "  scripts/epidemic simulate --seeds 2 --mutant ack-first --shrink why.scenario",
            "  scripts/epidemic simulate --scenario why.scenario --trace trace.txt",
            "",
            "Faults: drop, duplicate, reorder, lost-answer, cut, partition, clog, crash,",
            "empty, blackout, tear, pause, slow-disk, fail-disk, clock, suspicion.",
            "Exit code: 0 all held, 1 some check did not hold, 2 wrong usage."
        })
final class SimulateCommand implements Callable<Integer> {
    @Option(names = "--strategy", paramLabel = "NAME", description = "The protocol, see explain. Default: layered.")
    private Optional<String> strategy = Optional.empty();

    @Option(
            names = "--seeds",
            paramLabel = "A..B",
            converter = SeedRange.Converter.class,
            description = "Which seeds to run. Default: ${DEFAULT-VALUE}.")
    private SeedRange seeds = new SeedRange(1, 1_000);

    @Option(
            names = "--faults",
            paramLabel = "LIST",
            description = "Faults that may occur: names with commas, all, none, default; -NAME leaves one out.")
    private String faults = "default";

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description =
                    "Run this plan of faults with every seed, not one that is drawn. A trace begins with its plan.")
    private Optional<Path> plan = Optional.empty();

    @Option(
            names = "--mutant",
            paramLabel = "NAME",
            description = "Plant this error in the protocol, to see it caught; list names them.")
    private Optional<String> mutant = Optional.empty();

    @Option(
            names = "--history",
            paramLabel = "DIR",
            description = "Write the history of each run; for one seed a name.jsonl or name.edn may stand here.")
    private Optional<Path> history = Optional.empty();

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Write what happens in readable lines; one seed only.")
    private Optional<Path> trace = Optional.empty();

    @Option(names = "--watch", paramLabel = "SEED", description = "Run this one seed and play it on the dashboard.")
    private Optional<Long> watch = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "With --watch: the HTTP port, 0 for any free one. Default: 8080.")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = "--shrink",
            paramLabel = "FILE",
            arity = "0..1",
            fallbackValue = "",
            description = {
                "Take away from the run of one seed, or of --scenario, all that its failure does not need,",
                "and write what is left as a scenario file."
            })
    private Optional<String> shrink = Optional.empty();

    @Option(
            names = "--scenario",
            paramLabel = "FILE",
            description = "Run this scenario file, in which everything is written down, instead of seeds.")
    private Optional<Path> scenarioFile = Optional.empty();

    @Option(names = "--parallel", paramLabel = "N", description = "Threads. Default: one for each processor.")
    private Optional<Integer> parallel = Optional.empty();

    @Option(
            names = "--time-budget",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Begin no more runs after so long, for example 30s.")
    private Optional<Duration> budget = Optional.empty();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (mutant.filter("list"::equals).isPresent()) {
            return listMutants();
        }
        if (watch.isPresent()) {
            return watch(watch.get());
        }
        if (port.isPresent()) {
            throw new CommandFailure("--port is for --watch: nothing else of simulate listens");
        }
        if (shrink.isPresent() || scenarioFile.isPresent()) {
            return golden();
        }
        int threads = parallel.orElse(Runtime.getRuntime().availableProcessors());
        if (threads < 1) {
            throw new CommandFailure("--parallel " + threads + ": 1 or more is allowed");
        }
        boolean isOneSeed = seeds.first() == seeds.last();
        if (!isOneSeed
                && (trace.isPresent() || history.filter(HistoryWriter::isFile).isPresent())) {
            throw new CommandFailure("a file for the trace or history of " + seeds + ": one seed is allowed, as in"
                    + " --seeds " + seeds.first());
        }
        CampaignReport report = run(scenario(), threads);
        print(report);
        return report.violationCount() == 0 ? ExitCode.DONE : ExitCode.FOUND;
    }

    /** When it ends, nothing shows progress any more: the result may be printed. */
    private CampaignReport run(Scenario scenario, int threads) throws IOException, InterruptedException {
        Set<FaultKind> kinds = FaultKind.parse(faults, scenario.defaultFaults());
        history.ifPresent(Outputs::requireHistory);
        try (TraceFile lines = new TraceFile(trace);
                SimulateProgress progress =
                        new SimulateProgress(spec.commandLine().getErr())) {
            lines.head(scenario, seeds.first(), kinds, readPlan());
            SeedRun.Options how = new SeedRun.Options(
                    kinds, readPlan(), trace.map(file -> (Trace.Sink) lines), history.map(path -> this::open));
            return new Campaign(scenario, how, progress).run(seeds.first(), seeds.last(), threads, budget);
        } catch (UncheckedIOException notWritten) {
            throw Outputs.failureOfHistory(history.orElseThrow(), notWritten.getCause());
        }
    }

    /** One run on the dashboard, until the process is interrupted. */
    private int watch(long seed) throws IOException, InterruptedException {
        ParseResult given = spec.commandLine().getParseResult();
        for (String option : List.of(
                "--seeds", "--history", "--trace", "--parallel", "--time-budget", "--json", "--shrink", "--scenario")) {
            if (given.hasMatchedOption(option)) {
                throw new CommandFailure(option + " and --watch: only one of them is allowed");
            }
        }
        List<String> own = new ArrayList<>();
        strategy.ifPresent(name -> own.add("strategy=" + name));
        port.ifPresent(number -> own.add("http.port=" + number));
        EpidemicConfig config = options.load(List.of(), own);
        Scenario scenario = scenario();
        PrintWriter out = spec.commandLine().getOut();
        try (WatchRun run = WatchRun.start(config, scenario, seed, silently(scenario), replay(seed), out)) {
            spec.commandLine().getErr().println("serving until interrupted (Ctrl-C)");
            spec.commandLine().getErr().flush();
            run.awaitEnd();
            return run.result().violation().isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
        }
    }

    private int golden() throws IOException, InterruptedException {
        GoldenRuns runs = new GoldenRuns(new GoldenRuns.Setup(spec, options, mutant, trace, history, budget, json));
        if (scenarioFile.isPresent()) {
            return shrink.isPresent()
                    ? runs.shrinkFile(scenarioFile.get(), shrink.get())
                    : runs.replay(scenarioFile.get());
        }
        if (seeds.first() != seeds.last()) {
            throw new CommandFailure("--shrink of " + seeds + ": one seed is allowed, as in --seeds " + seeds.first());
        }
        Scenario scenario = scenario();
        return runs.shrinkSeed(scenario, seeds.first(), silently(scenario), shrink.get());
    }

    /** Under the faults that were asked for, without trace and history. */
    private SeedRun.Options silently(Scenario scenario) throws IOException {
        return new SeedRun.Options(
                FaultKind.parse(faults, scenario.defaultFaults()), readPlan(), Optional.empty(), Optional.empty());
    }

    private int listMutants() {
        PrintWriter out = spec.commandLine().getOut();
        StrategyCatalog.named(strategy.orElse("layered")).mutants().forEach(known -> out.println(known.name()));
        out.flush();
        return ExitCode.DONE;
    }

    private Scenario scenario() {
        EpidemicConfig config = options.load(
                List.of(), strategy.map(name -> List.of("strategy=" + name)).orElse(List.of()));
        String name = config.strategy();
        Strategy plain = StrategyCatalog.named(name);
        Strategy played = mutant.isPresent() ? new MutantStrategy(plain, mutant.get()) : plain;
        return ScenarioCatalog.of(played, config.settings(name), options.assignedTo(name));
    }

    private Optional<FaultPlan> readPlan() throws IOException {
        if (plan.isEmpty()) {
            return Optional.empty();
        }
        if (!Files.isReadable(plan.get()) || Files.isDirectory(plan.get())) {
            throw new CommandFailure("plan " + plan.get() + " cannot be read");
        }
        return Optional.of(FaultPlanText.parse(Files.readString(plan.get())));
    }

    private HistorySink open(RunMeta meta) {
        Path path = history.orElseThrow();
        try {
            if (HistoryWriter.isFile(path)) {
                return HistoryWriter.at(path, meta);
            }
            boolean isOneSeed = seeds.first() == seeds.last();
            return HistoryWriter.in(isOneSeed ? path : path.resolve("seed-" + meta.seed()), meta);
        } catch (IOException notWritten) {
            throw new UncheckedIOException(notWritten);
        }
    }

    private void print(CampaignReport report) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        SimulateReport printer = new SimulateReport(report, this::replay, seed -> replay(seed) + " --shrink");
        if (json) {
            out.println(printer.json());
        } else {
            printer.print(out);
        }
        out.flush();
    }

    /** The command that runs one seed again as it ran now. */
    private String replay(long seed) {
        List<String> words = new ArrayList<>(List.of("scripts/epidemic", "simulate"));
        words.addAll(List.of(
                "--strategy",
                strategy.orElse("layered"),
                watch.isPresent() ? "--watch" : "--seeds",
                Long.toString(seed)));
        mutant.ifPresent(name -> words.addAll(List.of("--mutant", name)));
        if (!faults.equals("default")) {
            words.addAll(List.of("--faults", faults));
        }
        plan.ifPresent(file -> words.addAll(List.of("--plan", file.toString())));
        options.file().ifPresent(file -> words.addAll(List.of("--config", file.toString())));
        options.assignments().forEach(assignment -> words.addAll(List.of("--set", assignment)));
        return String.join(" ", words.stream().map(Shell::quoted).toList());
    }
}
