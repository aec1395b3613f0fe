package epidemic.hybrid;

import epidemic.kernel.Message;
import epidemic.kernel.MessageCodec;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.kernel.Replica;
import epidemic.kernel.Topology;
import epidemic.kernel.Transaction;
import epidemic.runtime.actor.NodeActor;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.actor.NodeObserver;
import epidemic.runtime.actor.NodeSetup;
import epidemic.runtime.storage.DiskCall;
import epidemic.runtime.storage.MemoryDisk;
import epidemic.runtime.storage.StoragePolicy;
import epidemic.runtime.storage.SyncMode;
import epidemic.runtime.storage.VersionLogActor;
import epidemic.sim.CheckFailure;
import epidemic.sim.ClientWorld;
import epidemic.sim.Fault;
import epidemic.sim.FaultPlan;
import epidemic.sim.ReplyTaker;
import epidemic.sim.StableHash;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The nodes of a strategy as {@link NodeActor}s and {@link VersionLogActor}s of one run of a {@link HybridSystem}, under a
 * plan of faults. Of the plan it carries out what these hosts can suffer: crashes of a process, losses of power that tear
 * the log, failing disks, and everything that links do.
 */
final class HybridCluster implements ClientWorld, NodeObserver, NodeClock {
    private static final long WALL_BASE_MILLIS = 1_767_225_600_000L;
    private static final long RETRY_NANOS = 1_000_000;
    private static final long STAGGER_NANOS = 20_000_000;
    private static final int TORN_BYTES_MAX = 300;

    private final HybridSystem system;
    private final VirtualWorld world;
    private final long seed;
    private final Topology topology;
    private final Function<NodeId, Replica> replica;
    private final MessageCodec codec;
    private final FaultPlan plan;
    private final HybridNetwork network;
    private final ActorRef<HybridSystem.Task> root;
    private final Map<NodeId, HybridNode> nodes = new LinkedHashMap<>();
    private boolean healed;
    private long digest;
    private long replyCount;
    private int failedDiskCount;
    private Optional<CheckFailure> failure = Optional.empty();

    HybridCluster(
            HybridSystem system,
            long seed,
            Topology topology,
            Function<NodeId, Replica> replica,
            MessageCodec codec,
            FaultPlan plan) {
        this.system = system;
        this.world = system.world();
        this.seed = seed;
        this.topology = topology;
        this.replica = replica;
        this.codec = codec;
        this.plan = plan;
        this.root = system.begin(seed, this::stopped);
        this.network = new HybridNetwork(world, plan.links(), this::deliver);
        topology.nodes().forEach(id -> nodes.put(id, new HybridNode(id)));
    }

    /** Starts all nodes and the plan of faults. */
    void start() {
        nodes.values().forEach(this::start);
        for (FaultPlan.TimedFault timed : plan.faults()) {
            if (timed.atNanos() < plan.healNanos()) {
                world.schedule(timed.atNanos(), () -> carryOut(timed.fault()));
            }
        }
        world.schedule(plan.healNanos(), this::heal);
    }

    /** Ends the run. */
    void stop() {
        system.end(root);
    }

    /** The nodes, in the order of the topology. */
    Iterable<HybridNode> nodes() {
        return nodes.values();
    }

    /**
     * Lets everything happen up to that moment.
     *
     * @throws CheckFailure if a node stopped by itself without a reason
     */
    void runUntil(long untilNanos) {
        world.runUntil(untilNanos);
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** Of everything that nodes said to one another, to their clients and to who watches, and when. */
    long digest() {
        return StableHash.add(digest, world.stepCount());
    }

    /** What the nodes have suffered so far. */
    HybridRun.Suffered suffered() {
        int lives = 0;
        int torn = 0;
        for (HybridNode node : nodes.values()) {
            lives += (int) node.life;
            torn += node.disk.tornCount();
        }
        return new HybridRun.Suffered(lives - nodes.size(), torn, failedDiskCount);
    }

    // Lives.

    private void start(HybridNode node) {
        if (!node.mayStart()) {
            return;
        }
        if (node.log.isEmpty()) {
            root.tell(context -> {
                ActorRef<DiskCall> log = context.spawn(
                        node.disk.log(node.id, codec, StoragePolicy.of(SyncMode.BATCH)),
                        "log-" + node.id + "-" + node.life);
                context.watch(log);
                node.log = Optional.of(log);
            });
        }
        root.tell(context -> {
            if (node.mayStart()) {
                node.life++;
                NodeSetup setup = new NodeSetup(
                        node.id, node.log.orElseThrow(), network, this, this, node.life, seed + node.life, true);
                ActorRef<NodeCall> actor =
                        context.spawn(NodeActor.create(setup, () -> freshReplica(node)), node.id + "-" + node.life);
                context.watch(actor);
                node.actor = Optional.of(actor);
                note(1, node.id, node.life);
            }
        });
    }

    private Replica freshReplica(HybridNode node) {
        Replica fresh = replica.apply(node.id);
        node.replica = Optional.of(fresh);
        return fresh;
    }

    private void startLater(HybridNode node, long delayNanos) {
        world.schedule(delayNanos, () -> {
            if (node.mayStart()) {
                start(node);
            } else if (!node.isRunning()) {
                startLater(node, RETRY_NANOS);
            }
        });
    }

    private void crash(HybridNode node, long downNanos, boolean losesPower) {
        root.tell(context -> {
            if (node.isRunning()) {
                note(2, node.id, losesPower ? 1 : 0);
                node.stopping = node.actor;
                node.actor = Optional.empty();
                context.stop(node.stopping.orElseThrow());
                if (losesPower && node.log.isPresent()) {
                    node.disk.failAfter(world.random().nextInt(TORN_BYTES_MAX));
                    node.logStopping = true;
                    context.stop(node.log.orElseThrow());
                }
                startLater(node, downNanos);
            }
        });
    }

    /** An operator stops a node, empties its disk and starts it again. */
    void startEmpty(HybridNode node) {
        root.tell(context -> {
            if (node.isRunning()) {
                note(7, node.id, 0);
                node.stopping = node.actor;
                node.actor = Optional.empty();
                context.stop(node.stopping.orElseThrow());
                node.logStopping = node.log.isPresent();
                node.log.ifPresent(context::stop);
                node.disk = new MemoryDisk();
                startLater(node, 0);
            }
        });
    }

    private void stopped(ActorRef<Void> actor, Optional<Throwable> cause) {
        for (HybridNode node : nodes.values()) {
            if (node.stopping.filter(actor::equals).isPresent()) {
                node.stopping = Optional.empty();
                node.replica = Optional.empty();
            } else if (node.actor.filter(actor::equals).isPresent()) {
                stoppedByItself(node, cause);
            } else if (node.log.filter(actor::equals).isPresent()) {
                node.log = Optional.empty();
                node.logStopping = false;
                node.disk.works();
                cause.ifPresent(problem -> fail("the log of " + node.id + " stopped by itself: " + problem));
            }
        }
    }

    private void stoppedByItself(HybridNode node, Optional<Throwable> cause) {
        note(3, node.id, 0);
        node.actor = Optional.empty();
        node.replica = Optional.empty();
        if (!node.disk.hasFailed() || cause.isPresent()) {
            fail(node.id + " stopped by itself: " + cause.map(Object::toString).orElse("no reason"));
        } else {
            failedDiskCount++;
            node.logStopping = node.log.isPresent();
            node.log.ifPresent(log -> log.tell(DiskCall.Close.INSTANCE));
            startLater(node, node.downNanos);
        }
    }

    private void fail(String message) {
        if (failure.isEmpty()) {
            failure = Optional.of(new CheckFailure("replica-invariant", message));
        }
    }

    // Faults.

    private void carryOut(Fault fault) {
        if (fault instanceof Fault.Crash crash) {
            crash(node(crash.node()), crash.downNanos(), false);
        } else if (fault instanceof Fault.Blackout blackout) {
            boolean tears = world.random().nextDouble() < plan.disks().tear();
            long down = blackout.downNanos();
            for (NodeId id : blackout.nodes()) {
                crash(node(id), down, tears);
                down += STAGGER_NANOS;
            }
        } else if (fault instanceof Fault.Cut cut) {
            network.cut(cut.from(), cut.to(), cut.durationNanos());
        } else if (fault instanceof Fault.Partition partition) {
            partition(partition);
        } else if (fault instanceof Fault.Clog clog) {
            network.clog(clog.from(), clog.to(), clog.durationNanos());
        } else if (fault instanceof Fault.FailWrite fail) {
            failWrite(node(fail.node()), fail.downNanos());
        }
    }

    private void partition(Fault.Partition partition) {
        for (NodeId inside : partition.side()) {
            for (NodeId outside : nodes.keySet()) {
                if (!partition.side().contains(outside)) {
                    network.cut(inside, outside, partition.durationNanos());
                    network.cut(outside, inside, partition.durationNanos());
                }
            }
        }
    }

    private void failWrite(HybridNode node, long downNanos) {
        if (node.isRunning()) {
            node.downNanos = downNanos;
            node.disk.failAfter(world.random().nextInt(TORN_BYTES_MAX));
        }
    }

    private void heal() {
        healed = true;
        network.heal();
        long delay = 0;
        for (HybridNode node : nodes.values()) {
            node.disk.failAfter(Long.MAX_VALUE);
            node.downNanos = 0;
            if (!node.isRunning()) {
                startLater(node, delay);
                delay += STAGGER_NANOS;
            }
        }
    }

    HybridNode node(NodeId id) {
        return Objects.requireNonNull(nodes.get(id));
    }

    private void deliver(NodeId to, NodeCall.Envelope envelope) {
        HybridNode node = nodes.get(to);
        if (node != null) {
            node.actor.ifPresent(actor -> actor.tell(envelope));
        }
    }

    // For clients.

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public Topology topology() {
        return topology;
    }

    @Override
    public long nowNanos() {
        return world.nowNanos();
    }

    @Override
    public boolean isHealed() {
        return healed;
    }

    @Override
    public void after(long delayNanos, Runnable action) {
        world.schedule(delayNanos, action);
    }

    @Override
    public void request(int client, NodeId to, Transaction transaction, ReplyTaker taker) {
        after(
                network.clientLatency(),
                () -> root.tell(context -> {
                    HybridNode node = node(to);
                    if (node.isRunning()) {
                        Mailslot slot = new Mailslot(transaction, taker);
                        ActorRef<NodeCall.Executed> replyTo =
                                context.spawnAnonymous(Behaviors.receiveMessage(executed -> {
                                    slot.take(executed);
                                    return Behaviors.same();
                                }));
                        node.actor.orElseThrow().tell(new NodeCall.Execute(transaction, replyTo));
                    }
                }));
    }

    /** Where the outcome of one attempt arrives, once. */
    private final class Mailslot {
        private final Transaction transaction;
        private final ReplyTaker taker;
        private boolean isUsed;

        private Mailslot(Transaction transaction, ReplyTaker taker) {
            this.transaction = transaction;
            this.taker = taker;
        }

        private void take(NodeCall.Executed executed) {
            if (isUsed || !executed.id().equals(transaction.id())) {
                failure = Optional.of(new CheckFailure("reply-once", transaction.id() + " is told " + executed));
            }
            isUsed = true;
            replyCount++;
            long sequence = replyCount;
            if (!network.losesOutcome()) {
                after(network.clientLatency(), () -> taker.replied(executed.outcome(), sequence));
            }
        }
    }

    // For nodes.

    @Override
    public long nanoTime() {
        return world.nowNanos();
    }

    @Override
    public long wallClockMillis() {
        return WALL_BASE_MILLIS + world.nowNanos() / 1_000_000;
    }

    @Override
    public void sent(NodeId from, NodeId to, Message message) {
        note(4, from, StableHash.add(StableHash.of(to), StableHash.of(message)));
    }

    @Override
    public void observed(NodeId node, Observation observation) {
        note(5, node, StableHash.of(observation));
    }

    @Override
    public void replied(NodeId node, Outcome outcome) {
        note(6, node, StableHash.of(outcome));
    }

    private void note(long kind, NodeId node, long content) {
        long where = StableHash.add(StableHash.of(node), kind);
        digest = StableHash.add(digest, StableHash.add(StableHash.add(where, world.nowNanos()), content));
    }
}
