package epidemic.lab;

import epidemic.kernel.NodeId;
import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.sim.FaultKind;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A scenario with another workload than the one it draws. */
record WorkloadScenario(Scenario plain, UnaryOperator<Workload> other) implements Scenario {
    @Override
    public Strategy strategy() {
        return plain.strategy();
    }

    @Override
    public Set<FaultKind> defaultFaults() {
        return plain.defaultFaults();
    }

    @Override
    public List<NodeId> criticalNodes() {
        return plain.criticalNodes();
    }

    @Override
    public long noticeNanos(Settings settings) {
        return plain.noticeNanos(settings);
    }

    @Override
    public long safetyNanos() {
        return plain.safetyNanos();
    }

    @Override
    public Settings settings(long seed) {
        return plain.settings(seed);
    }

    @Override
    public Workload workload(long seed, Settings settings) {
        return other.apply(plain.workload(seed, settings));
    }

    @Override
    public long sessionWaitNanos(Settings settings) {
        return plain.sessionWaitNanos(settings);
    }

    @Override
    public Bounds bounds(Settings settings) {
        return plain.bounds(settings);
    }

    @Override
    public Watch watch(long seed, Settings settings) {
        return plain.watch(seed, settings);
    }

    @Override
    public List<String> probeNames() {
        return plain.probeNames();
    }
}
