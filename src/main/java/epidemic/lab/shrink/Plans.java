package epidemic.lab.shrink;

import epidemic.kernel.NodeId;
import epidemic.sim.ClockConditions;
import epidemic.sim.DiskConditions;
import epidemic.sim.Fault;
import epidemic.sim.FaultPlan;
import epidemic.sim.LinkConditions;
import java.util.ArrayList;
import java.util.List;

/** Changes of plans of faults. */
final class Plans {
    private Plans() {}

    /** A node in the list of a fault that hits several. */
    record Member(int fault, NodeId node) {}

    /** The nodes of all faults that hit several. */
    static List<Member> members(FaultPlan plan) {
        List<Member> members = new ArrayList<>();
        for (int index = 0; index < plan.faults().size(); index++) {
            Fault fault = plan.faults().get(index).fault();
            if (fault instanceof Fault.Blackout || fault instanceof Fault.Partition) {
                for (NodeId node : fault.nodes()) {
                    members.add(new Member(index, node));
                }
            }
        }
        return members;
    }

    static FaultPlan withFaults(FaultPlan plan, List<FaultPlan.TimedFault> faults) {
        return new FaultPlan(plan.healNanos(), plan.links(), plan.disks(), plan.clocks(), faults);
    }

    static FaultPlan withFault(FaultPlan plan, int index, FaultPlan.TimedFault fault) {
        List<FaultPlan.TimedFault> faults = new ArrayList<>(plan.faults());
        faults.set(index, fault);
        return withFaults(plan, faults);
    }

    static FaultPlan withClocks(FaultPlan plan, List<ClockConditions> clocks) {
        return new FaultPlan(plan.healNanos(), plan.links(), plan.disks(), clocks, plan.faults());
    }

    static FaultPlan withLinks(FaultPlan plan, LinkConditions links) {
        return new FaultPlan(plan.healNanos(), links, plan.disks(), plan.clocks(), plan.faults());
    }

    static FaultPlan withDisks(FaultPlan plan, DiskConditions disks) {
        return new FaultPlan(plan.healNanos(), plan.links(), disks, plan.clocks(), plan.faults());
    }

    static FaultPlan withHeal(FaultPlan plan, long healNanos) {
        return new FaultPlan(healNanos, plan.links(), plan.disks(), plan.clocks(), plan.faults());
    }
}
