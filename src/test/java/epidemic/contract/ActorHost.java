package epidemic.contract;

import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.Replica;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.runtime.actor.NodeActor;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.actor.NodeObserver;
import epidemic.runtime.actor.NodeSetup;
import epidemic.runtime.storage.MemoryDisk;
import epidemic.runtime.storage.StoragePolicy;
import epidemic.runtime.storage.SyncMode;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** Nodes as {@link NodeActor}s with their logs in memory. What kind of actor system they live in is up to subclasses. */
abstract class ActorHost implements ContractHost, NodeObserver {
    private final NodeClock clock;
    private final Map<NodeId, Node> nodes = new ConcurrentHashMap<>();
    private final Set<ActorRef<?>> stopped = ConcurrentHashMap.newKeySet();
    private @Nullable Function<NodeId, Replica> replica;
    private @Nullable Watcher watcher;
    private @Nullable ActorRef<ActorRef<NodeCall>> undertaker;
    private boolean duplicates;

    private static final class Node {
        private final ActorRef<Object> tap;
        private volatile Optional<ActorRef<NodeCall>> actor = Optional.empty();
        private volatile long life;

        private Node(ActorRef<Object> tap) {
            this.tap = tap;
        }
    }

    ActorHost(NodeClock clock) {
        this.clock = clock;
    }

    /** Begins an actor; it is there when this returns. */
    abstract <T> ActorRef<T> spawn(Behavior<T> behavior, String name);

    /** Stops an actor some time. */
    abstract void stop(ActorRef<?> actor);

    /** Carries an envelope, and loses none. */
    abstract void carry(Runnable delivery);

    private Watcher watcher() {
        return Objects.requireNonNull(watcher);
    }

    @Override
    public void start(Function<NodeId, Replica> makes, Watcher tells, boolean everythingTwice) {
        replica = makes;
        watcher = tells;
        duplicates = everythingTwice;
        undertaker = spawn(undertaker(), "undertaker");
        for (NodeId id : NODES) {
            ActorRef<Object> log = spawn(
                            new MemoryDisk()
                                    .log(
                                            id,
                                            Rig.CODEC,
                                            new StoragePolicy(SyncMode.BATCH, OptionalLong.of(KEEP_VERSIONS), 10)),
                            "log-" + id)
                    .unsafeUpcast();
            nodes.put(id, new Node(spawn(Tap.create(id, log, this::deliver, watcher()), "tap-" + id)));
        }
        NODES.forEach(this::begin);
    }

    private Behavior<ActorRef<NodeCall>> undertaker() {
        return Behaviors.setup(context -> Behaviors.receive(ActorHost.<ActorRef<NodeCall>>type())
                .onAnyMessage(actor -> {
                    context.watch(actor);
                    return Behaviors.same();
                })
                .onSignal(Terminated.class, signal -> {
                    stopped.add(signal.getRef());
                    return Behaviors.same();
                })
                .build());
    }

    @SuppressWarnings("unchecked")
    private static <T> Class<T> type() {
        return (Class<T>) ActorRef.class;
    }

    private Node node(NodeId id) {
        return Objects.requireNonNull(nodes.get(id));
    }

    private void begin(NodeId id) {
        Node node = node(id);
        node.life++;
        NodeSetup setup = new NodeSetup(
                id,
                node.tap.narrow(),
                (to, envelope) -> {
                    watcher().leaves(id);
                    node.tap.tell(new Tap.Outgoing(to, envelope));
                },
                clock,
                this,
                node.life,
                1,
                true);
        Function<NodeId, Replica> makes = Objects.requireNonNull(replica);
        ActorRef<NodeCall> actor = spawn(NodeActor.create(setup, () -> makes.apply(id)), id + "-" + node.life);
        Objects.requireNonNull(undertaker).tell(actor);
        node.actor = Optional.of(actor);
    }

    private void deliver(NodeId to, NodeCall.Envelope envelope) {
        Node node = nodes.get(to);
        if (node != null) {
            for (int copy = 0; copy < (duplicates ? 2 : 1); copy++) {
                carry(() -> node.actor.ifPresent(actor -> actor.tell(envelope)));
            }
        }
    }

    @Override
    public void crash(NodeId id) {
        Node node = node(id);
        ActorRef<NodeCall> actor = node.actor.orElseThrow();
        node.actor = Optional.empty();
        stop(actor);
        if (!await(() -> stopped.contains(actor))) {
            throw new AssertionError(id + " does not stop");
        }
    }

    @Override
    public void restart(NodeId id) {
        node(id).tap.tell(Tap.Gate.CLOSED);
        begin(id);
    }

    @Override
    public void release(NodeId id) {
        node(id).tap.tell(Tap.Gate.OPEN);
    }

    @Override
    public boolean isStopped(NodeId id) {
        return node(id).actor.filter(actor -> !stopped.contains(actor)).isEmpty();
    }

    @Override
    public void request(NodeId id, RequestId request) {
        Node node = node(id);
        Transaction transaction = new Transaction(request, 0, java.util.List.of(new Operation.Read("key")));
        node.actor.orElseThrow().tell(new NodeCall.Execute(transaction, node.tap.narrow()));
    }

    @Override
    public Runnable mail(NodeId from, NodeId to, Message message) {
        NodeCall.Envelope envelope = new NodeCall.Told(from, node(from).life, message);
        return () -> node(to).actor.orElseThrow().tell(envelope);
    }

    // What nodes tell.

    @Override
    public void observed(NodeId node, Observation observation) {
        watcher().leaves(node);
        watcher().effect(node, "observe " + observation.kind());
    }

    @Override
    public void replied(NodeId node, Outcome outcome) {
        if (outcome instanceof Outcome.Committed) {
            watcher().leaves(node);
        }
    }
}
