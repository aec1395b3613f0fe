package epidemic.lab.replay;

import epidemic.kernel.NodeId;
import epidemic.sim.Fault;
import java.util.List;

/** What a mark tells of a fault. */
final class FaultFacts {
    private FaultFacts() {}

    /** Whom it concerns: one node or more. */
    static List<NodeId> nodesOf(Fault fault) {
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

    /** How long it lasts; 0 for what has no length of its own. */
    static long durationOf(Fault fault) {
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
        } else if (fault instanceof Fault.SlowDisk slow) {
            return slow.durationNanos();
        }
        return 0;
    }
}
