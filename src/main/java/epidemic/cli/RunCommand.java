package epidemic.cli;

import epidemic.client.ClientWatch;
import epidemic.client.FileFeed;
import epidemic.client.NodeSummary;
import epidemic.client.Summary;
import epidemic.client.TransactionFiles;
import epidemic.client.TransactionParser;
import epidemic.kernel.Session;
import epidemic.kernel.Topology;
import epidemic.runtime.config.EpidemicConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.Props;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs all nodes of a strategy in this JVM, with HTTP and dashboard, and feeds transaction files to them. */
@Command(
        name = "run",
        description = "Runs all nodes in this JVM, with the dashboard, and feeds transaction files to them.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Examples:",
            "  scripts/epidemic run --transactions transactions/demo.txt --pace 500ms",
            "  scripts/epidemic run --transactions a.txt --transactions b.txt \\",
            "      --until-done --summary out.json",
            "  scripts/epidemic run --clients 8 --operations 5000 --until-done --history h",
            "  scripts/epidemic run --clients 8 --duration 2m --chaos 1s \\",
            "      --set layered.core.on-failure=reconfigure",
            "",
            "Exit code with --until-done: 0 all committed, 1 some refused, unknown or bad,",
            "2 wrong usage."
        })
final class RunCommand implements Callable<Integer> {
    private static final Duration CHAOS_MIN = Duration.ofMillis(100);

    @Option(names = "--strategy", paramLabel = "NAME", description = "The protocol, see explain. Default: layered.")
    private Optional<String> strategy = Optional.empty();

    @Option(
            names = "--transactions",
            paramLabel = "FILE",
            description = "A transaction file: one client. May be repeated; all clients run at once.")
    private List<String> files = new ArrayList<>();

    @Option(names = "--strict", description = "Check all files first and run nothing if a line is bad.")
    private boolean strict;

    @Option(names = "--until-done", description = "End when every transaction has its outcome.")
    private boolean untilDone;

    @Option(
            names = "--settle",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Wait so long after the last outcome, for example 12s. Default: 0s.")
    private Duration settle = Duration.ZERO;

    @Option(
            names = "--pace",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Each client pauses so long between its transactions, to be watched. Default: 0s.")
    private Duration pace = Duration.ZERO;

    @Option(
            names = "--summary",
            paramLabel = "FILE",
            description = "Write outcomes and nodes as JSON when all is done.")
    private Optional<Path> summaryFile = Optional.empty();

    @Option(names = "--json", description = "Print outcomes and nodes as JSON; all else goes to standard error.")
    private boolean json;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of random choices. Default: 1.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--history",
            paramLabel = "DIR",
            description = "Write what clients ask and are told, for check; a name.jsonl or name.edn may stand here.")
    private Optional<Path> history = Optional.empty();

    @Option(names = "--clients", paramLabel = "N", description = "Make load: so many clients that append and read.")
    private Optional<Integer> clients = Optional.empty();

    @Option(
            names = "--operations",
            paramLabel = "N",
            description = "How many operations all --clients do together. Default: 2000, or no limit with --duration.")
    private Optional<Long> operations = Optional.empty();

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "The --clients begin nothing after so long.")
    private Optional<Duration> duration = Optional.empty();

    @Option(
            names = "--chaos",
            paramLabel = "INTERVAL",
            converter = Durations.class,
            description =
                    "Stop a node, cut it off, cut or slow a link, by --seed, about every so often, for example 1s;"
                            + " ends when the clients are done.")
    private Optional<Duration> chaos = Optional.empty();

    @Mixin
    private PlaceOptions placeOptions = new PlaceOptions();

    @Mixin
    private SessionOptions sessionOptions = new SessionOptions();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        EpidemicConfig config = options.load(List.of("faults.enabled=true"), ownAssignments());
        checkFiles();
        if (strict && badLines(LocalSystem.topology(config)) > 0) {
            err().println("epidemic: nothing was run, for there are bad lines (--strict)");
            err().flush();
            return ExitCode.FOUND;
        }
        Optional<RunLoad> load = load(config);
        Path directory = DataDirectory.forRun(placeOptions.data());
        try {
            return run(config, directory, load);
        } finally {
            DataDirectory.dropUnused(directory);
        }
    }

    private int run(EpidemicConfig config, Path directory, Optional<RunLoad> load) throws Exception {
        int numbered = files.size() + load.map(RunLoad::clientCount).orElse(0);
        String mode = load.isPresent() ? "append" : "mixed";
        Optional<RunHistory> taker =
                history.map(path -> RunHistory.open(path, directory, config, numbered, mode, err()));
        try (RunningSystem running = RunningSystem.start(config, directory, taker, json ? err() : out(), err())) {
            int exitCode = run(config, running, taker, load);
            return taker.filter(one -> one.live().failure().isPresent()).isPresent() ? ExitCode.FOUND : exitCode;
        } finally {
            taker.ifPresent(one -> one.live().close());
        }
    }

    private Optional<RunLoad> load(EpidemicConfig config) {
        if (clients.isEmpty() && (operations.isPresent() || duration.isPresent())) {
            throw new CommandFailure("--operations and --duration say how long --clients work: --clients is missing");
        }
        Optional<Session> wishes = sessionOptions.wishes();
        if (clients.isEmpty() && wishes.isPresent()) {
            throw new CommandFailure(
                    "--session-policy and --session-deadline say what --clients want: --clients is missing");
        }
        if (clients.isPresent() && !files.isEmpty()) {
            throw new CommandFailure("--clients and --transactions: one of them is allowed");
        }
        if (chaos.filter(interval -> interval.compareTo(CHAOS_MIN) < 0).isPresent()) {
            throw new CommandFailure(
                    "--chaos " + chaos.get().toMillis() + "ms: " + CHAOS_MIN.toMillis() + "ms or more is allowed");
        }
        return clients.map(number -> RunLoad.checked(number, operations, duration, pace, wishes, config));
    }

    private List<String> ownAssignments() {
        List<String> own = new ArrayList<>();
        strategy.ifPresent(name -> own.add("strategy=" + name));
        placeOptions.port().ifPresent(number -> own.add("http.port=" + number));
        seed.ifPresent(number -> own.add("seed=" + number));
        return own;
    }

    private void checkFiles() {
        TransactionFiles.requireReadable(files);
        if (strict) {
            TransactionFiles.requireRepeatable(files);
        }
        summaryFile.ifPresent(Summary::requireWritable);
    }

    private long badLines(Topology topology) {
        try (ProgressDisplay progress = new ProgressDisplay(err())) {
            return TransactionFiles.scan(files, new TransactionParser(topology), progress::bad)
                    .badLines();
        }
    }

    private int run(EpidemicConfig config, RunningSystem running, Optional<RunHistory> taker, Optional<RunLoad> load)
            throws Exception {
        int exitCode = ExitCode.DONE;
        RunChaos strikes = chaos.map(interval -> RunChaos.begin(running, interval, config, err()))
                .orElse(RunChaos.NONE);
        if (!files.isEmpty() || load.isPresent() || untilDone || json || summaryFile.isPresent()) {
            exitCode = runClients(config, running, taker, load, strikes);
        }
        if (untilDone && taker.isPresent()) {
            taker.get().end(RunHistory.nodes(running.nodes()), running.mark());
        }
        if (!untilDone) {
            err().println("serving until interrupted (Ctrl-C)");
            err().flush();
            running.awaitEnd();
        }
        return exitCode;
    }

    private int runClients(
            EpidemicConfig config,
            RunningSystem running,
            Optional<RunHistory> taker,
            Optional<RunLoad> load,
            RunChaos strikes)
            throws Exception {
        try (Summary summary = new Summary(files)) {
            if (!files.isEmpty()) {
                feed(config, running, summary, taker);
                strikes.end();
            }
            Optional<Summary.Counts> made =
                    load.isPresent() ? Optional.of(make(load.get(), running, taker, strikes)) : Optional.empty();
            TimeUnit.NANOSECONDS.sleep(settle.toNanos());
            running.nodes().quiet().get();
            List<NodeSummary> nodes = running.nodes().summaries();
            Summary.Counts counts = made.orElseGet(summary::counts);
            Summary.End end = new Summary.End(running.nodes().strategy().name(), counts, nodes);
            summaryFile.ifPresent(file -> summary.write(file, end));
            Report.print(json, out(), summary, end);
            return Report.exitCode(counts);
        }
    }

    private Summary.Counts make(RunLoad load, RunningSystem running, Optional<RunHistory> taker, RunChaos strikes)
            throws Exception {
        return load.run(RunHistory.nodes(running.nodes()), running.mark(), taker, strikes, err());
    }

    private void feed(EpidemicConfig config, RunningSystem running, Summary summary, Optional<RunHistory> taker)
            throws InterruptedException {
        try (ProgressDisplay progress = new ProgressDisplay(err())) {
            feed(config, running, summary, progress, taker);
        }
    }

    private void feed(
            EpidemicConfig config,
            RunningSystem running,
            Summary summary,
            ProgressDisplay progress,
            Optional<RunHistory> taker)
            throws InterruptedException {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        FileFeed.Setup feed = new FileFeed.Setup(
                files,
                running.mark(),
                config.seed(),
                running.nodes().topology(),
                running.nodes().directory(),
                pace,
                config.http().transactionTimeout(),
                summary,
                progress,
                TransactionFiles.total(
                        files, new TransactionParser(running.nodes().topology())),
                taker.<ClientWatch>map(RunHistory::live).orElse(ClientWatch.NONE),
                ended);
        running.nodes().actors().systemActorOf(FileFeed.create(feed), "files", Props.empty());
        try {
            ended.get();
        } catch (ExecutionException problem) {
            throw new CommandFailure(problem.getCause().getMessage(), problem);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
