package epidemic.cli;

import epidemic.kernel.NodeId;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.lab.Scenario;
import epidemic.lab.ScenarioCatalog;
import epidemic.lab.history.HistoryWriter;
import epidemic.lab.history.RunMeta;
import epidemic.lab.live.FinalReads;
import epidemic.lab.live.LiveHistory;
import epidemic.lab.live.Nodes;
import epidemic.lab.live.RecordedFaults;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.actor.FaultControl;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.config.EpidemicConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;

/** The history of a {@code run}: where it is, who feeds it, how it ends. */
final class RunHistory {
    /** How much later than the bounds say a lower layer may be: for scheduling, garbage collection and the disk. */
    private static final Duration GRACE = Duration.ofMillis(500);

    /** How long a node may take for its final read. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LiveHistory live;
    private final Duration period;
    private final PrintWriter err;
    private final AtomicBoolean isRead = new AtomicBoolean();

    private RunHistory(LiveHistory live, Duration period, PrintWriter err) {
        this.live = live;
        this.period = period;
        this.err = err;
    }

    /**
     * Opens the files.
     *
     * @param path a directory, or a file {@code NAME.jsonl} or {@code NAME.edn}
     * @param data where the version logs will be; nothing may be in them yet
     * @param clients how many clients have numbers of their own, from 0 on
     * @param mode what clients do, see {@link RunMeta}
     */
    static RunHistory open(Path path, Path data, EpidemicConfig config, int clients, String mode, PrintWriter err) {
        requireFresh(data, LocalSystem.topology(config));
        return open(path, config, clients, mode, err);
    }

    /** The same where the version logs are elsewhere; nothing may be in them yet. */
    static RunHistory open(Path path, EpidemicConfig config, int clients, String mode, PrintWriter err) {
        Strategy strategy = StrategyCatalog.named(config.strategy());
        Scenario scenario = ScenarioCatalog.of(strategy, config.settings(strategy.name()), Set.of());
        Scenario.Bounds bounds = scenario.bounds(config.settings(strategy.name()));
        Topology topology = LocalSystem.topology(config);
        RunMeta meta = RunMeta.of(
                topology,
                mode,
                config.seed(),
                "driver-monotonic-ns",
                bounds.batch(),
                bounds.periodNanos(),
                GRACE.toNanos());
        try {
            HistoryWriter writer =
                    HistoryWriter.isFile(path) ? HistoryWriter.at(path, meta) : HistoryWriter.in(path, meta);
            LiveHistory live =
                    new LiveHistory(topology, clients, NodeClock.system(), writer, reason -> alarm(err, path, reason));
            return new RunHistory(live, Duration.ofNanos(bounds.periodNanos()), err);
        } catch (IOException cannot) {
            throw new CommandFailure(
                    "the history cannot be written, " + cannot + ": a directory that may be written is allowed",
                    cannot);
        }
    }

    /** What is there already would be read as values that nobody wrote. */
    private static void requireFresh(Path data, Topology topology) {
        for (NodeId node : topology.nodes()) {
            Path log = data.resolve(node.name()).resolve("versions.jsonl");
            if (log.toFile().length() > 0) {
                throw new CommandFailure(log + " has versions, and a history begins with none: an empty --data"
                        + " directory is allowed with --history");
            }
        }
    }

    private static void alarm(PrintWriter err, Path path, String reason) {
        err.println("epidemic: THE HISTORY " + path + " ENDS HERE: " + reason
                + "; the system goes on, what follows is not written");
        err.flush();
    }

    LiveHistory live() {
        return live;
    }

    /** How long it may take until a version has reached the lowest layer. */
    Duration period() {
        return period;
    }

    /** The nodes, as those ask who end a history. */
    static Nodes nodes(LocalSystem system) {
        return new Nodes(system.actors(), system.topology(), system.directory(), PATIENCE);
    }

    /** Notes what is done to the nodes on purpose. */
    FaultControl watching(FaultControl faults) {
        return new RecordedFaults(faults, live);
    }

    /** Ends the history before the nodes end, however that comes about. */
    void endWith(LocalSystem system, String mark) {
        ActorSystem<?> actors = system.actors();
        CoordinatedShutdown shutdown = CoordinatedShutdown.get(actors);
        shutdown.addTask(
                CoordinatedShutdown.PhaseServiceRequestsDone(),
                "history-final-reads",
                () -> readFinally(nodes(system), mark).thenApply(read -> Done.getInstance()));
        shutdown.addTask(
                CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
                "history-close",
                () -> CompletableFuture.supplyAsync(() -> {
                    live.close();
                    return Done.getInstance();
                }));
    }

    /** Reads everything at every node, once, and tells who was left out. */
    CompletionStage<Done> readFinally(Nodes nodes, String mark) {
        if (live.failure().isPresent() || !isRead.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(Done.getInstance());
        }
        return new FinalReads(nodes, live, mark).read().thenApply(this::tell);
    }

    private Done tell(List<String> remarks) {
        remarks.forEach(err::println);
        err.flush();
        return Done.getInstance();
    }

    /**
     * Reads everything at every node and closes the files.
     *
     * @return whether the history is whole
     */
    boolean end(Nodes nodes, String mark) throws Exception {
        readFinally(nodes, mark).toCompletableFuture().get(4 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
        live.close();
        return live.failure().isEmpty();
    }
}
