package epidemic.sim;

import java.util.List;

/**
 * Everything that goes wrong in a run: a list of timed faults, and how links, disks and clocks behave. Until
 * {@code healNanos} (the safety phase) nothing is promised but safety; then everything heals at once, all nodes start
 * again, and the system has to finish what it owes (the liveness phase).
 *
 * <p>{@link FaultPlanText} writes it as a file and reads it back.
 *
 * @param healNanos when the faults end, virtual time
 * @param links until then
 * @param disks until then
 * @param clocks drift stays in the liveness phase; no clock can be healed
 * @param faults by time; those at {@code healNanos} or later do not happen
 */
public record FaultPlan(
        long healNanos,
        LinkConditions links,
        DiskConditions disks,
        List<ClockConditions> clocks,
        List<TimedFault> faults) {
    private static final long MICROSECOND = 1_000;

    /** Copies and sorts. */
    public FaultPlan {
        clocks = List.copyOf(clocks);
        faults = faults.stream()
                .sorted((a, b) -> Long.compare(a.atNanos(), b.atNanos()))
                .toList();
    }

    /** A fault and when it happens, in nanoseconds of virtual time. */
    public record TimedFault(long atNanos, Fault fault) {}

    /** Nothing goes wrong. */
    public static FaultPlan none(long healNanos) {
        return new FaultPlan(
                healNanos,
                new LinkConditions(100 * MICROSECOND, 200 * MICROSECOND, 0, 0, 0, 0),
                new DiskConditions(100 * MICROSECOND, 0, 0, 0),
                List.of(),
                List.of());
    }

    /** The same, healed at another time. */
    public FaultPlan withHeal(long nanos) {
        return new FaultPlan(nanos, links, disks, clocks, faults);
    }

    /** The same with other links. */
    public FaultPlan withLinks(LinkConditions other) {
        return new FaultPlan(healNanos, other, disks, clocks, faults);
    }

    /** The same with other disks. */
    public FaultPlan withDisks(DiskConditions other) {
        return new FaultPlan(healNanos, links, other, clocks, faults);
    }

    /** The same with other clocks. */
    public FaultPlan withClocks(List<ClockConditions> others) {
        return new FaultPlan(healNanos, links, disks, others, faults);
    }

    /** The same with these timed faults in place of its own. */
    public FaultPlan withFaults(List<TimedFault> others) {
        return new FaultPlan(healNanos, links, disks, clocks, others);
    }
}
