package epidemic.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import epidemic.client.HttpSystem;
import epidemic.client.SubmitException;
import epidemic.client.Summary;
import epidemic.kernel.NodeId;
import epidemic.kernel.Topology;
import epidemic.lab.live.LogFollower;
import epidemic.lab.live.Nodes;
import epidemic.runtime.actor.NodeStatus;
import epidemic.runtime.config.EpidemicConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes load on a running system over HTTP: the clients of {@code run --clients}, from outside. */
@Command(
        name = "load",
        description = "Makes load on a running system over HTTP, with the clients of run --clients.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Examples:",
            "  scripts/epidemic load --url http://127.0.0.1:8080 --operations 5000",
            "  scripts/epidemic load --url A1=http://127.0.0.1:8081 \\",
            "      --url A2=http://127.0.0.1:8082,... --history h",
            "All seven of scripts/cluster at once: scripts/cluster load",
            "",
            "Exit code: 0 all committed, 1 some refused or unknown, or the history had to end",
            "early, 2 wrong usage or no system there."
        })
final class LoadCommand implements Callable<Integer> {
    private static final int MARK_LENGTH = 8;
    private static final int CLIENTS = 8;
    private static final int END_MAX_SECONDS = 60;
    private static final Duration LAST_LOOK = Duration.ofSeconds(10);

    private final CompletableFuture<Done> ending = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    @Option(
            names = "--url",
            paramLabel = "[NODE=]URL",
            split = ",",
            description = {
                "Where nodes are asked; without NODE: those that no other --url names.",
                "May be repeated. Default: http://127.0.0.1:8080."
            })
    private List<String> urls = List.of("http://127.0.0.1:8080");

    @Option(names = "--clients", paramLabel = "N", description = "So many clients. Default: 8.")
    private int clients = CLIENTS;

    @Option(
            names = "--operations",
            paramLabel = "N",
            description = "How many operations all clients do together. Default: 2000, or no limit with --duration.")
    private Optional<Long> operations = Optional.empty();

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "They begin nothing after so long.")
    private Optional<Duration> duration = Optional.empty();

    @Option(
            names = "--pace",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Each client pauses so long between its transactions. Default: 0s.")
    private Duration pace = Duration.ZERO;

    @Option(
            names = "--history",
            paramLabel = "DIR",
            description = "Write what clients ask and are told, for check; a name.jsonl or name.edn may stand here.")
    private Optional<Path> history = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of what clients do. Default: 1.")
    private Optional<Long> seed = Optional.empty();

    @Mixin
    private TokenOption tokenOption = new TokenOption();

    @Mixin
    private SessionOptions sessionOptions = new SessionOptions();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        EpidemicConfig config = options.load(
                List.of(), seed.map(number -> "seed=" + number).stream().toList());
        Topology topology = LocalSystem.topology(config);
        RunLoad load = RunLoad.checked(clients, operations, duration, pace, sessionOptions.wishes(), config);
        ending.thenRun(load::end);
        HttpSystem system = new HttpSystem(
                Places.of(urls, topology), tokenOption.token(), config.http().transactionTimeout());
        check(system, topology);
        Optional<RunHistory> taker =
                history.map(path -> RunHistory.open(path, config, load.clientCount(), "append", err()));
        ActorSystem<Void> actors = ActorSystem.create(Behaviors.empty(), "load", actorsOf(config));
        Thread atExit = new Thread(this::endAndWait, "load-at-exit");
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            Nodes nodes = new Nodes(actors, topology, system.directory(actors), RunHistory.PATIENCE);
            return run(load, nodes, system, taker);
        } finally {
            taker.ifPresent(one -> one.live().close());
            actors.terminate();
            actors.getWhenTerminated().toCompletableFuture().join();
            ended.countDown();
            removeHook(atExit);
        }
    }

    /** The process is ended by {@link #endAndWait}, which ends the actors. */
    private static Config actorsOf(EpidemicConfig config) {
        return ConfigFactory.parseString("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off")
                .withFallback(config.root());
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // It runs, and waits for this.
        }
    }

    /** Begins no operation any more; the history is brought to its end. */
    void end() {
        ending.complete(Done.getInstance());
    }

    private void endAndWait() {
        end();
        try {
            if (!ended.await(END_MAX_SECONDS, TimeUnit.SECONDS)) {
                err().println("epidemic: the load does not come to its end");
                err().flush();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void check(HttpSystem system, Topology topology) {
        try {
            system.check(topology);
            if (history.isPresent()) {
                requireFresh(system, topology);
            }
        } catch (SubmitException problem) {
            throw new CommandFailure(problem.getMessage(), problem);
        } catch (CompletionException problem) {
            throw new CommandFailure("a node does not tell its status: " + problem.getCause(), problem);
        }
    }

    /** What is there already would be read as values that nobody wrote. */
    private static void requireFresh(HttpSystem system, Topology topology) {
        for (NodeId node : topology.nodes()) {
            NodeStatus status = system.status(node).join();
            if (status.view().version() > 0) {
                throw new CommandFailure(node + " has " + status.view().version()
                        + " versions, and a history begins with none: a system with empty logs is allowed with"
                        + " --history");
            }
        }
    }

    private int run(RunLoad load, Nodes nodes, HttpSystem system, Optional<RunHistory> taker) throws Exception {
        String mark = UUID.randomUUID().toString().substring(0, MARK_LENGTH);
        Optional<LogFollower> follower =
                taker.map(one -> new LogFollower(system, nodes.topology().nodes(), one.live()));
        Summary.Counts counts = load.run(nodes, mark, taker, RunChaos.NONE, err());
        if (follower.isPresent()) {
            follower.get().end(LAST_LOOK);
        }
        boolean isWhole = taker.isEmpty() || taker.get().end(nodes, mark);
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%d committed, %d refused, %d unknown%n", counts.committed(), counts.refused(), counts.unknown());
        out.flush();
        return isWhole ? Report.exitCode(counts) : ExitCode.FOUND;
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
