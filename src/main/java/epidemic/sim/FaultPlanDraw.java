package epidemic.sim;

import epidemic.kernel.NodeId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Draws fault plans. Each seed gets a mix of its own: a third of the runs lose nothing at all, each sort of fault is in
 * some runs and not in others, and how often they come differs by run. In half of the runs all nodes may be struck, in the
 * other half only those whose faults matter most; in some the faults come in bursts. Two thirds of
 * the runs have one of the {@link FaultPatterns} on top.
 */
public final class FaultPlanDraw {
    private static final long STREAM = 0x706C616EL;
    private static final long PATTERN_STREAM = 0x70617474L;
    private static final long RIVALS_STREAM = 0x7269766CL;
    private static final long SUSPICIONS_STREAM = 0x73757370L;
    private static final long MICROSECOND = 1_000;
    private static final long MILLISECOND = 1_000 * MICROSECOND;
    private static final int FAULTS_MAX = 12;
    private static final int ROTATIONS_IN = 5;
    private static final long ROTATION_NANOS_MIN = 500 * MILLISECOND;
    private static final long ROTATION_NANOS_MAX = 1_300 * MILLISECOND;
    private static final long ROTATION_LEAD_NANOS = 100 * MILLISECOND;
    private static final int BURSTS_IN = 3;
    private static final int BURST_FAULTS = 4;
    private static final long BURST_NANOS = 300 * MILLISECOND;
    private static final int PATTERNS_IN = 3;
    private static final int SLOW_LINKS_IN = 6;
    private static final long SLOW_LINK_NANOS = 30 * MILLISECOND;
    private static final int RIVALS_IN = 3;
    private static final int SUSPICIONS_IN = 2;
    private static final double THIRD = 1.0 / 3;

    private final long seed;
    private final SplittableRandom random;
    private final SplittableRandom patternRandom;
    private final Set<FaultKind> kinds;
    private final Aims aims;
    private final List<NodeId> targets;
    private final long healNanos;
    private final boolean bursts;
    private long burstNanos;

    /**
     * What is struck, and when.
     *
     * @param nodes all nodes
     * @param critical those whose faults matter most, two or more
     * @param healNanos the length of the safety phase, above 0
     * @param noticeNanos how long it takes about until a silent node is noticed, above 0
     */
    public record Aims(List<NodeId> nodes, List<NodeId> critical, long healNanos, long noticeNanos) {
        /** Copies the nodes. */
        public Aims {
            nodes = List.copyOf(nodes);
            critical = List.copyOf(critical);
        }
    }

    private FaultPlanDraw(long seed, Set<FaultKind> kinds, Aims aims) {
        this.seed = seed;
        this.random = new SplittableRandom(Draw.mix(seed, STREAM));
        this.patternRandom = new SplittableRandom(Draw.mix(seed, PATTERN_STREAM));
        this.kinds = kinds;
        this.aims = aims;
        this.targets = random.nextBoolean() ? aims.critical() : aims.nodes();
        this.healNanos = aims.healNanos();
        this.bursts = random.nextInt(BURSTS_IN) == 0;
    }

    /**
     * The plan of a seed.
     *
     * @param kinds the sorts of faults that may occur
     */
    public static FaultPlan plan(long seed, Set<FaultKind> kinds, Aims aims) {
        return new FaultPlanDraw(seed, kinds, aims).draw();
    }

    private FaultPlan draw() {
        boolean lossless = random.nextDouble() < THIRD;
        Optional<FaultPatterns> pattern = patternRandom.nextInt(PATTERNS_IN) == 0
                ? Optional.empty()
                : Optional.of(FaultPatterns.any(patternRandom, kinds, aims, lossless));
        boolean gains = pattern.filter(FaultPatterns::gainsBySlowLinks).isPresent();
        LinkConditions links = links(lossless, patternRandom.nextInt(gains ? 2 : SLOW_LINKS_IN) == 0);
        DiskConditions disks = disks();
        List<ClockConditions> clocks = clocks();
        List<Fault> drawn = new ArrayList<>();
        List<FaultKind> mix = mix(lossless);
        int count = mix.isEmpty() ? 0 : random.nextInt(FAULTS_MAX + 1);
        List<FaultPlan.TimedFault> faults = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            drawn.add(fault(mix.get(random.nextInt(mix.size()))));
            faults.add(new FaultPlan.TimedFault(moment(index), drawn.get(index)));
        }
        if (random.nextInt(ROTATIONS_IN) == 0 && !lossless && kinds.contains(FaultKind.PARTITION)) {
            rotation(faults);
        }
        pattern.ifPresent(chosen -> faults.addAll(chosen.draw()));
        if (!lossless) {
            faults.addAll(rivals());
        }
        faults.addAll(suspicions(lossless));
        return new FaultPlan(healNanos, links, disks, clocks, faults);
    }

    /** Drawn apart, so that the rest of a plan does not depend on it. */
    private List<FaultPlan.TimedFault> rivals() {
        SplittableRandom rivalRandom = new SplittableRandom(Draw.mix(seed, RIVALS_STREAM));
        return rivalRandom.nextInt(RIVALS_IN) == 0
                ? FaultPatterns.rivals(rivalRandom, kinds, aims).draw()
                : List.of();
    }

    /** Drawn apart, too. */
    private List<FaultPlan.TimedFault> suspicions(boolean lossless) {
        SplittableRandom suspicionRandom = new SplittableRandom(Draw.mix(seed, SUSPICIONS_STREAM));
        Set<FaultKind> permitted = new TreeSet<>(kinds);
        if (lossless) {
            permitted.remove(FaultKind.PARTITION);
        }
        return suspicionRandom.nextInt(SUSPICIONS_IN) == 0
                ? FaultPatterns.suspicions(suspicionRandom, permitted, aims).draw()
                : List.of();
    }

    /** One critical node after the other is cut off, and now and then another one stops at the change. */
    private void rotation(List<FaultPlan.TimedFault> faults) {
        long gap = random.nextLong(ROTATION_NANOS_MIN, ROTATION_NANOS_MAX);
        int turn = random.nextInt(targets.size());
        for (long at = random.nextLong(gap); at < healNanos; at += gap) {
            turn += 1 + random.nextInt(targets.size() - 1);
            NodeId away = targets.get(turn % targets.size());
            faults.add(new FaultPlan.TimedFault(at, new Fault.Partition(List.of(away), gap + span(100))));
            FaultKind stop = random.nextBoolean() ? FaultKind.CRASH : FaultKind.EMPTY;
            boolean stops = random.nextInt(3) > 0 && kinds.contains(stop);
            if (stops) {
                long change = Math.max(0, at - random.nextLong(ROTATION_LEAD_NANOS));
                faults.add(new FaultPlan.TimedFault(change, stopped(stop, other(away))));
            }
        }
    }

    private Fault stopped(FaultKind kind, NodeId node) {
        return kind == FaultKind.CRASH ? new Fault.Crash(node, span(200)) : new Fault.CrashEmpty(node, span(200));
    }

    private long moment(int index) {
        long drawn = random.nextLong(healNanos);
        if (!bursts) {
            return drawn;
        }
        if (index % BURST_FAULTS == 0) {
            burstNanos = drawn;
        }
        return Math.min(healNanos - 1, burstNanos + random.nextLong(BURST_NANOS));
    }

    private LinkConditions links(boolean lossless, boolean slow) {
        long min = random.nextLong(20 * MICROSECOND, 500 * MICROSECOND);
        long mean = random.nextLong(50 * MICROSECOND, 2 * MILLISECOND);
        // In some runs links are so slow that a view may change while an answer is on its way.
        if (slow && kinds.contains(FaultKind.REORDER)) {
            mean = patternRandom.nextLong(2 * MILLISECOND, SLOW_LINK_NANOS);
        }
        return new LinkConditions(
                min,
                mean,
                lossless ? 0 : chance(FaultKind.DROP, 0.2),
                chance(FaultKind.DUPLICATE, 0.2),
                chance(FaultKind.REORDER, 0.1),
                lossless ? 0 : chance(FaultKind.LOST_ANSWER, 0.1));
    }

    private double chance(FaultKind kind, double most) {
        boolean occurs = kinds.contains(kind) && random.nextInt(3) > 0;
        double drawn = random.nextDouble() * most;
        return occurs ? drawn : 0;
    }

    private DiskConditions disks() {
        // In a quarter of the runs all disks are slow: then there is time for a crash between saying and writing.
        long writeMax = random.nextInt(4) == 0 && kinds.contains(FaultKind.SLOW_DISK) ? 80 : 2;
        long write = random.nextLong(20 * MICROSECOND, writeMax * MILLISECOND);
        return new DiskConditions(
                write,
                chance(FaultKind.SLOW_DISK, 0.05),
                random.nextLong(5 * MILLISECOND, 60 * MILLISECOND),
                kinds.contains(FaultKind.TEAR) ? random.nextInt(3) / 2.0 : 0);
    }

    private List<ClockConditions> clocks() {
        List<ClockConditions> clocks = new ArrayList<>();
        for (NodeId node : aims.nodes()) {
            long drift = random.nextLong(-2_000, 2_001);
            long offset = random.nextLong(-60_000, 60_001) * MILLISECOND;
            if (kinds.contains(FaultKind.CLOCK)) {
                clocks.add(new ClockConditions(node, drift, offset));
            }
        }
        return clocks;
    }

    /** Of the sorts that are timed faults about half take part in a run; suspicions are drawn apart. */
    private List<FaultKind> mix(boolean lossless) {
        List<FaultKind> mix = new ArrayList<>();
        for (FaultKind kind : EnumSet.complementOf(EnumSet.of(FaultKind.SUSPICION))) {
            boolean takesPart = random.nextBoolean();
            boolean loses = kind == FaultKind.CUT || kind == FaultKind.PARTITION;
            if (takesPart && isTimed(kind) && kinds.contains(kind) && !(lossless && loses)) {
                mix.add(kind);
            }
        }
        return mix;
    }

    private static boolean isTimed(FaultKind kind) {
        return switch (kind) {
            case DROP, DUPLICATE, REORDER, LOST_ANSWER, TEAR -> false;
            default -> true;
        };
    }

    private Fault fault(FaultKind kind) {
        return switch (kind) {
            case CRASH -> new Fault.Crash(node(), span(2_000));
            case EMPTY -> new Fault.CrashEmpty(node(), span(1_000));
            case BLACKOUT -> new Fault.Blackout(random.nextInt(3) == 0 ? targets : some(targets.size()), span(500));
            case PAUSE -> new Fault.Pause(node(), span(1_000));
            case CUT -> cut();
            case PARTITION -> new Fault.Partition(some(targets.size() - 1), span(1_500));
            case CLOG -> clog();
            case SLOW_DISK -> new Fault.SlowDisk(node(), span(1_000), span(80));
            case FAIL_DISK -> new Fault.FailWrite(node(), span(1_500));
            case CLOCK -> clock();
            default -> throw new IllegalArgumentException(kind.code() + " is no timed fault");
        };
    }

    private Fault cut() {
        NodeId from = node();
        return new Fault.Cut(from, other(from), span(1_500));
    }

    private Fault clog() {
        NodeId from = node();
        return new Fault.Clog(from, other(from), span(500));
    }

    private Fault clock() {
        return random.nextBoolean()
                ? new Fault.StandStill(node(), span(800))
                : new Fault.WallJump(node(), random.nextLong(-3_600, 3_601) * 1_000 * MILLISECOND);
    }

    private long span(int millisMost) {
        return random.nextLong(1, millisMost * 10L) * 100 * MICROSECOND;
    }

    private NodeId node() {
        return targets.get(random.nextInt(targets.size()));
    }

    private NodeId other(NodeId than) {
        int index = targets.indexOf(than) + 1 + random.nextInt(targets.size() - 1);
        return targets.get(index % targets.size());
    }

    /** At least one node and at most so many, in their order. */
    private List<NodeId> some(int most) {
        List<NodeId> chosen = new ArrayList<>();
        for (NodeId node : targets) {
            if (random.nextBoolean() && chosen.size() < most) {
                chosen.add(node);
            }
        }
        return chosen.isEmpty() ? List.of(node()) : chosen;
    }
}
