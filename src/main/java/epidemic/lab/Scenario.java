package epidemic.lab;

import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.Session;
import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.sim.FaultKind;
import epidemic.sim.FaultLimits;
import epidemic.sim.FaultPlan;
import epidemic.sim.FaultPlanDraw;
import epidemic.sim.Invariant;
import epidemic.sim.Probe;
import epidemic.sim.SimNode;
import epidemic.sim.SimObserver;
import epidemic.sim.Simulation;
import epidemic.sim.Validation;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** What the laboratory knows of one strategy: what a seed stands for, and what must hold. Immutable, thread-safe. */
public interface Scenario {
    /** The setting that says how many versions logs keep; 0, as by itself: all. It is the hosts', not the strategy's. */
    String KEEP_VERSIONS = "storage.keep-versions";

    /** How many versions logs keep under these settings, 0 for all. */
    static long keepVersions(Settings settings) {
        return settings.number(KEEP_VERSIONS);
    }

    /** The strategy. */
    Strategy strategy();

    /** The faults that it claims to stand; all, unless it says otherwise. */
    default Set<FaultKind> defaultFaults() {
        return Collections.unmodifiableSet(EnumSet.allOf(FaultKind.class));
    }

    /** The length of the safety phase in virtual time. */
    long safetyNanos();

    /** The nodes whose faults matter most, two or more: half of the plans strike only these. */
    List<NodeId> criticalNodes();

    /** How long it takes about until a silent node is noticed: patterns of faults are in step with it. */
    long noticeNanos(Settings settings);

    /** What goes wrong in the run of a seed, of these sorts of faults. */
    default FaultPlan plan(long seed, Set<FaultKind> faults) {
        Settings settings = settings(seed);
        return FaultPlanDraw.plan(
                seed,
                faults,
                new FaultPlanDraw.Aims(
                        strategy().topology(settings).nodes(), criticalNodes(), safetyNanos(), noticeNanos(settings)));
    }

    /** The settings of a seed: small bounds and short intervals, so that rare things become frequent. */
    Settings settings(long seed);

    /** What the clients of a seed do under these settings. */
    Workload workload(long seed, Settings settings);

    /**
     * How long a node lets a request wait at most whose session is ahead of it and names no deadline, 0 if it lets none.
     */
    default long sessionWaitNanos(Settings settings) {
        return 0;
    }

    /** The key of the one list that the strategy knows; empty, as by itself, if it takes any keys. */
    default Optional<String> onlyList() {
        return Optional.empty();
    }

    /** What its first layer is without the others if that serves no load, for people; empty, as by itself, if it does. */
    default Optional<String> coreAlone() {
        return Optional.empty();
    }

    /** What the clients of a run ask for, live or simulated. */
    default Requests requests(Workload workload, Topology topology, SplittableRandom random) {
        return onlyList()
                .map(list -> Requests.ofOneList(list, Long.MAX_VALUE, workload, topology, random))
                .orElseGet(() -> new Requests(workload, topology, random));
    }

    /** What the clients of a seed ask for. */
    default Requests requests(long seed, Workload workload, Topology topology, SplittableRandom random) {
        return requests(workload, topology, random);
    }

    /**
     * What a client of a seed wants.
     *
     * @param drawn of nodes that are behind what it has seen; empty if it does not show that
     */
    default Optional<Session> session(long seed, int client, Optional<Session> drawn) {
        return drawn;
    }

    /** What the clients of a seed ask for, word by word, if the workload does not draw it. */
    default Optional<Script> script(long seed) {
        return Optional.empty();
    }

    /** The bounds on what lower layers show, for those who judge a history. */
    Bounds bounds(Settings settings);

    /**
     * Whether all logs are prefixes of one order at all times, and nothing is lost that a client was told. Otherwise only
     * the end is judged: all logs are equal, and nothing in them is there twice or was refused.
     */
    default boolean keepsOneOrder(Settings settings) {
        return true;
    }

    /**
     * Whether a node, by what it says of itself, cannot go on until somebody empties its disk and starts it again. Once
     * everything has healed the laboratory does that, as an operator would.
     */
    default boolean needsEmptyDisk(ReplicaView view) {
        return false;
    }

    /** What watches one run of a seed, made afresh for each run. */
    Watch watch(long seed, Settings settings);

    /** The rare situations that many runs together must meet, in the order of reports. */
    List<String> probeNames();

    /**
     * What watches one run.
     *
     * @param limits which faults are tolerated
     * @param invariants checked after every batch
     * @param observers who else watches, for the sake of probes
     * @param probes as named by {@link Scenario#probeNames}, in that order
     * @param quiet whether the system has finished what it owes
     * @param validations checked at the end
     */
    record Watch(
            FaultLimits limits,
            List<Invariant> invariants,
            List<SimObserver> observers,
            List<Probe> probes,
            Quiet quiet,
            List<Validation> validations) {
        /** Copies the lists. */
        public Watch {
            invariants = List.copyOf(invariants);
            observers = List.copyOf(observers);
            probes = List.copyOf(probes);
            validations = List.copyOf(validations);
        }
    }

    /**
     * How far lower layers may be behind.
     *
     * @param batch the core feeds layer 1 each time its version has grown by so much
     * @param periodNanos layer 1 feeds layer 2 this often
     * @param graceNanos how much later either may be in a run without faults
     */
    record Bounds(long batch, long periodNanos, long graceNanos) {}

    /** Tells whether a healed system has finished what it owes. */
    interface Quiet {
        /** What is missing, for people; empty if nothing is. */
        Optional<String> missing(Simulation simulation);

        /** Whether one more update is wanted, so that a trigger fires. */
        boolean wantsFiller(Simulation simulation);

        /** Whether a node is up and confirmed as much as it has applied. */
        static boolean isSettled(SimNode node) {
            return node.isUp()
                    && node.openRequestCount() == 0
                    && node.durableVersion() == node.history().version();
        }
    }
}
