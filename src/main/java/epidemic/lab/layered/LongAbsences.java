package epidemic.lab.layered;

import epidemic.kernel.NodeId;
import epidemic.sim.Draw;
import epidemic.sim.Fault;
import epidemic.sim.FaultKind;
import epidemic.sim.FaultPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Draws faults that keep a node that feeds others away for long: stopped, standing still or cut off. */
final class LongAbsences {
    private static final long STREAM = 0x61776179L;
    private static final long MILLISECOND = 1_000_000;
    private static final List<NodeId> SOURCES = List.of(NodeId.of("A2"), NodeId.of("A3"), NodeId.of("B2"));

    private LongAbsences() {}

    /** The plan, in most runs with one or two absences more, of the sorts that it may have. */
    static FaultPlan added(FaultPlan plan, long seed, Set<FaultKind> kinds) {
        SplittableRandom random = new SplittableRandom(Draw.mix(seed, STREAM));
        List<FaultPlan.TimedFault> faults = new ArrayList<>(plan.faults());
        int count = random.nextInt(3);
        int first = random.nextInt(SOURCES.size());
        for (int index = 0; index < count; index++) {
            NodeId source = SOURCES.get((first + index) % SOURCES.size());
            long at = random.nextLong(100, 1_200) * MILLISECOND;
            Fault fault = absence(source, random.nextInt(3), random.nextLong(800, 2_500) * MILLISECOND, plan);
            if (kinds.contains(fault.kind())) {
                faults.add(new FaultPlan.TimedFault(at, fault));
            }
        }
        return plan.withFaults(faults);
    }

    private static Fault absence(NodeId node, int sort, long lengthNanos, FaultPlan plan) {
        boolean isLossy = plan.links().drop() > 0 || plan.links().lostAnswer() > 0;
        if (sort == 0 && isLossy) {
            return new Fault.Partition(List.of(node), lengthNanos);
        }
        return sort == 1 ? new Fault.Pause(node, lengthNanos) : new Fault.Crash(node, lengthNanos);
    }
}
