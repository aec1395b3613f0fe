package epidemic.lab.primarybackup;

import epidemic.kernel.NodeId;
import epidemic.sim.Draw;
import epidemic.sim.Fault;
import epidemic.sim.FaultKind;
import epidemic.sim.FaultPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * In a third of the seeds N1, which is the primary at first, is cut off from the other nodes but not from clients for long
 * enough that another one is promoted, and clients ask for much.
 */
final class CutOffPrimaries {
    private static final long STREAM = 0x6375746FL;
    private static final long MILLISECOND = 1_000_000;
    private static final NodeId FIRST = NodeId.of("N1");

    private CutOffPrimaries() {}

    static boolean has(long seed) {
        return random(seed).nextInt(3) == 0;
    }

    private static SplittableRandom random(long seed) {
        return new SplittableRandom(Draw.mix(seed, STREAM));
    }

    /** The plan with that fault, where links may lose something. */
    static FaultPlan added(FaultPlan plan, long seed, Set<FaultKind> kinds) {
        boolean isLossy = plan.links().drop() > 0 || plan.links().lostAnswer() > 0;
        SplittableRandom random = random(seed);
        if (random.nextInt(3) > 0 || !isLossy || !kinds.contains(FaultKind.PARTITION)) {
            return plan;
        }
        List<FaultPlan.TimedFault> faults = new ArrayList<>(plan.faults());
        long at = random.nextLong(300, 1_200) * MILLISECOND;
        faults.add(new FaultPlan.TimedFault(
                at, new Fault.Partition(List.of(FIRST), random.nextLong(800, 1_700) * MILLISECOND)));
        return plan.withFaults(faults);
    }
}
