package epidemic.cli;

import com.typesafe.config.ConfigUtil;
import epidemic.kernel.NodeId;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.config.EpidemicConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one node in this JVM, as a member of a cluster of such JVMs, with the dashboard of all nodes. */
@Command(
        name = "node",
        description = "Runs one node in this JVM, as a member of a cluster, with the dashboard of all nodes.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Examples, for one machine:",
            "  scripts/epidemic node A1 --seeds 127.0.0.1:17355 \\",
            "      --remote-port 17355 --port 8081",
            "  scripts/epidemic node A2 --seeds 127.0.0.1:17355 \\",
            "      --remote-port 17356 --port 8082",
            "All seven at once: scripts/cluster start",
            "",
            "Exit code: 130 or 143 when interrupted, 1 the node stopped by itself, 2 wrong",
            "usage, a port or a data directory taken or unreadable, or the node runs already."
        })
final class NodeCommand implements Callable<Integer> {
    private static final long LOOK_MILLIS = 200;
    private static final long TELL_MILLIS = 10_000;
    private static final int PARCEL_TIMES = 4;

    @Parameters(
            paramLabel = "NAME",
            description =
                    "A node of the strategy: A1, A2, A3, B1, B2, C1 or C2 of layered; M, R1 and on of passive; N1 and on"
                            + " of primary-backup; M, S1 and on of replicated-log.")
    private String name = "";

    @Option(names = "--strategy", paramLabel = "NAME", description = "The protocol, see explain. Default: layered.")
    private Optional<String> strategy = Optional.empty();

    @Option(
            names = "--seeds",
            paramLabel = "HOST:PORT,...",
            description = {
                "Where nodes meet, the same list for all; only the first begins a cluster.",
                "Default: none, this node begins one."
            })
    private Optional<String> seeds = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The directory of the logs; the node's own is below it. Default: data/cluster.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--port", paramLabel = "N", description = "The port of HTTP and dashboard, 0 for any free one.")
    private Optional<Integer> port = Optional.empty();

    @Option(names = "--remote-port", paramLabel = "N", description = "The port for other nodes, 0 for any free one.")
    private Optional<Integer> remotePort = Optional.empty();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec;

    private Duration stopMax = NodeProcess.STOP_MAX;
    private volatile Optional<NodeProcess> current = Optional.empty();

    private enum How {
        STOPPED,
        PUT_OUT,
        FAILED
    }

    private record Ended(How how, long life, int httpPort) {}

    @Override
    public Integer call() throws Exception {
        EpidemicConfig config = options.load(List.of(), ownAssignments());
        NodeId node = node(config);
        checkParcels(config);
        Path directory = DataDirectory.forNode(config.clusterData(), node);
        long life = 0;
        List<String> pinned = List.of();
        while (true) {
            List<String> stronger = new ArrayList<>(ownAssignments());
            stronger.addAll(pinned);
            EpidemicConfig now = options.load(List.of(), stronger);
            Ended ended = live(now, node, directory, life);
            if (ended.how() != How.PUT_OUT) {
                return ended.how() == How.FAILED ? ExitCode.FOUND : ExitCode.DONE;
            }
            life = ended.life();
            pinned = List.of("http.port=" + ended.httpPort());
            err().println("epidemic: " + node + " is out of its cluster; it starts anew and joins again");
            err().flush();
        }
    }

    /** Until it ends. Whatever a slow stop does, it is told first that the node has stopped by itself. */
    private Ended live(EpidemicConfig config, NodeId node, Path directory, long life) throws InterruptedException {
        boolean hasFailed = false;
        try (NodeProcess process = NodeProcess.start(config, node, directory, life)) {
            process.stopWithin(stopMax);
            current = Optional.of(process);
            announce(config, node, process);
            Optional<String> failure = watch(config, node, process);
            failure.ifPresent(reason -> tellStopped(node, reason));
            hasFailed = failure.isPresent();
            How unlessFailed = process.wasPutOut() ? How.PUT_OUT : How.STOPPED;
            return new Ended(hasFailed ? How.FAILED : unlessFailed, process.life(), process.httpPort());
        } catch (NodeProcess.SlowStop slow) {
            if (!hasFailed) {
                throw slow;
            }
            err().println("epidemic: warning: " + slow.getMessage());
            err().flush();
            return new Ended(How.FAILED, 0, 0);
        }
    }

    /** For tests: whether the process has begun for good; what fails before is a start that failed. */
    boolean isEstablished() {
        return current.filter(NodeProcess::isEstablished).isPresent();
    }

    /** For tests: a stop that takes longer than this is slow. */
    void stopWithin(Duration max) {
        stopMax = max;
    }

    private List<String> ownAssignments() {
        List<String> own = new ArrayList<>();
        strategy.ifPresent(chosen -> own.add("strategy=" + chosen));
        seeds.ifPresent(places -> own.add("cluster.seeds=\"" + places.replace("\"", "") + "\""));
        port.ifPresent(number -> own.add("http.port=" + number));
        data.ifPresent(directory -> own.add("cluster.data=" + ConfigUtil.quoteString(directory.toString())));
        remotePort.ifPresent(number -> own.add("cluster.port=" + number));
        return own;
    }

    private NodeId node(EpidemicConfig config) {
        Topology topology = NodeProcess.topology(config);
        return topology.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("no node '" + name + "': the strategy is " + config.strategy()
                        + ", of which one of " + topology.nodes()
                        + " is allowed; --strategy NAME chooses another strategy"));
    }

    /** What a node sends at once must fit into a parcel, or it would never arrive. */
    private static void checkParcels(EpidemicConfig config) {
        Strategy strategy = StrategyCatalog.named(config.strategy());
        Strategy.Batch batch = strategy.largestBatch(config.settings(strategy.name()));
        long least = PARCEL_TIMES * (config.http().maxBodyBytes() + batch.characters());
        if (config.cluster().parcelBytesMax() < least) {
            throw new CommandFailure("epidemic.cluster.parcel-max is "
                    + config.cluster().parcelBytesMax() + " bytes: at least " + least
                    + " are allowed, four times epidemic.http.max-body and what goes into one message of "
                    + strategy.name() + " together, " + batch.characters() + " (" + batch.because() + ")");
        }
    }

    private void announce(EpidemicConfig config, NodeId node, NodeProcess process) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("node: " + node + " at " + process.place());
        out.println("dashboard: " + process.url(config));
        LogInterface.announce(config, process.logServers(), out);
        out.flush();
        err().println("data: " + config.clusterData().resolve(node.name()));
        err().flush();
    }

    /**
     * Until the actor system ends, or its node has stopped by itself. A node that cannot even start ends its process.
     *
     * @return why the node has stopped by itself, or empty
     */
    private Optional<String> watch(EpidemicConfig config, NodeId node, NodeProcess process)
            throws InterruptedException {
        long waitedMillis = 0;
        while (!process.hasEnded(LOOK_MILLIS)) {
            waitedMillis += LOOK_MILLIS;
            Optional<String> failure = process.failureOfNode();
            if (failure.isPresent() && !process.isEstablished()) {
                throw new CommandFailure(failure.get());
            }
            if (failure.isPresent() && !process.isRunning()) {
                return failure;
            }
            if (!process.isEstablished() && waitedMillis % TELL_MILLIS == 0) {
                tellWaiting(config, node);
            }
        }
        if (process.failure().isPresent()) {
            throw new CommandFailure(process.failure().get());
        }
        return Optional.empty();
    }

    /** Whatever runs the process may start it anew, on its log. */
    private void tellStopped(NodeId node, String reason) {
        err().println("epidemic: " + node + " stopped by itself, so its process ends: " + reason);
        err().flush();
    }

    private void tellWaiting(EpidemicConfig config, NodeId node) {
        err().println("epidemic: " + node + " waits for a cluster to join: none of "
                + config.cluster().seeds() + " has let it in yet"
                + " (only the first of them begins a cluster)");
        err().flush();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
