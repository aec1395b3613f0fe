package epidemic.lab.live;

import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import epidemic.check.history.RunDirectory;
import epidemic.check.history.RunRecord;
import epidemic.client.ClientWatch;
import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.kernel.Transaction;
import epidemic.lab.DrawnSessions;
import epidemic.lab.Requests;
import epidemic.lab.Workload;
import epidemic.lab.history.HistoryWriter;
import epidemic.lab.history.RunMeta;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.actor.FaultControl;
import epidemic.runtime.actor.LinkFault;
import epidemic.runtime.actor.LinkFaults;
import epidemic.runtime.actor.LocalCluster;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.actor.NodeDirectory;
import epidemic.runtime.actor.NodePair;
import epidemic.runtime.storage.StoragePolicy;
import epidemic.runtime.storage.SyncMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;

/** Seven nodes on files, clients that make load, and the history of both. */
final class LiveRig implements AutoCloseable {
    static final int CLIENTS = 6;
    static final int SESSIONS = 3;
    private static final String RUN = "test";

    private final Path directory;
    private final Topology topology;
    private final NodeDirectory nodes = new NodeDirectory();
    private final LinkFaults links = new LinkFaults();
    private final ActorSystem<LocalCluster.Command> system;
    private final AtomicLong done = new AtomicLong();
    private final Requests requests;
    private final Workload workload;
    final LiveHistory history;
    /** What the next client with a session wants. */
    Supplier<Session> wishes = new DrawnSessions(3)::next;

    final List<String> alarms = new ArrayList<>();

    LiveRig(Path directory, long thinkNanos) throws IOException {
        this(directory, thinkNanos, "refuse", SyncMode.NEVER);
    }

    LiveRig(Path directory, long thinkNanos, String onFailure, SyncMode sync) throws IOException {
        this.directory = directory;
        MapSettings settings = MapSettings.layered()
                .with("core.on-failure", onFailure)
                .with("core.ack-timeout", Duration.ofMillis(600))
                .with("core.heartbeat-interval", Duration.ofMillis(50))
                .with("core.retry-interval", Duration.ofMillis(50))
                .with("layer1.session-wait", Duration.ofMillis(100))
                .with("layer2.interval", Duration.ofMillis(300));
        Strategy strategy = StrategyCatalog.named("layered");
        topology = strategy.topology(settings);
        RunMeta meta = RunMeta.of(topology, "append", 1, "driver-monotonic-ns", 10, 300_000_000, 2_000_000_000);
        HistoryWriter writer = HistoryWriter.in(directory.resolve("history"), meta);
        history = new LiveHistory(topology, CLIENTS + 1, NodeClock.system(), writer, alarms::add);
        system = ActorSystem.create(
                LocalCluster.create(new LocalCluster.Setup(
                        topology,
                        node -> strategy.replica(node, settings),
                        strategy.codec(),
                        directory.resolve("data"),
                        StoragePolicy.of(sync),
                        nodes,
                        links,
                        NodeClock.system(),
                        history,
                        7,
                        DispatcherSelector.defaultDispatcher(),
                        DispatcherSelector.blocking())),
                "live",
                ConfigFactory.parseString(
                                "pekko.loglevel = OFF, pekko.stdout-loglevel = OFF, pekko.log-dead-letters = off")
                        .withFallback(ConfigFactory.load()));
        workload = new Workload(CLIENTS, 1, true, 6, 1.1, thinkNanos, 2_000_000_000, 3, (double) SESSIONS / CLIENTS);
        requests = new Requests(workload, topology, new SplittableRandom(5));
        awaitServing();
    }

    private Nodes asked() {
        return new Nodes(system, topology, nodes, Duration.ofSeconds(5));
    }

    /** Until every node runs, and the core serves. */
    void awaitServing() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> asked().statuses().get().values().stream()
                                .filter(status -> status.view().serving())
                                .count()
                        == topology.nodes().size());
    }

    /** Begins so many operations; who watches them tells the history what the operator makes of it. */
    CompletableFuture<Load.Figures> load(long operations, UnaryOperator<ClientWatch> watch) {
        return load(operations, Optional.empty(), watch);
    }

    /** Begins operations for so long. */
    CompletableFuture<Load.Figures> load(Duration length, UnaryOperator<ClientWatch> watch) {
        return load(Long.MAX_VALUE, Optional.of(length), watch);
    }

    private CompletableFuture<Load.Figures> load(
            long operations, Optional<Duration> length, UnaryOperator<ClientWatch> watch) {
        CompletableFuture<Load.Figures> ended = new CompletableFuture<>();
        Load.Setup setup = new Load.Setup(
                workload,
                wishes,
                operations,
                length,
                requests,
                topology,
                nodes,
                RUN,
                watch.apply(history),
                history::isCrowded,
                (count, total) -> done.set(count),
                ended);
        system.systemActorOf(Load.create(setup), "load", Props.empty());
        return ended;
    }

    /** Strikes nodes by chance for so long; completed with the number of strikes once all is whole again. */
    CompletableFuture<Long> chaos(List<String> targets, Duration interval, Duration length) {
        CompletableFuture<Long> ended = new CompletableFuture<>();
        Chaos.Setup setup = new Chaos.Setup(
                topology.nodes(),
                targets.stream().map(NodeId::of).toList(),
                new RecordedFaults(FaultControl.local(system, system, nodes, links), history),
                interval,
                new SplittableRandom(11),
                ended);
        ActorRef<Chaos.Command> chaos = system.systemActorOf(Chaos.create(setup), "chaos", Props.empty());
        system.scheduler().scheduleOnce(length, () -> chaos.tell(Chaos.Command.END), system.executionContext());
        return ended;
    }

    void awaitDone(long operations) {
        await().atMost(Duration.ofSeconds(30)).until(() -> done.get() >= operations);
    }

    void crash(String name) {
        NodeId node = NodeId.of(name);
        history.fault("kill", name);
        system.tell(new LocalCluster.Crash(node));
        await().atMost(Duration.ofSeconds(5)).until(() -> nodes.node(node).isEmpty());
    }

    void restart(String name) {
        NodeId node = NodeId.of(name);
        history.fault("restart", name);
        system.tell(new LocalCluster.Restart(node));
        await().atMost(Duration.ofSeconds(5)).until(() -> nodes.node(node).isPresent());
    }

    /** Cuts a node off from all others. */
    void isolate(String name) {
        history.fault("partition", name);
        links.set(NodePair.around(List.of(NodeId.of(name)), topology.nodes()), LinkFault.CUT);
    }

    /** Has the links between these nodes lose, repeat and delay messages. */
    void disturb(List<String> names, LinkFault fault) {
        List<NodeId> some = names.stream().map(NodeId::of).toList();
        history.fault("slow", some + " " + fault.words());
        for (NodeId one : some) {
            some.stream()
                    .filter(other -> one.compareTo(other) < 0)
                    .forEach(other -> links.set(List.of(NodePair.of(one, other)), fault));
        }
    }

    void heal() {
        history.fault("heal", "all links");
        links.set(links.all().keySet(), LinkFault.NONE);
    }

    /** What a node that runs says of itself. */
    ReplicaView view(String name) {
        return asked().statuses().join().get(NodeId.of(name)).view();
    }

    /** What a read at a core node is told. */
    Outcome readAt(String name, long number) {
        Transaction read = new Transaction(new RequestId("look", number), 0, List.of(new Operation.Read("1")));
        return asked().execute(read, NodeId.of(name), (outcome, sequence) -> {}).join();
    }

    long done() {
        return done.get();
    }

    /** Brings all nodes to one version, reads them, and closes the history. */
    void end() throws Exception {
        awaitServing();
        new Settling(asked(), requests, history, CLIENTS, RUN).await(Duration.ofSeconds(20));
        List<String> remarks = new FinalReads(asked(), history, RUN).read().get(20, TimeUnit.SECONDS);
        alarms.addAll(remarks);
        history.close();
    }

    Path file(String name) {
        return directory.resolve("history").resolve(name);
    }

    RunRecord read() throws IOException {
        return RunDirectory.read(directory.resolve("history"));
    }

    @Override
    public void close() {
        history.close();
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
