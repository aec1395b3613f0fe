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
                for (NodeId node : nodes(fault)) {
                    members.add(new Member(index, node));
                }
            }
        }
        return members;
    }

    /** Whom a fault hits. */
    static List<NodeId> nodes(Fault fault) {
        if (fault instanceof Fault.Crash crash) {
            return List.of(crash.node());
        } else if (fault instanceof Fault.CrashEmpty empty) {
            return List.of(empty.node());
        } else if (fault instanceof Fault.Blackout blackout) {
            return blackout.nodes();
        } else if (fault instanceof Fault.Pause pause) {
            return List.of(pause.node());
        } else if (fault instanceof Fault.Cut cut) {
            return List.of(cut.from(), cut.to());
        } else if (fault instanceof Fault.Partition partition) {
            return partition.side();
        } else if (fault instanceof Fault.Clog clog) {
            return List.of(clog.from(), clog.to());
        } else if (fault instanceof Fault.StandStill still) {
            return List.of(still.node());
        } else if (fault instanceof Fault.WallJump jump) {
            return List.of(jump.node());
        } else if (fault instanceof Fault.SlowDisk slow) {
            return List.of(slow.node());
        }
        return List.of(((Fault.FailWrite) fault).node());
    }

    /** How long a fault lasts; for a jump of a wall clock how far it goes. */
    static long span(Fault fault) {
        if (fault instanceof Fault.Crash crash) {
            return crash.downNanos();
        } else if (fault instanceof Fault.CrashEmpty empty) {
            return empty.downNanos();
        } else if (fault instanceof Fault.Blackout blackout) {
            return blackout.downNanos();
        } else if (fault instanceof Fault.Pause pause) {
            return pause.durationNanos();
        } else if (fault instanceof Fault.Cut cut) {
            return cut.durationNanos();
        } else if (fault instanceof Fault.Partition partition) {
            return partition.durationNanos();
        } else if (fault instanceof Fault.Clog clog) {
            return clog.durationNanos();
        } else if (fault instanceof Fault.StandStill still) {
            return still.durationNanos();
        } else if (fault instanceof Fault.WallJump jump) {
            return jump.deltaNanos();
        } else if (fault instanceof Fault.SlowDisk slow) {
            return slow.durationNanos();
        }
        return ((Fault.FailWrite) fault).downNanos();
    }

    /** The same fault for another while. */
    static Fault withSpan(Fault fault, long nanos) {
        if (fault instanceof Fault.Crash crash) {
            return new Fault.Crash(crash.node(), nanos);
        } else if (fault instanceof Fault.CrashEmpty empty) {
            return new Fault.CrashEmpty(empty.node(), nanos);
        } else if (fault instanceof Fault.Blackout blackout) {
            return new Fault.Blackout(blackout.nodes(), nanos);
        } else if (fault instanceof Fault.Pause pause) {
            return new Fault.Pause(pause.node(), nanos);
        } else if (fault instanceof Fault.Cut cut) {
            return new Fault.Cut(cut.from(), cut.to(), nanos);
        } else if (fault instanceof Fault.Partition partition) {
            return new Fault.Partition(partition.side(), nanos);
        } else if (fault instanceof Fault.Clog clog) {
            return new Fault.Clog(clog.from(), clog.to(), nanos);
        } else if (fault instanceof Fault.StandStill still) {
            return new Fault.StandStill(still.node(), nanos);
        } else if (fault instanceof Fault.WallJump jump) {
            return new Fault.WallJump(jump.node(), nanos);
        } else if (fault instanceof Fault.SlowDisk slow) {
            return new Fault.SlowDisk(slow.node(), nanos, slow.extraNanos());
        }
        return new Fault.FailWrite(((Fault.FailWrite) fault).node(), nanos);
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
