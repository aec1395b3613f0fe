package epidemic.lab.layered;

import epidemic.kernel.NodeId;
import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.lab.LabSettings;
import epidemic.lab.Scenario;
import epidemic.lab.Workload;
import epidemic.protocol.StrategyCatalog;
import epidemic.sim.Draw;
import epidemic.sim.FaultKind;
import epidemic.sim.FaultPlan;
import epidemic.sim.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** The seven nodes of {@code layered} under every fault they claim to stand. */
public final class LayeredScenario implements Scenario {
    /** The strategy's name. */
    public static final String NAME = "layered";

    /** The core's nodes. */
    static final List<NodeId> CORE = List.of(NodeId.of("A1"), NodeId.of("A2"), NodeId.of("A3"));

    private static final long STREAM = 0x73657474L;
    private static final long LEASES_STREAM = 0x6C656173L;
    private static final long COMPACTION_STREAM = 0x636F6D70L;
    private static final long WINDOW_LARGE = 100_000;
    private static final long GRACE_NANOS = 200_000_000;
    private static final long SAFETY_NANOS = 3_000_000_000L;

    private final Strategy strategy;
    private final Settings base;
    private final Set<String> fixed;

    /**
     * The scenario.
     *
     * @param base the settings of the configuration
     * @param fixed the names of those that a seed leaves as they are
     */
    public LayeredScenario(Settings base, Set<String> fixed) {
        this(StrategyCatalog.named(NAME), base, fixed);
    }

    /** The scenario with another strategy in place of the catalog's, for example one with an error planted. */
    public LayeredScenario(Strategy strategy, Settings base, Set<String> fixed) {
        this.strategy = strategy;
        this.base = base;
        this.fixed = Set.copyOf(fixed);
    }

    @Override
    public Strategy strategy() {
        return strategy;
    }

    @Override
    public List<NodeId> criticalNodes() {
        return CORE;
    }

    @Override
    public long safetyNanos() {
        return SAFETY_NANOS;
    }

    @Override
    public long noticeNanos(Settings settings) {
        return suspicionLeast(settings).toNanos();
    }

    /** Where nodes are fed by others while their source is away, sources are away for long. */
    @Override
    public FaultPlan plan(long seed, Set<FaultKind> faults) {
        FaultPlan drawn = Scenario.super.plan(seed, faults);
        return settings(seed).flag("reparent") ? LongAbsences.added(drawn, seed, faults) : drawn;
    }

    @Override
    public Settings settings(long seed) {
        SplittableRandom random = new SplittableRandom(Draw.mix(seed, STREAM));
        long maxInFlight = 1L << random.nextInt(1, 5);
        boolean flushes = random.nextInt(3) == 0;
        boolean smallWindow = random.nextInt(4) == 0;
        LabSettings settings = new LabSettings(base, fixed)
                .with("core.ack-timeout", Duration.ofMillis(random.nextLong(250, 600)))
                .with("core.heartbeat-interval", Duration.ofMillis(random.nextLong(60, 120)))
                .with("core.retry-interval", Duration.ofMillis(random.nextLong(15, 60)))
                .with("core.max-in-flight", maxInFlight)
                .with("core.batch-max-transactions", random.nextLong(1, 5))
                .with("layer1.every", random.nextBoolean() ? 10L : random.nextLong(2, 12))
                .with("layer1.flush-after", flushes ? Duration.ofMillis(random.nextLong(100, 400)) : "off")
                .with("layer1.session-wait", Duration.ofMillis(random.nextLong(0, 300)))
                .with("layer2.interval", Duration.ofMillis(random.nextLong(300, 1_000)))
                .with("update-unit", random.nextInt(4) == 0 ? "write" : "transaction")
                .with("history-window", smallWindow ? 6 * maxInFlight : WINDOW_LARGE)
                .with("propagation-max-versions", random.nextLong(3, 12))
                .with("core.on-failure", random.nextInt(3) == 0 ? "refuse" : "reconfigure")
                .with("core.reads", random.nextBoolean() ? "lease" : "confirm")
                .with("core.journal-max-bytes", random.nextLong(10, 2_000));
        settings.with("core.suspicion-min", suspicionMin(random, settings));
        settings.with("reparent", random.nextInt(3) == 0);
        compact(seed, settings);
        if (hasLongLeases(seed)) {
            settings.with("core.heartbeat-interval", Duration.ofMillis(random.nextLong(20, 40)));
        }
        return settings;
    }

    /** In a quarter of the seeds logs are compacted: then windows are so small that it happens often. */
    private void compact(long seed, LabSettings settings) {
        SplittableRandom random = new SplittableRandom(Draw.mix(seed, COMPACTION_STREAM));
        if (random.nextInt(4) == 0) {
            settings.with("core.max-in-flight", random.nextLong(1, 3));
            settings.with("history-window", 6 * settings.number("core.max-in-flight"));
            long needed = strategy.kept(settings).versions();
            settings.with(Scenario.KEEP_VERSIONS, needed + random.nextLong(needed / 2));
        }
    }

    /**
     * In a quarter of the seeds a lease lasts for many heartbeats, so that a host's suspicion is much quicker than its
     * end, and clients ask for more, so that somebody reads in between.
     */
    private static boolean hasLongLeases(long seed) {
        return new SplittableRandom(Draw.mix(seed, LEASES_STREAM)).nextInt(4) == 0;
    }

    /** The shortest silence after which a core node is held for away. */
    static Duration suspicionLeast(Settings settings) {
        Duration most = settings.duration("core.ack-timeout");
        if (!settings.text("core.on-failure").equals("reconfigure")) {
            return most;
        }
        Duration heartbeats = settings.duration("core.heartbeat-interval").multipliedBy(3);
        Duration least = settings.duration("core.suspicion-min");
        least = least.compareTo(heartbeats) < 0 ? heartbeats : least;
        return least.compareTo(most) < 0 ? least : most;
    }

    /** In half of the runs a silent node is suspected early where its heartbeats are regular. */
    private static Duration suspicionMin(SplittableRandom random, Settings settings) {
        Duration most = settings.duration("core.ack-timeout");
        Duration least = settings.duration("core.heartbeat-interval").multipliedBy(2);
        boolean adapts = random.nextBoolean() && least.compareTo(most) < 0;
        boolean isShortest = random.nextBoolean();
        Duration drawn = isShortest
                ? least
                : Duration.ofNanos(random.nextLong(least.toNanos(), Math.max(least.toNanos() + 1, most.toNanos())));
        return adapts ? drawn : most;
    }

    @Override
    public Workload workload(long seed, Settings settings) {
        return hasLongLeases(seed) ? Workload.busy(seed, SAFETY_NANOS) : Workload.draw(seed, SAFETY_NANOS);
    }

    @Override
    public long sessionWaitNanos(Settings settings) {
        return settings.duration("layer1.session-wait").toNanos();
    }

    @Override
    public Bounds bounds(Settings settings) {
        return new Bounds(
                settings.number("layer1.every"),
                settings.duration("layer2.interval").toNanos(),
                GRACE_NANOS);
    }

    @Override
    public Watch watch(long seed, Settings settings) {
        LayeredProbes probes = new LayeredProbes();
        SuspicionProbes suspicion = new SuspicionProbes(settings);
        SourceProbes sources = new SourceProbes();
        List<Probe> all = new ArrayList<>(probes.all());
        all.addAll(suspicion.all());
        all.addAll(sources.all());
        TriggerPoints triggers = new TriggerPoints(settings);
        RefusedHeld refusedHeld = new RefusedHeld();
        return new Watch(
                new LayeredLimits(settings),
                List.of(triggers),
                List.of(probes, suspicion, sources, refusedHeld, new SessionDeadlines(settings)),
                all,
                new LayeredQuiet(triggers),
                List.of(refusedHeld));
    }

    @Override
    public List<String> probeNames() {
        List<String> names = new ArrayList<>(LayeredProbes.names());
        names.addAll(SuspicionProbes.names());
        names.addAll(SourceProbes.names());
        return names;
    }
}
