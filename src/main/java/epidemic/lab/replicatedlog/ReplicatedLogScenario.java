package epidemic.lab.replicatedlog;

import epidemic.kernel.NodeId;
import epidemic.kernel.Session;
import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.lab.LabSettings;
import epidemic.lab.Requests;
import epidemic.lab.Scenario;
import epidemic.lab.Workload;
import epidemic.sim.Draw;
import epidemic.sim.Probe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The master and one to four secondaries under every fault they claim to stand. Clients want all write concerns; in a
 * quarter of the seeds messages have one of three texts, in a third secondaries err on purpose.
 */
public final class ReplicatedLogScenario implements Scenario {
    /** The strategy's name. */
    public static final String NAME = "replicated-log";

    static final NodeId MASTER = NodeId.of("M");
    private static final String LIST = "log";

    private static final long STREAM = 0x6C6F6773L;
    private static final long TEXTS_STREAM = 0x74657874L;
    private static final long CONCERN_STREAM = 0x636F6E63L;
    private static final long TEXTS_FEW = 3;
    private static final long WINDOW_LARGE = 100_000;
    private static final long GRACE_NANOS = 200_000_000;
    private static final long SAFETY_NANOS = 3_000_000_000L;

    private final Strategy strategy;
    private final Settings base;
    private final Set<String> fixed;

    /**
     * The scenario.
     *
     * @param strategy the strategy, or one with an error planted
     * @param base the settings of the configuration
     * @param fixed the names of those that a seed leaves as they are
     */
    public ReplicatedLogScenario(Strategy strategy, Settings base, Set<String> fixed) {
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
        return List.of(MASTER, NodeId.of("S1"));
    }

    @Override
    public long safetyNanos() {
        return SAFETY_NANOS;
    }

    @Override
    public long noticeNanos(Settings settings) {
        return settings.duration("unhealthy-after").toNanos();
    }

    @Override
    public long sessionWaitNanos(Settings settings) {
        return settings.duration("session-wait").toNanos();
    }

    @Override
    public Settings settings(long seed) {
        SplittableRandom random = new SplittableRandom(Draw.mix(seed, STREAM));
        long secondaries = random.nextLong(1, 5);
        Duration suspected = Duration.ofMillis(random.nextLong(200, 400));
        boolean smallWindow = random.nextInt(4) == 0;
        LabSettings settings = new LabSettings(base, fixed)
                .with("secondaries", secondaries)
                .with("heartbeat-interval", Duration.ofMillis(random.nextLong(50, 120)))
                .with("suspected-after", suspected)
                .with("unhealthy-after", suspected.plusMillis(random.nextLong(0, 400)))
                .with("push-timeout", Duration.ofMillis(random.nextLong(60, 300)))
                .with("retry-interval", Duration.ofMillis(random.nextLong(10, 60)))
                .with("retry-max", Duration.ofMillis(random.nextLong(100, 400)))
                .with("max-in-flight", random.nextLong(1, 6))
                .with("batch-max-messages", random.nextLong(1, 5))
                .with("gap-buffer", random.nextLong(1, 12))
                .with("max-waiting", random.nextInt(4) == 0 ? 2L : 100L)
                .with("session-wait", Duration.ofMillis(random.nextLong(0, 300)))
                .with("history-window", smallWindow ? random.nextLong(4, 20) : WINDOW_LARGE);
        settings.with("write-concern", random.nextLong(1, settings.number("secondaries") + 2));
        if (random.nextInt(3) == 0) {
            err(random, settings);
        }
        return settings;
    }

    private static void err(SplittableRandom random, LabSettings settings) {
        settings.with("test.nodes", random.nextBoolean() ? "all" : "S1");
        settings.with("test.append-delay", Duration.ofMillis(random.nextLong(0, 80)));
        settings.with("test.error-before-append", random.nextLong(0, 36));
        settings.with("test.error-after-append", random.nextLong(0, 36));
    }

    @Override
    public Workload workload(long seed, Settings settings) {
        Workload drawn = Workload.draw(seed, SAFETY_NANOS);
        return new Workload(
                drawn.clients(),
                drawn.operationsPerClient(),
                true,
                1,
                0,
                drawn.thinkNanos(),
                drawn.patienceNanos(),
                drawn.attempts(),
                drawn.sessions());
    }

    @Override
    public Optional<String> coreAlone() {
        return Optional.of("a master without a quorum, which is read-only");
    }

    @Override
    public Optional<String> onlyList() {
        return Optional.of(LIST);
    }

    @Override
    public Requests requests(long seed, Workload workload, Topology topology, SplittableRandom random) {
        boolean hasFewTexts = new SplittableRandom(Draw.mix(seed, TEXTS_STREAM)).nextInt(4) == 0;
        return hasFewTexts
                ? Requests.ofOneList(LIST, TEXTS_FEW, workload, topology, random)
                : requests(workload, topology, random);
    }

    /** In three of four clients with a session another write concern than the configuration's. */
    @Override
    public Optional<Session> session(long seed, int client, Optional<Session> drawn) {
        SplittableRandom random = new SplittableRandom(Draw.mix(Draw.mix(seed, CONCERN_STREAM), client));
        int nodes = (int) settings(seed).number("secondaries") + 1;
        int concern = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(nodes);
        return drawn.map(session -> session.withWriteConcern(concern));
    }

    @Override
    public Bounds bounds(Settings settings) {
        return new Bounds(1, settings.duration("retry-max").toNanos(), GRACE_NANOS);
    }

    @Override
    public Watch watch(long seed, Settings settings) {
        ReplicatedLogProbes probes = new ReplicatedLogProbes();
        return new Watch(
                new ReplicatedLogLimits(),
                List.of(new HeldCopies(settings), new ReadOnlyWithoutQuorum(settings)),
                List.of(probes),
                probes.all(),
                new ReplicatedLogQuiet(),
                List.of());
    }

    @Override
    public List<String> probeNames() {
        return new ReplicatedLogProbes().all().stream().map(Probe::name).toList();
    }
}
