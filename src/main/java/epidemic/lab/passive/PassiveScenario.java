package epidemic.lab.passive;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.lab.LabSettings;
import epidemic.lab.Scenario;
import epidemic.lab.Workload;
import epidemic.sim.Draw;
import epidemic.sim.Fault;
import epidemic.sim.FaultLimits;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** The main replica and one to four others under every fault they claim to stand, with clients that set the cache time. */
public final class PassiveScenario implements Scenario {
    /** The strategy's name. */
    public static final String NAME = "passive";

    /** The main replica. */
    static final NodeId MAIN = NodeId.of("M");

    /** The key of the cache time. */
    static final String CACHE = "cache";

    private static final long STREAM = 0x70617373L;
    private static final int CACHE_MILLIS_MAX = 400;
    private static final long MILLISECOND = 1_000_000;
    private static final long WINDOW_LARGE = 100_000;
    private static final long SAFETY_NANOS = 3_000_000_000L;

    private final Strategy strategy;
    private final Settings base;
    private final Set<String> fixed;

    /**
     * The scenario.
     *
     * @param strategy passive, perhaps with an error planted
     * @param base the settings of the configuration
     * @param fixed the names of those that a seed leaves as they are
     */
    public PassiveScenario(Strategy strategy, Settings base, Set<String> fixed) {
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
        return List.of(MAIN, NodeId.of("R1"));
    }

    @Override
    public long safetyNanos() {
        return SAFETY_NANOS;
    }

    /** A replica that hears nothing asks again. */
    @Override
    public long noticeNanos(Settings settings) {
        return settings.duration("fetch-timeout").toNanos();
    }

    @Override
    public long sessionWaitNanos(Settings settings) {
        return settings.duration("session-wait").toNanos();
    }

    @Override
    public Settings settings(long seed) {
        SplittableRandom random = new SplittableRandom(Draw.mix(seed, STREAM));
        long window = random.nextInt(4) == 0 ? random.nextLong(8, 30) : WINDOW_LARGE;
        LabSettings settings = new LabSettings(base, fixed)
                .with("replicas", random.nextLong(1, 5))
                .with("cache", Duration.ofMillis(random.nextLong(CACHE_MILLIS_MAX)))
                .with("fetch-timeout", Duration.ofMillis(random.nextLong(40, 250)))
                .with("session-wait", Duration.ofMillis(random.nextLong(300)))
                .with("max-in-flight", 1L << random.nextInt(1, 5))
                .with("copy-max-versions", random.nextLong(1, 12))
                .with("history-window", window);
        if (random.nextInt(4) == 0) {
            settings.with("history-window", random.nextLong(4, 12));
            long needed = strategy.kept(settings).versions();
            settings.with(Scenario.KEEP_VERSIONS, needed + random.nextLong(needed));
        }
        return settings;
    }

    @Override
    public Workload workload(long seed, Settings settings) {
        return Workload.draw(seed, SAFETY_NANOS).with(PassiveScenario::order);
    }

    /** Another cache time; now and then one that is none. */
    private static Operation.Write order(SplittableRandom random, String number) {
        int kind = random.nextInt(8);
        if (kind == 0) {
            return new Operation.Write(CACHE, random.nextBoolean() ? "-" + number : "soon" + number);
        }
        long millis = kind == 1 ? 0 : random.nextLong(CACHE_MILLIS_MAX);
        long nanos = millis * MILLISECOND + Long.parseLong(number);
        return new Operation.Write(
                CACHE, "0." + "0".repeat(9 - Long.toString(nanos).length()) + nanos);
    }

    /** The bounds that histories are judged by know no cache time that changes, so they are as wide as can be. */
    @Override
    public Bounds bounds(Settings settings) {
        return new Bounds(Integer.MAX_VALUE, settings.duration("cache").toNanos(), SAFETY_NANOS);
    }

    @Override
    public Watch watch(long seed, Settings settings) {
        PassiveProbes probes = new PassiveProbes();
        CopyDelay delay = new CopyDelay(settings);
        return new Watch(
                PassiveScenario.limits(), List.of(delay), List.of(probes), probes.all(), new PassiveQuiet(), List.of());
    }

    /** The main replica's disk is what counts: it must not be lost. */
    private static FaultLimits limits() {
        return (fault, simulation) ->
                !(fault instanceof Fault.CrashEmpty empty) || !empty.node().equals(MAIN);
    }

    @Override
    public List<String> probeNames() {
        return PassiveProbes.names();
    }
}
