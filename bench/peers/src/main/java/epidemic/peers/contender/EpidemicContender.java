package epidemic.peers.contender;

import epidemic.kernel.MessageCodec;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.kernel.Transaction;
import epidemic.peers.Contender;
import epidemic.peers.Request;
import epidemic.peers.Setting;
import epidemic.peers.Storage;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.actor.LocalCluster;
import epidemic.runtime.actor.NodeActor;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.actor.NodeDirectory;
import epidemic.runtime.actor.NodeObserver;
import epidemic.runtime.config.EpidemicConfig;
import epidemic.runtime.config.StrategySettings;
import epidemic.runtime.storage.MemoryLogActor;
import epidemic.runtime.storage.VersionLogActor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Nodes of the strategy layered in this JVM; one client actor at each core node takes its answers. */
public final class EpidemicContender implements Contender {
    private static final String CLIENT = "peers-";
    /** An id's sequence is the request's number, and below it the slot in so many bits. */
    private static final int SLOT_BITS = 17;

    private final boolean coreOnly;
    private final NodeDirectory directory = new NodeDirectory();
    private final List<NodeId> targets = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<ActorRef<NodeActor.Executed>> clients = new ArrayList<>();
    private ActorSystem<LocalCluster.Command> actors;
    private AtomicReferenceArray<Request> open;

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
        open = new AtomicReferenceArray<>(setting.outstandingMax());
        actors = ActorSystem.create(cluster, "epidemic", config.root());
        for (NodeId node : all.layers().get(0).nodes()) {
            targets.add(node);
            names.add(CLIENT + node);
            clients.add(actors.systemActorOf(
                    Behaviors.receiveMessage(this::answered),
                    CLIENT + node,
                    DispatcherSelector.fromConfig("epidemic.node-dispatcher")));
        }
    }

    private static Behavior<VersionLogActor.Command> disk(
            NodeId node, Storage storage, LocalCluster.Setup setup, MessageCodec codec) {
        return storage == Storage.MEMORY
                ? MemoryLogActor.create(node)
                : VersionLogActor.create(setup.data(), node, setup.storage(), codec);
    }

    /** Slots are shared out among the core nodes, so that an answer comes where the next request leaves. */
    @Override
    public void submit(Request request) {
        int index = request.slot() % targets.size();
        Optional<ActorRef<NodeActor.Command>> node = directory.node(targets.get(index));
        if (node.isEmpty()) {
            request.done(false);
            return;
        }
        open.set(request.slot(), request);
        long sequence = request.number() << SLOT_BITS | request.slot();
        RequestId id = new RequestId(names.get(index), sequence);
        Operation write =
                new Operation.Write(request.update().key(), request.update().value());
        node.get().tell(new NodeActor.Execute(new Transaction(id, 0, List.of(write)), clients.get(index)));
    }

    private Behavior<NodeActor.Executed> answered(NodeActor.Executed executed) {
        long sequence = executed.id().sequence();
        Request request = open.get((int) (sequence & (1 << SLOT_BITS) - 1));
        if (request.number() == sequence >>> SLOT_BITS) {
            request.done(executed.outcome() instanceof Outcome.Committed);
        }
        return Behaviors.same();
    }

    @Override
    public void close() throws Exception {
        if (actors != null) {
            actors.terminate();
            actors.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }
}
