package epidemic.sim;

import epidemic.contract.ContractHost;
import epidemic.kernel.Invariants;
import epidemic.kernel.MapSettings;
import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.Replica;
import epidemic.kernel.RequestId;
import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The simulator, for the effects contract. An error of a replica ends a run; here the node crashes and the run goes on. */
public final class SimHost implements ContractHost, SimObserver {
    private static final long STEP_NANOS = 1_000_000;
    private static final int STEPS_MAX = 20_000;
    private static final long NEVER_HEALS = Long.MAX_VALUE / 2;

    private final long seed;
    private @Nullable Simulation simulation;
    private @Nullable Watcher watcher;
    private NodeId lastCalled = N1;

    /** A host that draws from this seed. */
    public SimHost(long seed) {
        this.seed = seed;
    }

    @Override
    public void start(Function<NodeId, Replica> replica, Watcher tells, boolean duplicates) {
        watcher = tells;
        FaultPlan plan = new FaultPlan(
                NEVER_HEALS,
                new LinkConditions(10_000, 200_000, 0, duplicates ? 1 : 0, 0, 0),
                new DiskConditions(200_000, 0, 0, 0.5),
                List.of(),
                List.of());
        simulation = new Simulation(new Simulation.Setup(
                seed,
                new Stories(node -> noting(node, replica.apply(node))),
                new MapSettings(),
                plan,
                FaultLimits.none(),
                new Trace(),
                List.of(this),
                KEEP_VERSIONS));
        simulation().start();
    }

    private Simulation simulation() {
        return Objects.requireNonNull(simulation);
    }

    private Watcher watcher() {
        return Objects.requireNonNull(watcher);
    }

    /** The replica, which notes whose it is that was called last. */
    private Replica noting(NodeId node, Replica replica) {
        return (Replica) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Replica.class}, (proxy, method, arguments) -> {
                    lastCalled = node;
                    try {
                        return method.invoke(replica, arguments);
                    } catch (InvocationTargetException wrapped) {
                        throw wrapped.getCause();
                    }
                });
    }

    private record Stories(Function<NodeId, Replica> replicas) implements Strategy {
        @Override
        public String name() {
            return "stories";
        }

        @Override
        public String summary() {
            return "does what a story says";
        }

        @Override
        public Topology topology(Settings settings) {
            return new Topology(List.of(new Topology.Layer("all", "none", NODES)), List.of());
        }

        @Override
        public Replica replica(NodeId node, Settings settings) {
            return replicas.apply(node);
        }
    }

    @Override
    public void crash(NodeId node) {
        simulation().node(node).crash();
    }

    @Override
    public void restart(NodeId node) {
        simulation().node(node).start();
    }

    @Override
    public void release(NodeId node) {}

    @Override
    public boolean isStopped(NodeId node) {
        return !simulation().node(node).isRunning();
    }

    @Override
    public void request(NodeId node, RequestId id) {
        Transaction transaction = new Transaction(id, 0, List.of(new Operation.Read("key")));
        guarded(() -> simulation()
                .node(node)
                .execute(0, transaction, (outcome, sequence) -> watcher().heard(id, outcome)));
    }

    @Override
    public Runnable mail(NodeId from, NodeId to, Message message) {
        SimNode receiver = simulation().node(to);
        Mail mail = new Mail(simulation().node(from), receiver, Mail.Kind.TOLD, 0, message);
        return () -> guarded(() -> receiver.receive(mail));
    }

    @Override
    public boolean await(BooleanSupplier condition) {
        for (int step = 0; step < STEPS_MAX && !condition.getAsBoolean(); step++) {
            guarded(() -> simulation().runUntil(simulation().nowNanos() + STEP_NANOS));
        }
        return condition.getAsBoolean();
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Invariants.Violation error) {
            simulation().node(lastCalled).crash();
        }
    }

    @Override
    public void close() {}

    // What the simulation tells.

    @Override
    public void appended(SimNode node, List<VersionEntry> entries) {
        watcher().leaves(node.id());
        entries.forEach(entry -> watcher().effect(node.id(), "append " + entry.version()));
    }

    @Override
    public void sent(SimNode from, SimNode to, Message message, boolean isAnswer) {
        watcher().leaves(from.id());
        watcher().effect(from.id(), "send " + textOf(message));
    }

    /** Stories have one message: a record of one text. */
    private static String textOf(Message message) {
        String shown = message.toString();
        return shown.substring(shown.indexOf('=') + 1, shown.length() - 1);
    }

    @Override
    public void replied(SimNode node, Transaction transaction, Outcome outcome) {
        if (outcome instanceof Outcome.Committed) {
            watcher().leaves(node.id());
        }
        watcher().effect(node.id(), "reply " + transaction.id());
    }

    @Override
    public void observed(SimNode node, Observation observation) {
        watcher().leaves(node.id());
        watcher().effect(node.id(), "observe " + observation.kind());
    }
}
