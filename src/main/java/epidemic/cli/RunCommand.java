package epidemic.cli;

import epidemic.client.ClientWatch;
import epidemic.client.FileFeed;
import epidemic.client.NodeSummary;
import epidemic.client.Summary;
import epidemic.client.TransactionFiles;
import epidemic.client.TransactionParser;
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
            "  scripts/epidemic run --transactions a.txt --transactions b.txt --until-done --summary out.json",
            "",
            "Exit code with --until-done: 0 all committed, 1 some refused, unknown or bad, 2 wrong usage."
        })
final class RunCommand implements Callable<Integer> {
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

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where version logs are; goes on with what is there. Default: a fresh directory below data/.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--port", paramLabel = "N", description = "The HTTP port, 0 for any free one. Default: 8080.")
    private Optional<Integer> port = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of random choices. Default: 1.")
    private Optional<Long> seed = Optional.empty();

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
        Path directory = DataDirectory.forRun(data);
        try (RunningSystem running =
                RunningSystem.start(config, directory, spec.commandLine().getOut(), err())) {
            return run(config, running);
        }
    }

    private List<String> ownAssignments() {
        List<String> own = new ArrayList<>();
        strategy.ifPresent(name -> own.add("strategy=" + name));
        port.ifPresent(number -> own.add("http.port=" + number));
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

    private int run(EpidemicConfig config, RunningSystem running) throws Exception {
        int exitCode = ExitCode.DONE;
        if (!files.isEmpty() || untilDone || summaryFile.isPresent()) {
            exitCode = runFiles(config, running);
        }
        if (!untilDone) {
            err().println("serving until interrupted (Ctrl-C)");
            err().flush();
            running.awaitEnd();
        }
        return exitCode;
    }

    private int runFiles(EpidemicConfig config, RunningSystem running) throws Exception {
        try (Summary summary = new Summary(files)) {
            if (!files.isEmpty()) {
                feed(config, running, summary);
            }
            TimeUnit.NANOSECONDS.sleep(settle.toNanos());
            running.nodes().quiet().get();
            List<NodeSummary> nodes = running.nodes().summaries();
            summaryFile.ifPresent(
                    file -> summary.write(file, running.nodes().strategy().name(), nodes));
            Report.print(spec.commandLine().getOut(), summary.counts(), nodes);
            return Report.exitCode(summary.counts());
        }
    }

    private void feed(EpidemicConfig config, RunningSystem running, Summary summary) throws InterruptedException {
        try (ProgressDisplay progress = new ProgressDisplay(err())) {
            feed(config, running, summary, progress);
        }
    }

    private void feed(EpidemicConfig config, RunningSystem running, Summary summary, ProgressDisplay progress)
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
                ClientWatch.NONE,
                ended);
        running.nodes().actors().systemActorOf(FileFeed.create(feed), "files", Props.empty());
        try {
            ended.get();
        } catch (ExecutionException problem) {
            throw new CommandFailure(problem.getCause().getMessage(), problem);
        }
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
