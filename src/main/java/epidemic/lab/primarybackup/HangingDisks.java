package epidemic.lab.primarybackup;

import epidemic.kernel.NodeId;
import epidemic.kernel.Settings;
import epidemic.sim.Draw;
import epidemic.sim.Fault;
import epidemic.sim.FaultKind;
import epidemic.sim.FaultPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** In a quarter of the seeds the disk of N2 or N3 hangs for longer than {@code sync} waits for a backup that answers. */
final class HangingDisks {
    private static final long STREAM = 0x68616E67L;
    private static final long MILLISECOND = 1_000_000;

    private HangingDisks() {}

    /** The plan with that fault. */
    static FaultPlan added(FaultPlan plan, Settings settings, long seed, Set<FaultKind> kinds) {
        SplittableRandom random = new SplittableRandom(Draw.mix(seed, STREAM));
        long most = settings.duration("leave-out-after").toNanos();
        boolean isWaitedFor = settings.text("mode").equals("sync") && most > 0;
        if (random.nextInt(4) > 0 || !isWaitedFor || !kinds.contains(FaultKind.SLOW_DISK)) {
            return plan;
        }
        List<FaultPlan.TimedFault> faults = new ArrayList<>(plan.faults());
        NodeId node = NodeId.of("N" + random.nextInt(2, 4));
        long at = random.nextLong(300, 1_500) * MILLISECOND;
        long extra = most + random.nextLong(100, 500) * MILLISECOND;
        faults.add(new FaultPlan.TimedFault(
                at, new Fault.SlowDisk(node, random.nextLong(100, 1_000) * MILLISECOND, extra)));
        return plan.withFaults(faults);
    }
}
