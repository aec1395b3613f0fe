package epidemic.hybrid;

import epidemic.kernel.Invariants;
import epidemic.kernel.NodeId;
import epidemic.kernel.Replica;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.Settings;
import epidemic.kernel.Topology;
import epidemic.lab.JudgedClients;
import epidemic.lab.Scenario;
import epidemic.lab.SeedResult;
import epidemic.sim.CheckFailure;
import epidemic.sim.FaultKind;
import epidemic.sim.FaultPlan;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One seed of a scenario on the hosts that the product runs on: clients under faults, then everything heals and the system
 * has to finish what it owes, then all is judged. The same as {@code SeedRun} does in the simulator, with what these hosts
 * can show: logs are compared byte by byte.
 */
public final class HybridRun {
    /** The faults that these hosts can suffer. */
    public static final Set<FaultKind> FAULTS = EnumSet.of(
            FaultKind.DROP,
            FaultKind.DUPLICATE,
            FaultKind.REORDER,
            FaultKind.LOST_ANSWER,
            FaultKind.CUT,
            FaultKind.PARTITION,
            FaultKind.CLOG,
            FaultKind.CRASH,
            FaultKind.BLACKOUT,
            FaultKind.TEAR,
            FaultKind.FAIL_DISK);

    private static final long STEP_NANOS = 50_000_000;
    private static final long LIVENESS_NANOS = 30_000_000_000L;
    private static final long REST_NANOS = 1_200_000_000;
    private static final int FILLERS_MAX = 30;

    private final Scenario scenario;
    private final boolean keepsOneOrder;
    private final HybridCluster cluster;
    private final JudgedClients clients;
    private final long safetyNanos;
    private final long sessionWaitNanos;
    private final List<Integer> comparedBytes = new ArrayList<>();

    /**
     * What came of it.
     *
     * @param digest of everything that was said, and when
     * @param violation empty if all is well
     * @param committedCount operations that were committed
     */
    public record Result(
            long seed, long digest, Optional<SeedResult.Violation> violation, long committedCount, Suffered suffered) {}

    /** How often nodes were started again, found their log torn, and stopped for a failed disk. */
    public record Suffered(int restarts, int tornLogs, int failedDisks) {
        /** Of two runs together. */
        public Suffered plus(Suffered other) {
            return new Suffered(restarts + other.restarts, tornLogs + other.tornLogs, failedDisks + other.failedDisks);
        }
    }

    private HybridRun(
            HybridSystem system,
            Scenario scenario,
            long seed,
            Set<FaultKind> faults,
            Function<Settings, Function<NodeId, Replica>> replicas) {
        Settings settings = scenario.settings(seed);
        this.scenario = scenario;
        this.keepsOneOrder = scenario.keepsOneOrder(settings);
        Topology topology = scenario.strategy().topology(settings);
        FaultPlan plan = scenario.plan(seed, faults);
        this.safetyNanos = scenario.safetyNanos();
        this.sessionWaitNanos = scenario.sessionWaitNanos(settings);
        this.cluster = new HybridCluster(
                system,
                seed,
                topology,
                replicas.apply(settings),
                scenario.strategy().codec(),
                plan);
        this.clients = new JudgedClients(cluster, scenario.workload(seed, settings), scenario);
        topology.nodes().forEach(node -> comparedBytes.add(0));
    }

    /** Runs a seed of a scenario. */
    public static Result run(HybridSystem system, Scenario scenario, long seed, Set<FaultKind> faults) {
        return run(
                system,
                scenario,
                seed,
                faults,
                settings -> node -> scenario.strategy().replica(node, settings));
    }

    /** Runs a seed of a scenario with other replicas than its strategy's. */
    static Result run(
            HybridSystem system,
            Scenario scenario,
            long seed,
            Set<FaultKind> faults,
            Function<Settings, Function<NodeId, Replica>> replicas) {
        HybridRun run = new HybridRun(system, scenario, seed, faults, replicas);
        Optional<SeedResult.Violation> violation = run.violation();
        run.cluster.stop();
        return new Result(seed, run.cluster.digest(), violation, run.clients.committedCount(), run.cluster.suffered());
    }

    private Optional<SeedResult.Violation> violation() {
        try {
            play();
            return Optional.empty();
        } catch (CheckFailure failure) {
            return Optional.of(new SeedResult.Violation(failure.guarantee(), failure.getMessage()));
        } catch (Invariants.Violation broken) {
            return Optional.of(new SeedResult.Violation("replica-invariant", broken.getMessage()));
        }
    }

    private void play() {
        cluster.start();
        clients.start();
        runFor(safetyNanos);
        awaitClients();
        await("all nodes serve", this::notServing);
        fill();
        readEverything();
        compareLogs(true);
        clients.judge(cluster.nodes().iterator().next().disk.entries(), keepsOneOrder);
    }

    private void runFor(long nanos) {
        long until = cluster.nowNanos() + nanos;
        while (cluster.nowNanos() < until) {
            cluster.runUntil(Math.min(until, cluster.nowNanos() + STEP_NANOS));
            if (keepsOneOrder) {
                compareLogs(false);
            }
        }
    }

    /** Clients go on as long as they are answered. */
    private void awaitClients() {
        clients.countVainWaits();
        while (!clients.areDone()) {
            Optional<String> stalled = clients.stalled(LIVENESS_NANOS, sessionWaitNanos);
            if (stalled.isPresent()) {
                throw new CheckFailure("liveness", "everything has healed, yet " + stalled.get());
            }
            runFor(STEP_NANOS);
        }
    }

    private interface Condition {
        Optional<String> missing();
    }

    private void await(String what, Condition condition) {
        long until = cluster.nowNanos() + LIVENESS_NANOS;
        Optional<String> missing = condition.missing();
        while (missing.isPresent()) {
            if (cluster.nowNanos() >= until) {
                throw new CheckFailure("liveness", "everything healed, yet not: " + what + " (" + missing.get() + ")");
            }
            runFor(STEP_NANOS);
            operate();
            missing = condition.missing();
        }
    }

    /** The operator's part: nodes that say so are started with an empty disk. */
    private void operate() {
        for (HybridNode node : cluster.nodes()) {
            Optional<ReplicaView> view = node.replica.map(replica -> replica.view(cluster.nowNanos()));
            if (node.isRunning() && view.filter(scenario::needsEmptyDisk).isPresent()) {
                cluster.startEmpty(node);
            }
        }
    }

    private Optional<String> notServing() {
        for (HybridNode node : cluster.nodes()) {
            Optional<ReplicaView> view = node.replica.map(replica -> replica.view(cluster.nowNanos()));
            boolean serves =
                    node.isRunning() && view.filter(ReplicaView::serving).isPresent();
            if (!serves || view.orElseThrow().pending() > 0) {
                return Optional.of(node.id + ": " + view);
            }
        }
        return Optional.empty();
    }

    /** Updates until the triggers of all feeds have fired for everything. */
    private void fill() {
        for (int fillers = 0; fillers <= FILLERS_MAX; fillers++) {
            long until = cluster.nowNanos() + REST_NANOS;
            while (differing().isPresent() && cluster.nowNanos() < until) {
                runFor(STEP_NANOS);
            }
            if (differing().isEmpty()) {
                return;
            }
            JudgedClients.Ask filler = clients.fill();
            await("a filler is answered", () -> filler.isOpen() ? Optional.of(filler.toString()) : Optional.empty());
        }
        throw new CheckFailure(
                "liveness", FILLERS_MAX + " more updates, yet " + differing().orElseThrow());
    }

    private Optional<String> differing() {
        HybridNode first = cluster.nodes().iterator().next();
        for (HybridNode node : cluster.nodes()) {
            if (node.replica.isEmpty() || node.disk.size() != first.disk.size() || version(node) != version(first)) {
                return Optional.of(node.id + " differs from " + first.id);
            }
        }
        return Optional.empty();
    }

    private static long version(HybridNode node) {
        return node.replica.orElseThrow().history().version();
    }

    private void readEverything() {
        List<JudgedClients.Ask> reads = new ArrayList<>();
        cluster.nodes().forEach(node -> reads.add(clients.readAll(node.id)));
        await(
                "final reads are answered",
                () -> reads.stream()
                        .filter(JudgedClients.Ask::isOpen)
                        .map(Object::toString)
                        .findFirst());
        for (JudgedClients.Ask read : reads) {
            if (read.reads().isEmpty() || !read.reads().equals(reads.get(0).reads())) {
                throw new CheckFailure("convergence", read + " differs from " + reads.get(0));
            }
        }
    }

    /** Every log is a byte prefix of the longest; of a node that is down the end may be torn, so it is left out. */
    private void compareLogs(boolean wantsAll) {
        HybridNode longest = cluster.nodes().iterator().next();
        for (HybridNode node : cluster.nodes()) {
            longest = node.isRunning() && node.disk.size() > longest.disk.size() ? node : longest;
        }
        int index = 0;
        for (HybridNode node : cluster.nodes()) {
            if (node.isRunning() && longest.isRunning() || wantsAll) {
                int differs = node.disk.mismatch(longest.disk, wantsAll ? 0 : comparedBytes.get(index));
                if (differs >= 0) {
                    throw new CheckFailure(
                            "one-order",
                            "the log of " + node.id + " differs from " + longest.id + " at byte " + differs);
                }
            }
            index++;
        }
    }
}
