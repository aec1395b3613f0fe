package epidemic.runtime.cluster;

import com.typesafe.config.Config;
import epidemic.kernel.MessageCodec;
import epidemic.kernel.NodeId;
import epidemic.kernel.Replica;
import epidemic.kernel.Topology;
import epidemic.runtime.actor.LinkFaults;
import epidemic.runtime.actor.LocalCluster;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.actor.NodeDirectory;
import epidemic.runtime.actor.NodeNews;
import epidemic.runtime.actor.NodeObserver;
import epidemic.runtime.config.ClusterSettings;
import epidemic.runtime.storage.DiskCall;
import epidemic.runtime.storage.StoragePolicy;
import epidemic.runtime.storage.VersionLogActor;
import epidemic.runtime.tls.TlsContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/**
 * A process with one node of a strategy: an actor system that is a member of a cluster, the node in it, and what stands
 * for the nodes of the other processes.
 *
 * <pre>{@code
 * ClusterNode a1 = ClusterNode.start(setup, ClusterConfig.of(config, node, topology));
 * a1.established().join();          // the node runs nowhere else, and is started
 * a1.directory().node(b2);          // to be asked as if it were here
 * }</pre>
 */
public final class ClusterNode {
    static final String SYSTEM = "epidemic";
    static final String DOOR = "door";
    static final String BULK = "bulk";
    private static final Duration FAREWELL_MAX = Duration.ofSeconds(2);
    /** Artery says that it ends, waits a second at most for who has heard it, and closes its links. */
    private static final Duration CLOSING_MAX = Duration.ofSeconds(3);

    private final Setup setup;
    private final Parts parts;
    private final ActorSystem<ClusterHost.Command> system;
    private final ActorRef<LocalCluster.Command> nodes;

    /**
     * What it needs.
     *
     * @param node whom to host
     * @param topology all nodes
     * @param replica makes a replica for a life of the node
     * @param codec of journals and of what nodes say to each other
     * @param data the directory of the node's log
     * @param storage when written versions count as durable, and how many logs keep
     * @param clock the clocks
     * @param observer who watches the node
     * @param news what is told to other processes of what happened here
     * @param seed of all randomness
     * @param cluster where the process is, and where others are
     * @param nodeDispatcher for the node
     * @param diskDispatcher for the log, which blocks
     * @param lifeAbove 0, or the last life of the node in this process, which was established before, for a process that joins anew
     */
    public record Setup(
            NodeId node,
            Topology topology,
            Function<NodeId, Replica> replica,
            MessageCodec codec,
            Path data,
            StoragePolicy storage,
            NodeClock clock,
            NodeObserver observer,
            NodeNews.Source news,
            long seed,
            ClusterSettings cluster,
            DispatcherSelector nodeDispatcher,
            DispatcherSelector diskDispatcher,
            long lifeAbove) {
        LocalCluster.Setup local(Parts parts, LocalCluster.Part part) {
            return new LocalCluster.Setup(
                    topology,
                    replica,
                    codec,
                    data,
                    storage,
                    parts.directory(),
                    parts.links(),
                    clock,
                    observer,
                    seed,
                    nodeDispatcher,
                    diskDispatcher,
                    part);
        }
    }

    /** What host and outside share. Thread-safe. */
    record Parts(
            NodeDirectory directory,
            LinkFaults links,
            Function<NodeId, Behavior<DiskCall>> disks,
            Map<NodeId, ActorRef<RemoteNode.Command>> remotes,
            CompletableFuture<Done> established,
            CompletableFuture<String> failure,
            CompletableFuture<String> anew) {}

    private ClusterNode(Setup setup, Parts parts, ActorSystem<ClusterHost.Command> system) {
        this.setup = setup;
        this.parts = parts;
        this.system = system;
        this.nodes = system.systemActorOf(
                Behaviors.receiveMessage(action -> {
                    system.tell(new ClusterHost.Act(action));
                    return Behaviors.same();
                }),
                "all-nodes",
                Props.empty());
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseServiceStop(), "say-farewell", this::sayFarewell);
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseActorSystemTerminate(), "cut-links", this::cutLinks);
        parts.failure().thenAccept(reason -> system.terminate());
        parts.anew().thenAccept(reason -> system.terminate());
        if (setup.cluster().seeds().isEmpty()) {
            Cluster cluster = Cluster.get(system);
            cluster.manager().tell(new Join(cluster.selfMember().address()));
        }
    }

    /**
     * Starts a process's actor system, which joins the cluster and starts the node as soon as it knows that it runs nowhere
     * else.
     *
     * @param config see {@link ClusterConfig}
     * @throws IllegalArgumentException if the port for other nodes cannot be listened on, or certificates or keys cannot
     *     be used
     */
    public static ClusterNode start(Setup setup, Config config) {
        return start(setup, config, disksOf(setup), List.of());
    }

    /**
     * Starts it likewise.
     *
     * @param further what else its actor system is told
     */
    public static ClusterNode start(
            Setup setup, Config config, List<? extends org.apache.pekko.actor.setup.Setup> further) {
        return start(setup, config, disksOf(setup), further);
    }

    /**
     * Starts it likewise, on a disk of your own.
     *
     * @param disks the node's disk: a {@link VersionLogActor}, or what takes the same
     */
    public static ClusterNode start(Setup setup, Config config, Function<NodeId, Behavior<DiskCall>> disks) {
        return start(setup, config, disks, List.of());
    }

    private static Function<NodeId, Behavior<DiskCall>> disksOf(Setup setup) {
        return node -> VersionLogActor.create(
                setup.data(),
                node,
                setup.storage(),
                setup.codec(),
                setup.observer().figures(node));
    }

    private static ClusterNode start(
            Setup setup,
            Config config,
            Function<NodeId, Behavior<DiskCall>> disks,
            List<? extends org.apache.pekko.actor.setup.Setup> further) {
        Parts parts = new Parts(
                new NodeDirectory(),
                new LinkFaults(),
                disks,
                new ConcurrentHashMap<>(),
                new CompletableFuture<>(),
                new CompletableFuture<>(),
                new CompletableFuture<>());
        ActorSystemSetup pekko = ActorSystemSetup.create(BootstrapSetup.create(config));
        for (org.apache.pekko.actor.setup.Setup more : further) {
            pekko = pekko.withSetup(more);
        }
        ActorSystemSetup plain = pekko;
        ActorSystemSetup withTls = setup.cluster()
                .tls()
                .map(TlsContext::load)
                .map(tls -> plain.withSetup(EncryptedLinks.setup(tls)))
                .orElse(plain);
        return new ClusterNode(setup, parts, ActorSystem.create(ClusterHost.create(setup, parts), SYSTEM, withTls));
    }

    private CompletableFuture<Done> sayFarewell() {
        return AskPattern.<ClusterHost.Command, Done>ask(
                        system, ClusterHost.SayFarewell::new, FAREWELL_MAX, system.scheduler())
                .exceptionally(nobodyWasTold -> Done.getInstance())
                .toCompletableFuture();
    }

    private CompletableFuture<Done> cutLinks() {
        ClosingLinks.cutAfter(system, CLOSING_MAX);
        return CompletableFuture.completedFuture(Done.getInstance());
    }

    /** The actor system, for who needs more of it. */
    public ActorSystem<?> system() {
        return system;
    }

    /** Stops and starts nodes, of whichever process. */
    public ActorRef<LocalCluster.Command> nodes() {
        return nodes;
    }

    /** All nodes, as seen from this process. */
    public NodeDirectory directory() {
        return parts.directory();
    }

    /** Which links are cut or slow; what is set here is set in all processes. */
    public LinkFaults links() {
        return parts.links();
    }

    /** Completed when the node is started. */
    public CompletableFuture<Done> established() {
        return parts.established();
    }

    /** Completed when the process has to end, with the reason. */
    public CompletableFuture<String> failure() {
        return parts.failure();
    }

    /** The newest life of the node, for {@link Setup#lifeAbove}; 0 if it was never started. */
    public long life() {
        return parts.directory().lifeOf(setup.node());
    }

    /** Whether the cluster has put this process out, wrongly or not, or it is to join another one: it should start anew. */
    public boolean wasPutOut() {
        if (parts.anew().isDone()) {
            return true;
        }
        Optional<CoordinatedShutdown.Reason> reason =
                CoordinatedShutdown.get(system).getShutdownReason();
        return reason.filter(CoordinatedShutdown.clusterDowningReason()::equals).isPresent();
    }

    /** The other nodes. */
    public List<NodeId> others() {
        return setup.topology().nodes().stream()
                .filter(node -> !node.equals(setup.node()))
                .toList();
    }

    /**
     * Asks another process what happened there.
     *
     * @param taker may never be called; on any thread
     */
    public void askNews(NodeId node, long afterEvent, Consumer<NodeNews> taker) {
        ActorRef<RemoteNode.Command> remote = parts.remotes().get(node);
        if (remote != null) {
            remote.tell(new RemoteNode.GetNews(afterEvent, taker));
        }
    }

    /** Host and port for other nodes. */
    public String place() {
        return new Neighbours(system).selfPlace();
    }
}
