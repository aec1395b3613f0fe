package epidemic.lab.shrink;

import epidemic.kernel.NodeId;
import epidemic.sim.Fault;
import epidemic.sim.FaultPlan;
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

    static FaultPlan withFault(FaultPlan plan, int index, FaultPlan.TimedFault fault) {
        List<FaultPlan.TimedFault> faults = new ArrayList<>(plan.faults());
        faults.set(index, fault);
        return plan.withFaults(faults);
    }
}
