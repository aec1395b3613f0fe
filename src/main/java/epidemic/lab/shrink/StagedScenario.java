package epidemic.lab.shrink;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.Session;
import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.lab.Requests;
import epidemic.lab.Scenario;
import epidemic.lab.Script;
import epidemic.lab.Workload;
import epidemic.sim.FaultKind;
import epidemic.sim.FaultPlan;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** A strategy's scenario in which settings are given, and clients, too, if there is a script. */
final class StagedScenario implements Scenario {
    private final Scenario scenario;
    private final Settings settings;
    private final Optional<Script> script;

    StagedScenario(Scenario scenario, Settings settings, Optional<Script> script) {
        this.scenario = scenario;
        this.settings = settings;
        this.script = script;
    }

    @Override
    public Strategy strategy() {
        return scenario.strategy();
    }

    @Override
    public Set<FaultKind> defaultFaults() {
        return scenario.defaultFaults();
    }

    @Override
    public List<NodeId> criticalNodes() {
        return scenario.criticalNodes();
    }

    @Override
    public long noticeNanos(Settings settings) {
        return scenario.noticeNanos(settings);
    }

    @Override
    public long safetyNanos() {
        return scenario.safetyNanos();
    }

    @Override
    public FaultPlan plan(long seed, Set<FaultKind> faults) {
        return scenario.plan(seed, faults);
    }

    @Override
    public Settings settings(long seed) {
        return settings;
    }

    @Override
    public Workload workload(long seed, Settings under) {
        return script.map(StagedScenario::described).orElseGet(() -> scenario.workload(seed, under));
    }

    /** Histories tell of a workload whether it appends; the rest is in the script. */
    private static Workload described(Script script) {
        boolean appends = script.clients().stream()
                .flatMap(client -> client.asks().stream())
                .flatMap(ask -> ask.operations().stream())
                .anyMatch(Operation.Append.class::isInstance);
        return new Workload(Math.max(1, script.clients().size()), 1, appends, 1, 0, 0, script.patienceNanos(), 1, 0);
    }

    @Override
    public long sessionWaitNanos(Settings under) {
        return scenario.sessionWaitNanos(under);
    }

    @Override
    public Optional<String> onlyList() {
        return scenario.onlyList();
    }

    @Override
    public Optional<String> coreAlone() {
        return scenario.coreAlone();
    }

    @Override
    public Requests requests(Workload workload, Topology topology, SplittableRandom random) {
        return scenario.requests(workload, topology, random);
    }

    @Override
    public Requests requests(long seed, Workload workload, Topology topology, SplittableRandom random) {
        return scenario.requests(seed, workload, topology, random);
    }

    @Override
    public Optional<Session> session(long seed, int client, Optional<Session> drawn) {
        return scenario.session(seed, client, drawn);
    }

    @Override
    public boolean keepsOneOrder(Settings under) {
        return scenario.keepsOneOrder(under);
    }

    @Override
    public boolean needsEmptyDisk(ReplicaView view) {
        return scenario.needsEmptyDisk(view);
    }

    @Override
    public Optional<Script> script(long seed) {
        return script;
    }

    @Override
    public Bounds bounds(Settings under) {
        return scenario.bounds(under);
    }

    @Override
    public Watch watch(long seed, Settings under) {
        return scenario.watch(seed, under);
    }

    @Override
    public List<String> probeNames() {
        return scenario.probeNames();
    }
}
