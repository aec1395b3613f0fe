package epidemic.sim;

import epidemic.kernel.NodeId;
import java.util.ArrayList;
import java.util.List;

/**
 * Fault plans as text, a line for each thing, so that a plan can be kept in a file, changed by hand and run again. What
 * {@link #print} writes, {@link #parse} reads back as an equal plan.
 *
 * <pre>
 * # a comment
 * heal 3s
 * links min=100us mean=400us drop=0.05 duplicate=0.0 reorder=0.0 lost-answer=0.0
 * disks write=100us slow=0.0 slow-by=0ns tear=1.0
 * clock A1 drift-ppm=250 wall=-12ms
 * at 1200ms crash A1 down=300ms
 * at 1300ms crash-empty A2 down=300ms
 * at 1400ms blackout A1,A2,A3 down=100ms
 * at 1500ms pause B1 for=200ms
 * at 1600ms cut A1 A2 for=1s
 * at 1700ms partition A1,B1 for=1s
 * at 1800ms clog A2 A3 for=50ms
 * at 1900ms stand-still A1 for=100ms
 * at 2s wall-jump A1 by=-5s
 * at 2s suspicion A1 A3
 * at 2s slow-disk A1 for=1s extra=30ms
 * at 2s fail-write A1 down=1s
 * </pre>
 */
public final class FaultPlanText {
    private FaultPlanText() {}

    /** The plan as text. */
    public static String print(FaultPlan plan) {
        StringBuilder text = new StringBuilder();
        LinkConditions links = plan.links();
        DiskConditions disks = plan.disks();
        text.append("heal ").append(TimeText.of(plan.healNanos())).append('\n');
        text.append("links min=")
                .append(TimeText.of(links.minNanos()))
                .append(" mean=")
                .append(TimeText.of(links.meanNanos()))
                .append(" drop=")
                .append(links.drop())
                .append(" duplicate=")
                .append(links.duplicate())
                .append(" reorder=")
                .append(links.reorder())
                .append(" lost-answer=")
                .append(links.lostAnswer())
                .append('\n');
        text.append("disks write=")
                .append(TimeText.of(disks.writeNanos()))
                .append(" slow=")
                .append(disks.slow())
                .append(" slow-by=")
                .append(TimeText.of(disks.slowNanos()))
                .append(" tear=")
                .append(disks.tear())
                .append('\n');
        for (ClockConditions clock : plan.clocks()) {
            text.append("clock ")
                    .append(clock.node())
                    .append(" drift-ppm=")
                    .append(clock.driftPpm())
                    .append(" wall=")
                    .append(TimeText.of(clock.wallOffsetNanos()))
                    .append('\n');
        }
        for (FaultPlan.TimedFault timed : plan.faults()) {
            text.append("at ")
                    .append(TimeText.of(timed.atNanos()))
                    .append(' ')
                    .append(print(timed.fault()))
                    .append('\n');
        }
        return text.toString();
    }

    /** A fault as it stands behind its time. */
    public static String print(Fault fault) {
        if (fault instanceof Fault.Crash crash) {
            return "crash " + crash.node() + " down=" + TimeText.of(crash.downNanos());
        } else if (fault instanceof Fault.CrashEmpty empty) {
            return "crash-empty " + empty.node() + " down=" + TimeText.of(empty.downNanos());
        } else if (fault instanceof Fault.Blackout blackout) {
            return "blackout " + names(blackout.nodes()) + " down=" + TimeText.of(blackout.downNanos());
        } else if (fault instanceof Fault.Pause pause) {
            return "pause " + pause.node() + " for=" + TimeText.of(pause.durationNanos());
        } else if (fault instanceof Fault.Cut cut) {
            return "cut " + cut.from() + " " + cut.to() + " for=" + TimeText.of(cut.durationNanos());
        } else if (fault instanceof Fault.Partition partition) {
            return "partition " + names(partition.side()) + " for=" + TimeText.of(partition.durationNanos());
        } else if (fault instanceof Fault.Clog clog) {
            return "clog " + clog.from() + " " + clog.to() + " for=" + TimeText.of(clog.durationNanos());
        } else if (fault instanceof Fault.StandStill still) {
            return "stand-still " + still.node() + " for=" + TimeText.of(still.durationNanos());
        } else if (fault instanceof Fault.WallJump jump) {
            return "wall-jump " + jump.node() + " by=" + TimeText.of(jump.deltaNanos());
        } else if (fault instanceof Fault.Suspicion suspicion) {
            return "suspicion " + suspicion.node() + " " + suspicion.peer();
        } else if (fault instanceof Fault.SlowDisk slow) {
            return "slow-disk " + slow.node() + " for=" + TimeText.of(slow.durationNanos()) + " extra="
                    + TimeText.of(slow.extraNanos());
        }
        Fault.FailWrite fail = (Fault.FailWrite) fault;
        return "fail-write " + fail.node() + " down=" + TimeText.of(fail.downNanos());
    }

    /**
     * Reads a plan. What a text leaves out is as in {@link FaultPlan#none}.
     *
     * @throws IllegalArgumentException if a line cannot be read; the message names its number and what is allowed
     */
    public static FaultPlan parse(String text) {
        FaultPlan plan = FaultPlan.none(0);
        List<ClockConditions> clocks = new ArrayList<>();
        List<FaultPlan.TimedFault> faults = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            PlanLine words = new PlanLine(number, line);
            if (words.isBlank()) {
                continue;
            }
            switch (words.word(0)) {
                case "heal" -> plan = plan.withHeal(words.timeAt(1));
                case "links" -> plan = plan.withLinks(links(words));
                case "disks" -> plan = plan.withDisks(disks(words));
                case "clock" ->
                    clocks.add(words.make(
                            () -> new ClockConditions(words.node(1), words.number("drift-ppm"), words.time("wall"))));
                case "at" -> faults.add(new FaultPlan.TimedFault(words.timeAt(1), fault(words)));
                default -> throw words.bad("heal, links, disks, clock or at");
            }
        }
        return plan.withClocks(clocks).withFaults(faults);
    }

    private static LinkConditions links(PlanLine words) {
        return words.make(() -> new LinkConditions(
                words.time("min"),
                words.time("mean"),
                words.chance("drop"),
                words.chance("duplicate"),
                words.chance("reorder"),
                words.chance("lost-answer")));
    }

    private static DiskConditions disks(PlanLine words) {
        return words.make(() -> new DiskConditions(
                words.time("write"), words.chance("slow"), words.time("slow-by"), words.chance("tear")));
    }

    private static Fault fault(PlanLine words) {
        return switch (words.word(2)) {
            case "crash" -> new Fault.Crash(words.node(3), words.span("down"));
            case "crash-empty" -> new Fault.CrashEmpty(words.node(3), words.span("down"));
            case "blackout" -> new Fault.Blackout(words.nodes(3), words.span("down"));
            case "pause" -> new Fault.Pause(words.node(3), words.span("for"));
            case "cut" -> new Fault.Cut(words.node(3), words.node(4), words.span("for"));
            case "partition" -> new Fault.Partition(words.nodes(3), words.span("for"));
            case "clog" -> new Fault.Clog(words.node(3), words.node(4), words.span("for"));
            case "stand-still" -> new Fault.StandStill(words.node(3), words.span("for"));
            case "wall-jump" -> new Fault.WallJump(words.node(3), words.time("by"));
            case "suspicion" -> new Fault.Suspicion(words.node(3), words.node(4));
            case "slow-disk" -> new Fault.SlowDisk(words.node(3), words.span("for"), words.span("extra"));
            case "fail-write" -> new Fault.FailWrite(words.node(3), words.span("down"));
            default ->
                throw words.bad("crash, crash-empty, blackout, pause, cut, partition, clog, stand-still,"
                        + " wall-jump, suspicion, slow-disk or fail-write behind the time");
        };
    }

    private static String names(List<NodeId> nodes) {
        return String.join(",", nodes.stream().map(NodeId::name).toList());
    }
}
