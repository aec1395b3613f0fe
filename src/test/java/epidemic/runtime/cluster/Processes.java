package epidemic.runtime.cluster;

import static org.awaitility.Awaitility.await;

import epidemic.contract.FreePorts;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.kernel.Transaction;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.actor.NodeNews;
import epidemic.runtime.actor.NodeObserver;
import epidemic.runtime.actor.NodeStatus;
import epidemic.runtime.config.ConfigSources;
import epidemic.runtime.config.EpidemicConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** Processes of a cluster, as several actor systems in this JVM, on loopback. */
final class Processes implements AutoCloseable {
    static final List<NodeId> CORE = nodes("A1", "A2", "A3");
    static final List<NodeId> ALL = nodes("A1", "A2", "A3", "B1", "B2", "C1", "C2");
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Path data;
    private final List<String> settings;
    private final int seedPort = FreePorts.next();
    private final Map<NodeId, ClusterNode> running = new LinkedHashMap<>();
    private final List<ClusterNode> all = new ArrayList<>();
    private long requests;

    Processes(Path data, String... settings) {
        this.data = data;
        this.settings = List.of(settings);
    }

    static List<NodeId> nodes(String... names) {
        return List.of(names).stream().map(NodeId::of).toList();
    }

    /** Starts a node; A1 at the seed's port, others at any. */
    ClusterNode start(NodeId node) {
        return start(node, node.name().equals("A1") ? seedPort : 0, data);
    }

    /** Starts a node again, in a process that has hosted it before. */
    ClusterNode startAnew(NodeId node, long lifeAbove, String... own) {
        running.remove(node);
        return start(node, 0, data, lifeAbove, own);
    }

    int seedPort() {
        return seedPort;
    }

    ClusterNode start(NodeId node, int port, Path directory, String... own) {
        return start(node, port, directory, 0, own);
    }

    private ClusterNode start(NodeId node, int port, Path directory, long lifeAbove, String... own) {
        List<String> assignments = new ArrayList<>(List.of(
                "cluster.port=" + port,
                "cluster.seeds=127.0.0.1:" + seedPort,
                "cluster.stable-after=5s",
                "layered.layer2.interval=300ms",
                "layered.layer1.flush-after=300ms"));
        assignments.addAll(settings);
        assignments.addAll(List.of(own));
        EpidemicConfig config =
                EpidemicConfig.load(new ConfigSources(assignments, Map.of(), Map.of(), Optional.empty()));
        Strategy strategy = StrategyCatalog.named(config.strategy());
        Topology topology = strategy.topology(config.settings(strategy.name()));
        ClusterNode.Setup setup = new ClusterNode.Setup(
                node,
                topology,
                id -> strategy.replica(id, config.settings(strategy.name())),
                strategy.codec(),
                directory,
                config.storage(strategy),
                NodeClock.system(),
                NodeObserver.NONE,
                event -> NodeNews.NONE,
                config.seed(),
                config.cluster(),
                DispatcherSelector.fromConfig("epidemic.node-dispatcher"),
                DispatcherSelector.fromConfig("epidemic.storage-dispatcher"),
                lifeAbove);
        ClusterNode process =
                ClusterNode.start(setup, ClusterConfig.of(config.root(), config.cluster(), node, topology));
        running.putIfAbsent(node, process);
        all.add(process);
        return process;
    }

    ClusterNode process(NodeId node) {
        return running.get(node);
    }

    /** Stops a process as SIGTERM does. */
    void stop(NodeId node) {
        stop(running.remove(node));
    }

    private static void stop(ClusterNode process) {
        process.system().terminate();
        try {
            process.system().getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception stillThere) {
            throw new IllegalStateException("a process did not stop", stillThere);
        }
    }

    /** Waits until the nodes are there and serve, as each process sees it. */
    void awaitServing(List<NodeId> nodes) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> running.values().stream()
                        .allMatch(process -> nodes.stream().allMatch(node -> isServing(process, node))));
    }

    static boolean isServing(ClusterNode at, NodeId node) {
        return status(at, node)
                .filter(status ->
                        status.state() == NodeStatus.State.UP && status.view().serving())
                .isPresent();
    }

    static Optional<NodeStatus> status(ClusterNode at, NodeId node) {
        Optional<ActorRef<NodeCall>> actor = at.directory().node(node);
        if (actor.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(AskPattern.<NodeCall, NodeStatus>ask(
                            actor.get(),
                            replyTo -> new NodeCall.GetStatus(0, 0, replyTo),
                            Duration.ofSeconds(2),
                            at.system().scheduler())
                    .toCompletableFuture()
                    .get());
        } catch (Exception noAnswer) {
            return Optional.empty();
        }
    }

    long version(NodeId node) {
        return status(running.get(node), node)
                .map(status -> status.view().version())
                .orElse(-1L);
    }

    Outcome write(NodeId at, NodeId to, String key, String value) {
        return execute(at, to, List.of(new Operation.Write(key, value)));
    }

    Outcome append(NodeId at, NodeId to, String key, String value) {
        return execute(at, to, List.of(new Operation.Append(key, value)));
    }

    Outcome read(NodeId at, NodeId to, String key) {
        return execute(at, to, List.of(new Operation.Read(key)));
    }

    private Outcome execute(NodeId at, NodeId to, List<Operation> operations) {
        requests++;
        return execute(at, to, new Transaction(new RequestId("test", requests), 0, operations));
    }

    /** Asks a node, at the process of another. */
    Outcome execute(NodeId at, NodeId to, Transaction transaction) {
        ClusterNode process = running.get(at);
        try {
            return AskPattern.<NodeCall, NodeCall.Executed>ask(
                            process.directory().node(to).orElseThrow(),
                            replyTo -> new NodeCall.Execute(transaction, replyTo),
                            ANSWER,
                            process.system().scheduler())
                    .toCompletableFuture()
                    .get()
                    .outcome();
        } catch (Exception noAnswer) {
            throw new IllegalStateException(noAnswer);
        }
    }

    byte[] log(NodeId node) {
        try {
            return Files.readAllBytes(data.resolve(node.name()).resolve("versions.jsonl"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        all.forEach(process -> process.system().terminate());
        all.forEach(Processes::stop);
    }
}
