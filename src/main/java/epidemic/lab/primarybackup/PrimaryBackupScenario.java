package epidemic.lab.primarybackup;

import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.lab.LabSettings;
import epidemic.lab.Scenario;
import epidemic.lab.Workload;
import epidemic.sim.Draw;
import epidemic.sim.FaultKind;
import epidemic.sim.FaultPlan;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** A primary and its backups under every fault; the seed draws the mode. */
public final class PrimaryBackupScenario implements Scenario {
    /** The strategy's name. */
    public static final String NAME = "primary-backup";

    private static final List<NodeId> CRITICAL = List.of(NodeId.of("N1"), NodeId.of("N2"), NodeId.of("N3"));
    private static final List<String> MODES = List.of("sync", "semi-sync", "async");
    private static final List<Long> NODES = List.of(3L, 3L, 4L, 5L);
    private static final long STREAM = 0x7072696DL;
    private static final long WINDOW_LARGE = 100_000;
    private static final long GRACE_NANOS = 200_000_000;
    private static final long SAFETY_NANOS = 3_000_000_000L;

    private final Strategy strategy;
    private final Settings base;
    private final Set<String> fixed;

    /**
     * The scenario.
     *
     * @param strategy the catalog's, or a mutant of it
     * @param base the settings of the configuration
     * @param fixed the names of those that a seed leaves as they are
     */
    public PrimaryBackupScenario(Strategy strategy, Settings base, Set<String> fixed) {
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
        return CRITICAL;
    }

    @Override
    public long safetyNanos() {
        return SAFETY_NANOS;
    }

    @Override
    public long noticeNanos(Settings settings) {
        return settings.duration("suspect-after").toNanos();
    }

    @Override
    public FaultPlan plan(long seed, Set<FaultKind> faults) {
        FaultPlan drawn = Scenario.super.plan(seed, faults);
        return HangingDisks.added(CutOffPrimaries.added(drawn, seed, faults), settings(seed), seed, faults);
    }

    @Override
    public long sessionWaitNanos(Settings settings) {
        return settings.duration("session-wait").toNanos();
    }

    @Override
    public Settings settings(long seed) {
        SplittableRandom random = new SplittableRandom(Draw.mix(seed, STREAM));
        long maxInFlight = 1L << random.nextInt(5);
        boolean smallWindow = random.nextInt(4) == 0;
        Duration beat = Duration.ofMillis(random.nextLong(20, 60));
        return new LabSettings(base, fixed)
                .with("mode", MODES.get(random.nextInt(MODES.size())))
                .with("nodes", NODES.get(random.nextInt(NODES.size())))
                .with("promotion", random.nextInt(6) > 0)
                .with("beat-interval", beat)
                .with("suspect-after", beat.multipliedBy(random.nextLong(4, 9)))
                .with(
                        "leave-out-after",
                        random.nextInt(4) == 0 ? Duration.ZERO : Duration.ofMillis(random.nextLong(200, 800)))
                .with("retry-interval", Duration.ofMillis(random.nextLong(15, 60)))
                .with("semi-sync-wait", Duration.ofMillis(random.nextLong(100, 400)))
                .with("forward-timeout", Duration.ofMillis(random.nextLong(200, 800)))
                .with("session-wait", Duration.ofMillis(random.nextLong(0, 300)))
                .with("max-in-flight", maxInFlight)
                .with("batch-max-updates", random.nextLong(1, 6))
                .with("history-window", smallWindow ? 2 * maxInFlight : WINDOW_LARGE)
                .with("journal-max-bytes", random.nextLong(10, 2_000));
    }

    @Override
    public Workload workload(long seed, Settings settings) {
        return CutOffPrimaries.has(seed) ? Workload.busy(seed, SAFETY_NANOS) : Workload.draw(seed, SAFETY_NANOS);
    }

    @Override
    public Bounds bounds(Settings settings) {
        return new Bounds(1, settings.duration("beat-interval").toNanos(), GRACE_NANOS);
    }

    /** With async a promotion may lose what no backup has. */
    @Override
    public boolean keepsOneOrder(Settings settings) {
        return !(settings.text("mode").equals("async") && settings.flag("promotion"));
    }

    @Override
    public boolean needsEmptyDisk(ReplicaView view) {
        return view.isDiverged();
    }

    @Override
    public Watch watch(long seed, Settings settings) {
        PrimaryBackupProbes probes = new PrimaryBackupProbes();
        ToldLoss loss = new ToldLoss();
        return new Watch(
                new PrimaryBackupLimits(settings),
                List.of(new OnePrimary(), new TrueLag(), new PatientUpdates(settings)),
                List.of(probes, loss),
                probes.all(),
                new PrimaryBackupQuiet(),
                List.of(loss));
    }

    @Override
    public List<String> probeNames() {
        return PrimaryBackupProbes.names();
    }
}
