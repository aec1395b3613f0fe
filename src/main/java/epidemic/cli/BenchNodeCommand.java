package epidemic.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import epidemic.kernel.NodeId;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.lab.ScenarioCatalog;
import epidemic.lab.bench.BenchNode;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.actor.NodeNews;
import epidemic.runtime.actor.NodeObserver;
import epidemic.runtime.cluster.ClusterConfig;
import epidemic.runtime.cluster.ClusterNode;
import epidemic.runtime.config.EpidemicConfig;
import epidemic.runtime.storage.DiskCall;
import epidemic.runtime.storage.MemoryLogActor;
import epidemic.runtime.storage.VersionLogActor;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One node of {@code bench --processes}: no HTTP, nobody watches, perhaps no disk. Not for people. */
@Command(name = "bench-node", description = "One node of a bench over processes. Started by bench.", hidden = true)
final class BenchNodeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Option(names = "--strategy")
    private Optional<String> strategyName = Optional.empty();

    @Option(names = "--layers", required = true)
    private int layers;

    @Option(names = "--memory")
    private boolean memory;

    @Option(names = "--data", required = true)
    private Path data = Path.of(".");

    @Option(names = "--seeds", required = true)
    private String seeds = "";

    @Option(names = "--run", required = true)
    private String run = "";

    @Option(names = "--keys", required = true)
    private int keys;

    @Option(names = "--value-bytes", required = true)
    private int valueBytes;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() throws Exception {
        List<String> own = new ArrayList<>(List.of("cluster.seeds=\"" + seeds + "\"", "cluster.port=0"));
        strategyName.ifPresent(text -> own.add("strategy=" + text));
        EpidemicConfig config = options.load(List.of(), own);
        NodeId node = NodeId.of(name);
        BenchNode.Setup setup =
                new BenchNode.Setup(data, run, ScenarioCatalog.of(config).onlyList(), keys, valueBytes, config.seed());
        BenchNode served = new BenchNode(start(config, node), node, setup);
        served.serve(
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        return ExitCode.DONE;
    }

    private ClusterNode start(EpidemicConfig config, NodeId node) {
        Strategy strategy = StrategyCatalog.named(config.strategy());
        Topology topology = LocalSystem.topology(config).first(layers);
        ClusterNode.Setup setup = new ClusterNode.Setup(
                node,
                topology,
                id -> strategy.replica(id, config.settings(strategy.name())),
                strategy.codec(),
                data,
                config.storage(strategy),
                NodeClock.system(),
                NodeObserver.NONE,
                afterEvent -> NodeNews.NONE,
                config.seed(),
                config.cluster(),
                DispatcherSelector.fromConfig("epidemic.node-dispatcher"),
                DispatcherSelector.fromConfig("epidemic.storage-dispatcher"),
                0);
        Config ofSystem = ClusterConfig.of(config.root(), config.cluster(), node, topology);
        return ClusterNode.start(setup, endingAtOnce(ofSystem), disks(setup));
    }

    /** All processes end together: none of them has to say goodbye to the others. */
    private static Config endingAtOnce(Config config) {
        return ConfigFactory.parseMap(Map.of("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "off"))
                .withFallback(config);
    }

    private Function<NodeId, Behavior<DiskCall>> disks(ClusterNode.Setup setup) {
        return id -> memory
                ? MemoryLogActor.create(id)
                : VersionLogActor.create(setup.data(), id, setup.storage(), setup.codec());
    }
}
