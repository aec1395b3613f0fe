package epidemic.sim;

import epidemic.kernel.NodeId;
import java.util.List;

/** Something that goes wrong on purpose, at one moment or from then on for a while. Durations are virtual time. */
public sealed interface Fault {
    /** Which sort of fault it is. */
    FaultKind kind();

    /** A node stops at once and starts again after {@code downNanos}, on its disk. */
    record Crash(NodeId node, long downNanos) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.CRASH;
        }
    }

    /** A node stops at once, its disk is emptied, and it starts again after {@code downNanos}. */
    record CrashEmpty(NodeId node, long downNanos) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.EMPTY;
        }
    }

    /** Several nodes stop at the same moment, as in a loss of power, and start again one after the other. */
    record Blackout(List<NodeId> nodes, long downNanos) implements Fault {
        /** Copies the nodes. */
        public Blackout {
            nodes = List.copyOf(nodes);
        }

        @Override
        public FaultKind kind() {
            return FaultKind.BLACKOUT;
        }
    }

    /** A node handles nothing for a while; its mail waits, its clock goes on. */
    record Pause(NodeId node, long durationNanos) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.PAUSE;
        }
    }

    /** Nothing gets from one node to another for a while; the other direction works. */
    record Cut(NodeId from, NodeId to, long durationNanos) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.CUT;
        }
    }

    /** Nothing gets from these nodes to all others or back for a while. */
    record Partition(List<NodeId> side, long durationNanos) implements Fault {
        /** Copies the nodes. */
        public Partition {
            side = List.copyOf(side);
        }

        @Override
        public FaultKind kind() {
            return FaultKind.PARTITION;
        }
    }

    /** What is sent on a link for a while is held up and arrives when it is over. */
    record Clog(NodeId from, NodeId to, long durationNanos) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.CLOG;
        }
    }

    /** A node's monotonic clock stands still for a while. */
    record StandStill(NodeId node, long durationNanos) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.CLOCK;
        }
    }

    /** A node's wall clock jumps, backwards if {@code deltaNanos} is negative. */
    record WallJump(NodeId node, long deltaNanos) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.CLOCK;
        }
    }

    /** A node's disk takes so much longer for each group of entries for a while. */
    record SlowDisk(NodeId node, long durationNanos, long extraNanos) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.SLOW_DISK;
        }
    }

    /** The next write of a node's disk fails, which stops the node; it starts again after {@code downNanos}. */
    record FailWrite(NodeId node, long downNanos) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.FAIL_DISK;
        }
    }
}
