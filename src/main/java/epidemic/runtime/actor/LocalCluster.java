package epidemic.runtime.actor;

import epidemic.kernel.MessageCodec;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.kernel.Replica;
import epidemic.kernel.Topology;
import epidemic.runtime.logging.NodeLog;
import epidemic.runtime.storage.DiskCall;
import epidemic.runtime.storage.StoragePolicy;
import epidemic.runtime.storage.SyncMode;
import epidemic.runtime.storage.VersionLogActor;
import epidemic.runtime.storage.VersionLogException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.pekko.actor.DeadLetter;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * All nodes of a strategy in one JVM, or those of them that are in this one: starts them, stops single ones as a crash would, and starts these again on their
 * logs. A node that stops by itself (a broken invariant, a failed disk) stays stopped, and says so in the log; its log is
 * closed, and opened anew when the node is started again.
 */
public final class LocalCluster extends AbstractBehavior<LocalCluster.Command> {
    private final Setup setup;
    private final Function<NodeId, Behavior<DiskCall>> disks;
    private final Transport transport;
    private final Map<NodeId, Long> incarnations = new HashMap<>();
    private final Set<NodeId> stopping = new HashSet<>();
    private final Set<NodeId> restarting = new HashSet<>();
    private final Map<ActorRef<NodeCall>, NodeId> nodeByActor = new HashMap<>();
    private final Map<ActorRef<DiskCall>, NodeId> nodeByLog = new HashMap<>();
    private final Set<NodeId> closing = new HashSet<>();

    /**
     * What it needs.
     *
     * @param topology whom to start
     * @param replica makes a replica for a life of a node
     * @param codec of what nodes remember in their journals
     * @param data the directory of the logs
     * @param storage when written versions count as durable, and how many logs keep
     * @param directory is kept up to date
     * @param links which links between nodes are cut or slow
     * @param clock the clocks of all nodes
     * @param observer who watches
     * @param seed of all randomness
     * @param nodeDispatcher for the nodes
     * @param diskDispatcher for the logs, which block
     * @param part which of the nodes are here
     */
    public record Setup(
            Topology topology,
            Function<NodeId, Replica> replica,
            MessageCodec codec,
            Path data,
            StoragePolicy storage,
            NodeDirectory directory,
            LinkFaults links,
            NodeClock clock,
            NodeObserver observer,
            long seed,
            DispatcherSelector nodeDispatcher,
            DispatcherSelector diskDispatcher,
            Part part) {
        /** All nodes of the topology, in this JVM. */
        public Setup(
                Topology topology,
                Function<NodeId, Replica> replica,
                MessageCodec codec,
                Path data,
                StoragePolicy storage,
                NodeDirectory directory,
                LinkFaults links,
                NodeClock clock,
                NodeObserver observer,
                long seed,
                DispatcherSelector nodeDispatcher,
                DispatcherSelector diskDispatcher) {
            this(
                    topology,
                    replica,
                    codec,
                    data,
                    storage,
                    directory,
                    links,
                    clock,
                    observer,
                    seed,
                    nodeDispatcher,
                    diskDispatcher,
                    new Part(topology.nodes(), directory, 0));
        }

        /** A cluster whose links nobody touches. */
        public Setup(
                Topology topology,
                Function<NodeId, Replica> replica,
                MessageCodec codec,
                Path data,
                StoragePolicy storage,
                NodeDirectory directory,
                NodeClock clock,
                NodeObserver observer,
                long seed,
                DispatcherSelector nodeDispatcher,
                DispatcherSelector diskDispatcher) {
            this(
                    topology,
                    replica,
                    codec,
                    data,
                    storage,
                    directory,
                    new LinkFaults(),
                    clock,
                    observer,
                    seed,
                    nodeDispatcher,
                    diskDispatcher);
        }
    }

    /**
     * What of a cluster is in this JVM.
     *
     * @param nodes whom to start
     * @param transport the way to all nodes
     * @param lifeAbove each life that begins here is above this one
     */
    public record Part(List<NodeId> nodes, Transport transport, long lifeAbove) {
        /** Copies the nodes. */
        public Part {
            nodes = List.copyOf(nodes);
        }
    }

    /** What it takes. */
    public sealed interface Command {}

    /** Stops a node as a crash would: nothing is handed over. No effect on a stopped one. */
    public record Crash(NodeId node) implements Command {}

    /** Starts a stopped node on its log. No effect on a running one. */
    public record Restart(NodeId node) implements Command {}

    private record Undelivered(DeadLetter letter) implements Command {}

    private LocalCluster(ActorContext<Command> context, Setup setup, Function<NodeId, Behavior<DiskCall>> disks) {
        super(context);
        this.setup = setup;
        this.disks = disks;
        this.transport = new FaultyTransport(
                setup.part().transport(),
                setup.links(),
                (delay, action) -> context.getSystem()
                        .scheduler()
                        .scheduleOnce(delay, action, context.getSystem().executionContext()),
                setup.observer(),
                setup.seed());
        context.getSystem()
                .eventStream()
                .tell(new EventStream.Subscribe<>(
                        DeadLetter.class, context.messageAdapter(DeadLetter.class, Undelivered::new)));
        setup.part().nodes().forEach(this::openLog);
        setup.part().nodes().forEach(this::start);
    }

    /** The guardian of all nodes. */
    public static Behavior<Command> create(Setup setup) {
        return create(
                setup,
                node -> VersionLogActor.create(
                        setup.data(),
                        node,
                        setup.storage(),
                        setup.codec(),
                        setup.observer().figures(node)));
    }

    /**
     * The guardian of all nodes, on disks of your own.
     *
     * @param disks a node's disk: a {@link VersionLogActor}, or what takes the same
     */
    public static Behavior<Command> create(Setup setup, Function<NodeId, Behavior<DiskCall>> disks) {
        return Behaviors.setup(context -> new LocalCluster(context, setup, disks));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Crash.class, this::onCrash)
                .onMessage(Restart.class, this::onRestart)
                .onMessage(Undelivered.class, this::onUndelivered)
                .onSignal(Terminated.class, this::onTerminated)
                .build();
    }

    private void openLog(NodeId node) {
        ActorRef<DiskCall> log = getContext().spawn(disks.apply(node), "log-" + node, setup.diskDispatcher());
        nodeByLog.put(log, node);
        getContext().watch(log);
        setup.directory().opened(node, log);
    }

    private void start(NodeId node) {
        if (!nodeByLog.containsValue(node)) {
            openLog(node);
        }
        long incarnation = Math.max(
                1 + incarnations.getOrDefault(node, setup.part().lifeAbove()),
                setup.clock().wallClockMillis());
        incarnations.put(node, incarnation);
        setup.directory().begins(node, incarnation);
        NodeSetup nodeSetup = new NodeSetup(
                node,
                setup.directory().log(node).orElseThrow(),
                transport,
                setup.clock(),
                setup.observer(),
                incarnation,
                setup.seed() * 31 + node.hashCode(),
                setup.storage().sync() == SyncMode.BATCH);
        ActorRef<NodeCall> actor = getContext()
                .spawn(
                        NodeActor.create(nodeSetup, () -> setup.replica().apply(node)),
                        node + "-" + incarnation,
                        setup.nodeDispatcher().withMailboxFromConfig("node-mailbox"));
        nodeByActor.put(actor, node);
        getContext().watch(actor);
        setup.directory().started(node, actor);
    }

    private Behavior<Command> onCrash(Crash crash) {
        restarting.remove(crash.node());
        setup.directory().node(crash.node()).ifPresent(actor -> {
            setup.directory().stopped(crash.node());
            stopping.add(crash.node());
            getContext().stop(actor);
        });
        return this;
    }

    private Behavior<Command> onRestart(Restart restart) {
        if (stopping.contains(restart.node()) || closing.contains(restart.node())) {
            restarting.add(restart.node());
        } else if (setup.directory().node(restart.node()).isEmpty()) {
            start(restart.node());
        }
        return this;
    }

    /** A node that stops leaves what is in its mailbox; clients need not wait for their deadline to learn of it. */
    private Behavior<Command> onUndelivered(Undelivered undelivered) {
        if (undelivered.letter().message() instanceof NodeCall.Execute execute) {
            Outcome outcome = new Outcome.Unknown("the node stopped before it took the transaction");
            execute.replyTo().tell(new NodeCall.Executed(execute.transaction().id(), outcome, 0));
        }
        return this;
    }

    private Behavior<Command> onTerminated(Terminated terminated) {
        NodeId node = nodeByActor.remove(terminated.getRef().<NodeCall>unsafeUpcast());
        NodeId nodeOfLog = nodeByLog.remove(terminated.getRef().<DiskCall>unsafeUpcast());
        if (nodeOfLog != null) {
            reasonOf(terminated).ifPresent(reason -> setup.directory().failed(nodeOfLog, reason));
            closing.remove(nodeOfLog);
            startIfWanted(nodeOfLog);
        } else if (node != null && stopping.remove(node)) {
            startIfWanted(node);
        } else if (node != null) {
            reasonOf(terminated).ifPresent(reason -> setup.directory().failed(node, reason));
            onStoppedByItself(node);
        }
        return this;
    }

    private static Optional<String> reasonOf(Terminated terminated) {
        return terminated instanceof ChildFailed failed ? Optional.of(rootOf(failed.cause())) : Optional.empty();
    }

    /** The message of the first cause that names its place: those above it only say that an actor has failed. */
    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && !(root instanceof VersionLogException)) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private void startIfWanted(NodeId node) {
        if (!stopping.contains(node) && !closing.contains(node) && restarting.remove(node)) {
            start(node);
        }
    }

    private void onStoppedByItself(NodeId node) {
        String reason = setup.directory().failureOf(node).orElse("its log cannot be written");
        NodeLog.of(LocalCluster.class, node).error("{} stopped by itself: {}", node, reason);
        setup.directory().failed(node, reason);
        setup.directory().stopped(node);
        Observation fact = new Observation("stopped-by-itself", "stopped by itself: " + reason);
        setup.observer().figures(node).observed(fact);
        setup.observer().observed(node, fact);
        if (nodeByLog.containsValue(node)) {
            closing.add(node);
            setup.directory().log(node).ifPresent(log -> log.tell(DiskCall.Close.INSTANCE));
        }
    }
}
