package epidemic.sim;

import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A run of {@link EchoStrategy} under a plan. */
final class EchoRun {
    static final long MILLISECOND = 1_000_000;
    static final NodeId E1 = EchoStrategy.NODES.get(0);
    static final NodeId E2 = EchoStrategy.NODES.get(1);
    static final NodeId E3 = EchoStrategy.NODES.get(2);

    final EchoStrategy strategy;
    final Simulation simulation;
    final List<String> trace = new ArrayList<>();

    EchoRun(long seed, String plan) {
        this(seed, plan, context -> 7L);
    }

    EchoRun(long seed, String plan, Function<ReplicaContext, Long> payload) {
        this(seed, FaultPlanText.parse(plan), payload, List.of());
    }

    EchoRun(long seed, FaultPlan plan, Function<ReplicaContext, Long> payload, List<SimObserver> observers) {
        strategy = new EchoStrategy(payload);
        simulation = new Simulation(new Simulation.Setup(
                seed,
                strategy,
                new MapSettings(),
                plan,
                FaultLimits.none(),
                new Trace((atNanos, node, text) -> trace.add(atNanos / MILLISECOND + " " + node + " " + text)),
                observers));
        simulation.start();
    }

    EchoRun until(long millis) {
        simulation.runUntil(millis * MILLISECOND);
        return this;
    }

    /** The newest life of a node. */
    EchoStrategy.EchoReplica newest(NodeId node) {
        EchoStrategy.EchoReplica newest = null;
        for (EchoStrategy.EchoReplica life : strategy.lives) {
            newest = life.self.equals(node) ? life : newest;
        }
        return java.util.Objects.requireNonNull(newest);
    }
}
