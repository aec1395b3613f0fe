package epidemic.lab;

import epidemic.kernel.Invariants;
import epidemic.kernel.Settings;
import epidemic.kernel.Topology;
import epidemic.kernel.VersionEntry;
import epidemic.lab.history.HistorySink;
import epidemic.lab.history.RunMeta;
import epidemic.sim.CheckFailure;
import epidemic.sim.FaultKind;
import epidemic.sim.FaultPlan;
import epidemic.sim.Probe;
import epidemic.sim.SimNode;
import epidemic.sim.SimObserver;
import epidemic.sim.Simulation;
import epidemic.sim.Trace;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Runs one seed of a scenario: clients under faults (the safety phase), then everything heals and the system has to
 * finish what it owes (the liveness phase), then all is judged.
 */
public final class SeedRun {
    private static final long STEP_NANOS = 50_000_000;
    private static final long LIVENESS_NANOS = 30_000_000_000L;

    private final Scenario scenario;
    private final long seed;
    private final Options options;
    private final OrderInvariant order = new OrderInvariant();
    private final boolean keepsOneOrder;
    private final Scenario.Watch watch;
    private final Optional<HistorySink> history;
    private final Simulation simulation;
    private final Clients clients;
    private final long sessionWaitNanos;

    /**
     * How to run.
     *
     * @param faults the sorts of faults that the plan may have
     * @param plan a plan instead of the one that is drawn
     * @param trace takes readable lines
     * @param history opens the sink that takes the history; it is closed in the end
     * @param watcher looks on, and sees what happens before the checks do
     */
    public record Options(
            Set<FaultKind> faults,
            Optional<FaultPlan> plan,
            Optional<Trace.Sink> trace,
            Optional<HistoryOpener> history,
            Optional<SimObserver> watcher) {
        /** Without a watcher. */
        public Options(
                Set<FaultKind> faults,
                Optional<FaultPlan> plan,
                Optional<Trace.Sink> trace,
                Optional<HistoryOpener> history) {
            this(faults, plan, trace, history, Optional.empty());
        }

        /** The same run with somebody who looks on. */
        public Options watchedBy(SimObserver observer) {
            return new Options(faults, plan, trace, history, Optional.of(observer));
        }

        /** Only a verdict and a digest. */
        public static Options of(Set<FaultKind> faults) {
            return new Options(faults, Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    private SeedRun(Scenario scenario, long seed, Options options, UnaryOperator<Demand> listener) {
        this.scenario = scenario;
        this.seed = seed;
        this.options = options;
        Settings settings = scenario.settings(seed);
        this.keepsOneOrder = scenario.keepsOneOrder(settings);
        Topology topology = scenario.strategy().topology(settings);
        Workload workload = scenario.workload(seed, settings);
        Optional<HistorySink> sink =
                options.history().map(opener -> opener.open(meta(topology, workload, scenario.bounds(settings))));
        this.history = sink;
        this.sessionWaitNanos = scenario.sessionWaitNanos(settings);
        HistoryRecorder recorder = new HistoryRecorder(topology, sink);
        this.watch = scenario.watch(seed, settings);
        List<SimObserver> observers = new ArrayList<>();
        options.watcher().ifPresent(observers::add);
        if (keepsOneOrder) {
            observers.add(order);
        }
        observers.addAll(watch.invariants());
        observers.addAll(watch.observers());
        sink.ifPresent(taker -> observers.add(recorder));
        Trace trace = options.trace().map(Trace::new).orElseGet(Trace::new);
        this.simulation = new Simulation(new Simulation.Setup(
                seed,
                scenario.strategy(),
                settings,
                plan(scenario, seed, options),
                watch.limits(),
                trace,
                observers,
                Scenario.keepVersions(settings)));
        Demand demand = scenario.script(seed)
                .<Demand>map(script -> new ScriptDemand(script, topology))
                .orElseGet(() -> new DrawnDemand(seed, workload, topology, scenario));
        this.clients = new Clients(simulation, listener.apply(demand), recorder);
    }

    /** Makes the sink for a run's history. */
    public interface HistoryOpener {
        /** The sink; if it can be closed, it is, when the run has ended. */
        HistorySink open(RunMeta meta);
    }

    private RunMeta meta(Topology topology, Workload workload, Scenario.Bounds bounds) {
        return RunMeta.of(
                topology,
                workload.appends() ? "append" : "register",
                seed,
                "virtual-ns",
                bounds.batch(),
                bounds.periodNanos(),
                bounds.graceNanos());
    }

    /** What goes wrong in the run of a seed. */
    public static FaultPlan plan(Scenario scenario, long seed, Options options) {
        return options.plan().orElseGet(() -> scenario.plan(seed, options.faults()));
    }

    /**
     * Runs a seed. Whatever is wrong is told in the result.
     *
     * @throws UncheckedIOException if the history cannot be written
     */
    public static SeedResult run(Scenario scenario, long seed, Options options) {
        return new SeedRun(scenario, seed, options, demand -> demand).finished();
    }

    /** Runs a seed and writes down what its clients ask for, so that it can be asked for again word by word. */
    public static Recording record(Scenario scenario, long seed, Options options) {
        List<RecordingDemand> recorders = new ArrayList<>();
        SeedRun run = new SeedRun(scenario, seed, options, demand -> {
            recorders.add(new RecordingDemand(demand));
            return recorders.get(0);
        });
        return new Recording(run.finished(), recorders.get(0).script());
    }

    /** What became of a seed, and what its clients had asked for until then. */
    public record Recording(SeedResult result, Script script) {}

    private SeedResult finished() {
        SeedResult result = judged();
        closeHistory();
        return result;
    }

    private void closeHistory() {
        if (history.isPresent() && history.get() instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (IOException notWritten) {
                throw new UncheckedIOException(notWritten.getMessage(), notWritten);
            }
        }
    }

    private SeedResult judged() {
        try {
            play();
            return result(Optional.empty());
        } catch (CheckFailure failure) {
            return result(Optional.of(new SeedResult.Violation(failure.guarantee(), failure.getMessage())));
        } catch (Invariants.Violation violation) {
            return result(Optional.of(new SeedResult.Violation("replica-invariant", violation.getMessage())));
        } catch (UncheckedIOException notWritten) {
            throw notWritten;
        } catch (RuntimeException error) {
            return result(Optional.of(new SeedResult.Violation("replica-error", describe(error))));
        }
    }

    private static String describe(RuntimeException error) {
        StackTraceElement[] trace = error.getStackTrace();
        return error + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    private SeedResult result(Optional<SeedResult.Violation> violation) {
        if (violation.isPresent()) {
            clients.giveUp();
        }
        List<Long> counts = new ArrayList<>();
        for (Probe probe : watch.probes()) {
            counts.add(probe.count());
        }
        return new SeedResult(
                seed, simulation.digest(), simulation.eventCount(), simulation.nowNanos(), violation, counts);
    }

    private void play() {
        simulation.start();
        clients.start();
        simulation.runUntil(options.plan().map(FaultPlan::healNanos).orElse(scenario.safetyNanos()));
        awaitClients();
        fill();
        await("the system comes to rest", () -> watch.quiet().missing(simulation));
        readEverything();
        watch.validations().forEach(validation -> validation.check(simulation));
        clients.giveUp();
        if (keepsOneOrder) {
            new OutcomeJudge(order.order(), clients.operations()).judge();
        } else {
            new OutcomeJudge(commonLog(), clients.operations()).judgeEnd();
        }
    }

    private List<VersionEntry> commonLog() {
        SimNode first = simulation.nodes().get(0);
        for (SimNode node : simulation.nodes()) {
            if (!node.log().equals(first.log()) || !node.snapshot().equals(first.snapshot())) {
                throw new CheckFailure("convergence", "the logs of " + first + " and " + node + " differ in the end");
            }
        }
        return first.log();
    }

    /** Lets clients ask for all they want, as long as they are answered: how long that takes is up to them. */
    private void awaitClients() {
        clients.countVainWaits();
        while (!clients.areDone()) {
            Optional<String> stalled = clients.stalled(LIVENESS_NANOS, sessionWaitNanos);
            if (stalled.isPresent()) {
                throw new CheckFailure("liveness", "everything has healed, yet " + stalled.get());
            }
            simulation.runUntil(simulation.nowNanos() + STEP_NANOS);
        }
    }

    /** Lets the system go on until a condition holds; as long as some disk has yet another version, that may take its time. */
    private void await(String what, Condition condition) {
        long progress = onDisk();
        long until = simulation.nowNanos() + LIVENESS_NANOS;
        Optional<String> missing = condition.missing();
        while (missing.isPresent()) {
            if (simulation.nowNanos() >= until) {
                throw new CheckFailure(
                        "liveness",
                        "everything has healed, yet for " + LIVENESS_NANOS / 1_000_000_000L
                                + "s no disk has had a new version, and not: " + what + " (" + missing.get() + ")");
            }
            simulation.runUntil(simulation.nowNanos() + STEP_NANOS);
            operate();
            if (onDisk() > progress) {
                progress = onDisk();
                until = simulation.nowNanos() + LIVENESS_NANOS;
            }
            missing = condition.missing();
        }
    }

    /** How many versions all disks have. Clients want nothing any more, so that it cannot grow for ever. */
    private long onDisk() {
        return simulation.nodes().stream().mapToLong(SimNode::durableVersion).sum();
    }

    /** The operator's part: nodes that say so are started with an empty disk. */
    private void operate() {
        for (SimNode node : simulation.nodes()) {
            if (node.isUp() && scenario.needsEmptyDisk(node.view())) {
                simulation.startEmpty(node);
            }
        }
    }

    private interface Condition {
        Optional<String> missing();
    }

    /** Updates until every trigger has fired for everything. */
    private void fill() {
        awaitCore();
        while (watch.quiet().wantsFiller(simulation)) {
            Operated filler = clients.fill();
            await("a filler is answered", () -> filler.isOpen() ? Optional.of(filler.toString()) : Optional.empty());
            awaitCore();
        }
    }

    /** Until all core nodes hold the same: what one of them lacks yet may be what fires the trigger, or goes beyond it. */
    private void awaitCore() {
        await("the core serves", () -> watch.quiet().missing(simulation).filter(missing -> missing.startsWith("core")));
    }

    private void readEverything() {
        List<Operated> reads = new ArrayList<>();
        for (SimNode node : simulation.nodes()) {
            reads.add(clients.readAll(node.id()));
        }
        await(
                "final reads are answered",
                () -> reads.stream()
                        .filter(Operated::isOpen)
                        .map(Operated::toString)
                        .findFirst());
        Object first = reads.get(0).committed().map(committed -> committed.reads());
        for (Operated read : reads) {
            if (read.committed().isEmpty()
                    || !read.committed().map(committed -> committed.reads()).equals(first)) {
                throw new CheckFailure("convergence", read + " differs from " + reads.get(0));
            }
        }
    }
}
