package epidemic.sim;

import epidemic.kernel.NodeId;
import java.util.List;

/** Something that goes wrong on purpose, at one moment or from then on for a while. Durations are virtual time. */
public sealed interface Fault {
    /** Which sort of fault it is. */
    FaultKind kind();

    /** Whom it strikes: one node or more; of a link both ends, the sending one first. */
    List<NodeId> nodes();

    /** How long it lasts in nanoseconds; of a jump of a wall clock how far it goes; 0 if it is one moment. */
    long spanNanos();

    /** The same for another span. */
    Fault withSpan(long nanos);

    /** A node stops at once and starts again after {@code downNanos}, on its disk. */
    record Crash(NodeId node, long downNanos) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.CRASH;
        }

        @Override
        public List<NodeId> nodes() {
            return List.of(node);
        }

        @Override
        public long spanNanos() {
            return downNanos;
        }

        @Override
        public Fault withSpan(long nanos) {
            return new Crash(node, nanos);
        }
    }

    /** A node stops at once, its disk is emptied, and it starts again after {@code downNanos}. */
    record CrashEmpty(NodeId node, long downNanos) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.EMPTY;
        }

        @Override
        public List<NodeId> nodes() {
            return List.of(node);
        }

        @Override
        public long spanNanos() {
            return downNanos;
        }

        @Override
        public Fault withSpan(long nanos) {
            return new CrashEmpty(node, nanos);
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

        @Override
        public long spanNanos() {
            return downNanos;
        }

        @Override
        public Fault withSpan(long nanos) {
            return new Blackout(nodes, nanos);
        }
    }

    /** A node handles nothing for a while; its mail waits, its clock goes on. */
    record Pause(NodeId node, long durationNanos) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.PAUSE;
        }

        @Override
        public List<NodeId> nodes() {
            return List.of(node);
        }

        @Override
        public long spanNanos() {
            return durationNanos;
        }

        @Override
        public Fault withSpan(long nanos) {
            return new Pause(node, nanos);
        }
    }

    /** Nothing gets from one node to another for a while; the other direction works. */
    record Cut(NodeId from, NodeId to, long durationNanos) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.CUT;
        }

        @Override
        public List<NodeId> nodes() {
            return List.of(from, to);
        }

        @Override
        public long spanNanos() {
            return durationNanos;
        }

        @Override
        public Fault withSpan(long nanos) {
            return new Cut(from, to, nanos);
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

        @Override
        public List<NodeId> nodes() {
            return side;
        }

        @Override
        public long spanNanos() {
            return durationNanos;
        }

        @Override
        public Fault withSpan(long nanos) {
            return new Partition(side, nanos);
        }
    }

    /** What is sent on a link for a while is held up and arrives when it is over. */
    record Clog(NodeId from, NodeId to, long durationNanos) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.CLOG;
        }

        @Override
        public List<NodeId> nodes() {
            return List.of(from, to);
        }

        @Override
        public long spanNanos() {
            return durationNanos;
        }

        @Override
        public Fault withSpan(long nanos) {
            return new Clog(from, to, nanos);
        }
    }

    /** A node's monotonic clock stands still for a while. */
    record StandStill(NodeId node, long durationNanos) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.CLOCK;
        }

        @Override
        public List<NodeId> nodes() {
            return List.of(node);
        }

        @Override
        public long spanNanos() {
            return durationNanos;
        }

        @Override
        public Fault withSpan(long nanos) {
            return new StandStill(node, nanos);
        }
    }

    /** A node's wall clock jumps, backwards if {@code deltaNanos} is negative. */
    record WallJump(NodeId node, long deltaNanos) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.CLOCK;
        }

        @Override
        public List<NodeId> nodes() {
            return List.of(node);
        }

        @Override
        public long spanNanos() {
            return deltaNanos;
        }

        @Override
        public Fault withSpan(long nanos) {
            return new WallJump(node, nanos);
        }
    }

    /** The host of a node tells it that a peer is gone, which may be true or not. */
    record Suspicion(NodeId node, NodeId peer) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.SUSPICION;
        }

        @Override
        public List<NodeId> nodes() {
            return List.of(node, peer);
        }

        @Override
        public long spanNanos() {
            return 0;
        }

        /** The same: it has no span. */
        @Override
        public Fault withSpan(long nanos) {
            return this;
        }
    }

    /** A node's disk takes so much longer for each group of entries for a while. */
    record SlowDisk(NodeId node, long durationNanos, long extraNanos) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.SLOW_DISK;
        }

        @Override
        public List<NodeId> nodes() {
            return List.of(node);
        }

        @Override
        public long spanNanos() {
            return durationNanos;
        }

        @Override
        public Fault withSpan(long nanos) {
            return new SlowDisk(node, nanos, extraNanos);
        }
    }

    /** The next write of a node's disk fails, which stops the node; it starts again after {@code downNanos}. */
    record FailWrite(NodeId node, long downNanos) implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.FAIL_DISK;
        }

        @Override
        public List<NodeId> nodes() {
            return List.of(node);
        }

        @Override
        public long spanNanos() {
            return downNanos;
        }

        @Override
        public Fault withSpan(long nanos) {
            return new FailWrite(node, nanos);
        }
    }
}
