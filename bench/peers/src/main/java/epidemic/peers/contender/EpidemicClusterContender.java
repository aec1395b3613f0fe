package epidemic.peers.contender;

import epidemic.kernel.NodeId;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.peers.Contender;
import epidemic.peers.Request;
import epidemic.peers.Seat;
import epidemic.peers.Setting;
import epidemic.peers.Storage;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.actor.NodeNews;
import epidemic.runtime.actor.NodeObserver;
import epidemic.runtime.cluster.ClusterConfig;
import epidemic.runtime.cluster.ClusterNode;
import epidemic.runtime.config.EpidemicConfig;
import epidemic.runtime.storage.MemoryLogActor;
import epidemic.runtime.storage.VersionLogActor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;

/** The core of the strategy layered as three processes; the load is in that of A1. */
public final class EpidemicClusterContender implements Contender {
    private static final long JOIN_SECONDS = 60;

    private ClusterNode process;
    private EpidemicClients clients;

    @Override
    public void start(Setting setting) throws Exception {
        replica(setting.seat());
        setting.processes().startFrom(1, setting.seat());
        clients = new EpidemicClients(
                process.system(), process.directory(), List.of(node(core(), setting.seat())), setting.outstandingMax());
    }

    private static Topology core() {
        EpidemicConfig config = EpidemicConfig.load(Optional.empty(), List.of());
        return StrategyCatalog.named("layered")
                .topology(config.settings("layered"))
                .first(1);
    }

    private static NodeId node(Topology core, Seat seat) {
        return core.nodes().get(seat.index());
    }

    @Override
    public AutoCloseable replica(Seat seat) throws Exception {
        EpidemicConfig config = config(seat);
        Strategy strategy = StrategyCatalog.named("layered");
        Topology core = core();
        ClusterNode.Setup setup = new ClusterNode.Setup(
                node(core, seat),
                core,
                id -> strategy.replica(id, config.settings(strategy.name())),
                strategy.codec(),
                seat.own(),
                config.storage(strategy),
                NodeClock.system(),
                NodeObserver.NONE,
                afterEvent -> NodeNews.NONE,
                config.seed(),
                config.cluster(),
                DispatcherSelector.fromConfig("epidemic.node-dispatcher"),
                DispatcherSelector.fromConfig("epidemic.storage-dispatcher"),
                0);
        process = ClusterNode.start(
                setup,
                ClusterConfig.of(config.root(), config.cluster(), setup.node(), core),
                disk(seat.storage(), setup));
        process.established().get(JOIN_SECONDS, TimeUnit.SECONDS);
        return this;
    }

    private static EpidemicConfig config(Seat seat) {
        return EpidemicConfig.load(
                Optional.empty(),
                List.of(
                        "storage.sync=" + (seat.storage() == Storage.DURABLE ? "batch" : "never"),
                        "cluster.port=" + seat.port(seat.index(), 0),
                        "cluster.seeds=\"127.0.0.1:" + seat.port(0, 0) + "\""));
    }

    private static Function<NodeId, Behavior<VersionLogActor.Command>> disk(Storage storage, ClusterNode.Setup setup) {
        return node -> storage == Storage.MEMORY
                ? MemoryLogActor.create(node)
                : VersionLogActor.create(setup.data(), node, setup.storage(), setup.codec());
    }

    @Override
    public void submit(Request request) {
        clients.submit(request);
    }

    /** Of a replica's process and of the load's alike: the actor system ends, and with it the node. */
    @Override
    public void close() throws Exception {
        if (process != null) {
            process.system().terminate();
            process.system().getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }
}
