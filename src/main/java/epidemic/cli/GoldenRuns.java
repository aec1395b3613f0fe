package epidemic.cli;

import epidemic.kernel.Settings;
import epidemic.lab.Campaign;
import epidemic.lab.CampaignReport;
import epidemic.lab.Scenario;
import epidemic.lab.SeedResult;
import epidemic.lab.SeedRun;
import epidemic.lab.history.HistorySink;
import epidemic.lab.history.HistoryWriter;
import epidemic.lab.history.RunMeta;
import epidemic.lab.shrink.GoldenReader;
import epidemic.lab.shrink.GoldenScenario;
import epidemic.lab.shrink.GoldenStage;
import epidemic.lab.shrink.GoldenText;
import epidemic.lab.shrink.Sameness;
import epidemic.lab.shrink.Shrinker;
import epidemic.sim.Trace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** {@code simulate} with {@code --scenario} or {@code --shrink}. */
final class GoldenRuns {
    private static final List<String> PINNED =
            List.of("--strategy", "--seeds", "--faults", "--plan", "--set", "--parallel");
    private static final String SHRINK = "--shrink";
    private static final String UNMUTATED = "none";
    private static final long FILE_BYTES_MAX = 1L << 20;
    private static final int RUNS_MAX = 20_000;

    private final Setup setup;
    private final GoldenStage stage;
    private final PrintWriter out;

    /** The options of the command that matter here. */
    record Setup(
            CommandSpec spec,
            ConfigOptions options,
            Optional<String> mutant,
            Optional<Path> trace,
            Optional<Path> history,
            Optional<Duration> budget,
            boolean json) {
        Settings configured(String strategy) {
            return options.load(List.of(), List.of("strategy=" + strategy)).settings(strategy);
        }

        /** Loads the configuration once. */
        Function<String, Settings> configuredOnce() {
            Map<String, Settings> loaded = new TreeMap<>();
            return strategy -> loaded.computeIfAbsent(strategy, this::configured);
        }
    }

    GoldenRuns(Setup setup) {
        this.setup = setup;
        this.stage = new GoldenStage(setup.configuredOnce());
        this.out = setup.spec().commandLine().getOut();
    }

    /** Runs a scenario file. */
    int replay(Path file) throws IOException, InterruptedException {
        GoldenScenario golden = read(file);
        CampaignReport report = run(golden);
        if (setup.json()) {
            String replay = GoldenReport.replay(file) + mutantOption();
            out.println(new SimulateReport(report, seed -> replay, seed -> replay + " --shrink").json());
        } else {
            new GoldenReport(out).replayed(file, golden, report);
        }
        out.flush();
        return report.violationCount() == 0 ? ExitCode.DONE : ExitCode.FOUND;
    }

    private CampaignReport run(GoldenScenario golden) throws InterruptedException {
        setup.history().ifPresent(Outputs::requireHistory);
        try (TraceFile lines = new TraceFile(setup.trace());
                SimulateProgress progress =
                        new SimulateProgress(setup.spec().commandLine().getErr())) {
            Scenario staged = stage.staged(golden);
            lines.head(staged, golden.seed(), Set.of(), Optional.of(golden.plan()));
            SeedRun.Options how = new SeedRun.Options(
                    Set.of(),
                    Optional.of(golden.plan()),
                    setup.trace().map(path -> (Trace.Sink) lines),
                    setup.history().map(path -> meta -> open(path, meta)));
            return new Campaign(staged, how, progress).run(golden.seed(), golden.seed(), 1, Optional.empty());
        } catch (UncheckedIOException notWritten) {
            throw Outputs.failureOfHistory(setup.history().orElseThrow(), notWritten.getCause());
        }
    }

    private String mutantOption() {
        return setup.mutant().map(name -> " --mutant " + Shell.quoted(name)).orElse("");
    }

    /** Reads a file; {@code --mutant} plants another error than the one it names. */
    private GoldenScenario read(Path file) throws IOException {
        for (String option : PINNED) {
            if (setup.spec().commandLine().getParseResult().hasMatchedOption(option)) {
                throw new CommandFailure(option + " with --scenario: the file says that; --mutant, --trace, --history,"
                        + " --shrink, --config, --time-budget and --json are allowed");
            }
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new CommandFailure("scenario " + file + " cannot be read");
        }
        if (Files.size(file) > FILE_BYTES_MAX) {
            throw new CommandFailure("scenario " + file + " has " + Files.size(file) + " bytes: up to " + FILE_BYTES_MAX
                    + " are allowed");
        }
        GoldenScenario golden = GoldenReader.read(file.toString(), Files.readString(file), setup.configuredOnce());
        return setup.mutant().isEmpty()
                ? golden
                : golden.withMutant(setup.mutant().filter(name -> !name.equals(UNMUTATED)));
    }

    private static HistorySink open(Path path, RunMeta meta) {
        try {
            return HistoryWriter.isFile(path) ? HistoryWriter.at(path, meta) : HistoryWriter.in(path, meta);
        } catch (IOException notWritten) {
            throw new UncheckedIOException(notWritten);
        }
    }

    /**
     * Shrinks the run of a seed.
     *
     * @param output where to write the scenario; empty for a name that tells the seed
     */
    int shrinkSeed(Scenario scenario, long seed, SeedRun.Options how, String output) throws IOException {
        String name = scenario.strategy().name()
                + setup.mutant().map(mutant -> "-" + mutant).orElse("") + "-seed-" + seed + ".scenario";
        Path place = requirePlace(Path.of(output.isEmpty() ? name : output));
        GoldenStage.Written written = GoldenStage.write(scenario, setup.mutant(), seed, how);
        return shrink("seed " + seed, written.result(), written.golden(), place);
    }

    /** Shrinks a scenario further; without another place in its own file. */
    int shrinkFile(Path file, String output) throws IOException {
        GoldenScenario golden = read(file);
        Path place = requirePlace(output.isEmpty() ? file : Path.of(output));
        return shrink(file.toString(), stage.run(golden), golden, place);
    }

    private Path requirePlace(Path output) {
        if (setup.trace().isPresent() || setup.history().isPresent()) {
            throw new CommandFailure("--trace or --history with --shrink: they are allowed with --scenario, when the"
                    + " scenario has been written");
        }
        Outputs.requireFile(SHRINK, output);
        return output;
    }

    private int shrink(String what, SeedResult result, GoldenScenario from, Path output) throws IOException {
        if (result.violation().isEmpty()) {
            out.println(what + ": all checks hold, so there is nothing to shrink");
            out.flush();
            return ExitCode.DONE;
        }
        Sameness same = new Sameness(stage, result.violation().get());
        GoldenScenario start =
                from.withViolates(Optional.of(result.violation().get().guarantee()));
        if (!same.shows(start)) {
            throw new CommandFailure(what + " cannot be shrunk: written down word by word it does not show "
                    + result.violation().get().guarantee() + ", or shows it without the mutant, too");
        }
        long begunNanos = System.nanoTime();
        Shrinker.Shrunk shrunk = shrunk(start, same, begunNanos);
        SeedResult last = stage.run(shrunk.golden());
        GoldenReport report = new GoldenReport(out);
        Outputs.write(
                SHRINK, output, GoldenText.print(shrunk.golden(), report.remarks(what, start, shrunk, last, output)));
        if (setup.json()) {
            out.println(report.json(start, shrunk, last, output));
        } else {
            report.shrunk(what, result, start, shrunk, last, output, System.nanoTime() - begunNanos);
        }
        out.flush();
        return ExitCode.FOUND;
    }

    private Shrinker.Shrunk shrunk(GoldenScenario start, Sameness same, long begunNanos) {
        long budgetNanos = setup.budget().map(Duration::toNanos).orElse(Long.MAX_VALUE);
        Shrinker.Bounds bounds = new Shrinker.Bounds(RUNS_MAX, () -> System.nanoTime() - begunNanos >= budgetNanos);
        try (ProgressMeter meter = new ProgressMeter(setup.spec().commandLine().getErr(), "runs")) {
            return new Shrinker(
                            start,
                            same,
                            stage.configured(start),
                            bounds,
                            (runs, smallest) ->
                                    meter.advanced(runs, -1, smallest.size().toString()))
                    .shrink();
        }
    }
}
