package epidemic.peers.contender;

import epidemic.kernel.MessageCodec;
import epidemic.kernel.NodeId;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.peers.Contender;
import epidemic.peers.Request;
import epidemic.peers.Setting;
import epidemic.peers.Storage;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.actor.LocalCluster;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.actor.NodeDirectory;
import epidemic.runtime.actor.NodeObserver;
import epidemic.runtime.config.EpidemicConfig;
import epidemic.runtime.config.StrategySettings;
import epidemic.runtime.storage.MemoryLogActor;
import epidemic.runtime.storage.VersionLogActor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;

/** Nodes of the strategy layered in this JVM; one client actor at each core node takes its answers. */
public final class EpidemicContender implements Contender {
    private final boolean coreOnly;
    private final NodeDirectory directory = new NodeDirectory();
    private ActorSystem<LocalCluster.Command> actors;
    private EpidemicClients clients;

    /**
     * Not started yet.
     *
     * @param coreOnly whether only the core runs
     */
    public EpidemicContender(boolean coreOnly) {
        this.coreOnly = coreOnly;
    }

    @Override
    public void start(Setting setting) {
        Storage storage = setting.seat().storage();
        String sync = storage == Storage.DURABLE ? "batch" : "never";
        EpidemicConfig config = EpidemicConfig.load(Optional.empty(), List.of("storage.sync=" + sync));
        Strategy strategy = StrategyCatalog.named("layered");
        StrategySettings settings = config.settings(strategy.name());
        Topology all = strategy.topology(settings);
        LocalCluster.Setup setup = new LocalCluster.Setup(
                coreOnly ? all.first(1) : all,
                node -> strategy.replica(node, settings),
                strategy.codec(),
                setting.seat().directory(),
                config.storage(strategy),
                directory,
                NodeClock.system(),
                NodeObserver.NONE,
                config.seed(),
                DispatcherSelector.fromConfig("epidemic.node-dispatcher"),
                DispatcherSelector.fromConfig("epidemic.storage-dispatcher"));
        Behavior<LocalCluster.Command> cluster =
                LocalCluster.create(setup, node -> disk(node, storage, setup, strategy.codec()));
        actors = ActorSystem.create(cluster, "epidemic", config.root());
        List<NodeId> core = all.layers().get(0).nodes();
        clients = new EpidemicClients(actors, directory, core, setting.outstandingMax());
    }

    private static Behavior<VersionLogActor.Command> disk(
            NodeId node, Storage storage, LocalCluster.Setup setup, MessageCodec codec) {
        return storage == Storage.MEMORY
                ? MemoryLogActor.create(node)
                : VersionLogActor.create(setup.data(), node, setup.storage(), codec);
    }

    @Override
    public void submit(Request request) {
        clients.submit(request);
    }

    @Override
    public void close() throws Exception {
        if (actors != null) {
            actors.terminate();
            actors.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }
}
