package epidemic.cli;

import com.typesafe.config.Config;
import epidemic.kernel.NodeId;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.actor.FaultControl;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.actor.NodeNews;
import epidemic.runtime.cluster.ClusterConfig;
import epidemic.runtime.cluster.ClusterNode;
import epidemic.runtime.config.EpidemicConfig;
import epidemic.runtime.tls.TlsContext;
import epidemic.web.EpidemicHttp;
import epidemic.web.ListenException;
import epidemic.web.ManagementServer;
import epidemic.web.NewsOfOthers;
import epidemic.web.NodeProbes;
import epidemic.web.TrafficRecorder;
import epidemic.web.WebSettings;
import epidemic.web.WebSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.ServerBinding;

/** What {@code node} has running: one node, as a member of a cluster, and the HTTP server in front of all nodes. */
final class NodeProcess implements AutoCloseable {
    /** Longer than the phases of a coordinated shutdown take together, 89 s. */
    static final Duration STOP_MAX = Duration.ofSeconds(100);

    private final ClusterNode node;
    private final NodeId name;
    private final ServerBinding binding;
    private final Map<NodeId, ServerBinding> logServers;
    private Duration stopMax = STOP_MAX;

    /** The process did not stop in time. */
    static final class SlowStop extends CommandFailure {
        private static final long serialVersionUID = 1L;

        private SlowStop(Duration max, Throwable cause) {
            super("the node did not stop within " + max.toSeconds() + " s", cause);
        }
    }

    private NodeProcess(ClusterNode node, NodeId name, ServerBinding binding, Map<NodeId, ServerBinding> logServers) {
        this.node = node;
        this.name = name;
        this.binding = binding;
        this.logServers = logServers;
    }

    /** The nodes that a configuration asks for. */
    static Topology topology(EpidemicConfig config) {
        Strategy strategy = StrategyCatalog.named(config.strategy());
        return strategy.topology(config.settings(strategy.name()));
    }

    /**
     * Starts the process's part of the cluster and its HTTP server.
     *
     * @param lifeAbove 0, or the last life of the node, if this process has to join anew
     * @throws CommandFailure if one of them cannot listen
     * @throws IllegalArgumentException if certificates or keys cannot be used
     */
    static NodeProcess start(EpidemicConfig config, NodeId name, Path data, long lifeAbove)
            throws InterruptedException {
        TlsContext.check(config.http().tls());
        TlsContext.check(config.cluster().tls());
        TrafficRecorder traffic = new TrafficRecorder(NodeClock.system());
        NodeProbes probes = new NodeProbes(name);
        ClusterNode node = member(config, setup(config, name, data, lifeAbove, traffic), probes);
        try {
            ServerBinding binding = EpidemicHttp.start(node.system(), web(config, node, traffic), probes)
                    .toCompletableFuture()
                    .get();
            if (config.management().isPresent()) {
                ManagementServer.start(
                                node.system(),
                                config.management().get(),
                                config.http().tls())
                        .toCompletableFuture()
                        .get();
            }
            Map<NodeId, ServerBinding> logServers =
                    LogInterface.start(config, node.system(), node.directory(), topology(config), List.of(name));
            return new NodeProcess(node, name, binding, logServers);
        } catch (ExecutionException problem) {
            stop(node, STOP_MAX);
            throw problem.getCause() instanceof ListenException cannot
                    ? new CommandFailure(cannot.getMessage() + otherPort(cannot), cannot)
                    : new CommandFailure(problem.getCause().getMessage(), problem);
        }
    }

    private static String otherPort(ListenException cannot) {
        return String.valueOf(cannot.getMessage()).startsWith("cannot listen for management")
                ? "; --set management.port=N names another port"
                : "; --port N names another port, 0 any free one";
    }

    private static ClusterNode member(EpidemicConfig config, ClusterNode.Setup setup, NodeProbes probes) {
        Config pekko = ClusterConfig.of(config.root(), config.cluster(), setup.node(), setup.topology());
        try {
            return config.management()
                    .map(management ->
                            ClusterNode.start(setup, ManagementServer.config(management, pekko), probes.setups()))
                    .orElseGet(() -> ClusterNode.start(setup, pekko));
        } catch (RuntimeException problem) {
            Throwable root = problem;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new CommandFailure(
                    "cannot listen for other nodes at " + config.cluster().bindHost() + ":"
                            + config.cluster().port() + ": " + root.getMessage()
                            + "; --remote-port N names another port, 0 any free one",
                    problem);
        }
    }

    private static ClusterNode.Setup setup(
            EpidemicConfig config, NodeId name, Path data, long lifeAbove, TrafficRecorder traffic) {
        Strategy strategy = StrategyCatalog.named(config.strategy());
        return new ClusterNode.Setup(
                name,
                topology(config),
                id -> strategy.replica(id, config.settings(strategy.name())),
                strategy.codec(),
                data,
                config.storage(strategy),
                NodeClock.system(),
                traffic,
                traffic,
                config.seed(),
                config.cluster(),
                DispatcherSelector.fromConfig("epidemic.node-dispatcher"),
                DispatcherSelector.fromConfig("epidemic.storage-dispatcher"),
                lifeAbove);
    }

    private static WebSetup web(EpidemicConfig config, ClusterNode node, TrafficRecorder traffic) {
        WebSettings settings =
                new WebSettings(config.http(), config.statusInterval(), config.faultsEnabled(), config.seed());
        return new WebSetup(
                config.strategy(),
                topology(config),
                node.directory(),
                FaultControl.local(node.system(), node.nodes(), node.directory(), node.links()),
                traffic,
                settings,
                epidemic.client.ClientWatch.NONE,
                news(node));
    }

    private static NewsOfOthers news(ClusterNode node) {
        List<NodeId> others = node.others();
        return new NewsOfOthers() {
            @Override
            public List<NodeId> nodes() {
                return others;
            }

            @Override
            public void ask(NodeId other, long afterEvent, Consumer<NodeNews> taker) {
                node.askNews(other, afterEvent, taker);
            }
        };
    }

    /** Where the dashboard is. */
    String url(EpidemicConfig config) {
        return config.http().scheme() + "://" + RunningSystem.address(config, binding);
    }

    /** Where the node's own servers are, if its strategy has them. */
    Map<NodeId, ServerBinding> logServers() {
        return logServers;
    }

    /** The port of the HTTP server. */
    int httpPort() {
        return binding.localAddress().getPort();
    }

    /** Host and port for other nodes. */
    String place() {
        return node.place();
    }

    /** The newest life of the node, 0 if it was never started. */
    long life() {
        return node.life();
    }

    /** Whether the node has started. */
    boolean isEstablished() {
        return node.established().isDone();
    }

    /** Why this process cannot go on, or empty if it can. */
    Optional<String> failure() {
        String reason = node.failure().getNow("");
        return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
    }

    /** Why the node has stopped by itself, or empty if it has not. */
    Optional<String> failureOfNode() {
        return node.directory().failureOf(name);
    }

    /** Whether the node's replica runs. */
    boolean isRunning() {
        return node.directory().node(name).isPresent();
    }

    /** Waits for the end of the actor system, so long at most. Returns whether it has ended. */
    boolean hasEnded(long millis) throws InterruptedException {
        try {
            node.system().getWhenTerminated().toCompletableFuture().get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | java.util.concurrent.TimeoutException goesOn) {
            return false;
        }
    }

    /** Whether the cluster has put this process out: it should start anew. */
    boolean wasPutOut() {
        return node.wasPutOut();
    }

    /** It is waited for so long when it is closed, {@link #STOP_MAX} if nothing is said. */
    void stopWithin(Duration max) {
        stopMax = max;
    }

    /**
     * Stops it in order.
     *
     * @throws SlowStop if that takes too long; it goes on stopping
     */
    @Override
    public void close() {
        stop(node, stopMax);
    }

    private static void stop(ClusterNode node, Duration max) {
        node.system().terminate();
        try {
            node.system().getWhenTerminated().toCompletableFuture().get(max.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception stillRunning) {
            throw new SlowStop(max, stillRunning);
        }
    }
}
