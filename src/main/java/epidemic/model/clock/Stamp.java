package epidemic.model.clock;

import epidemic.kernel.NodeId;

/**
 * A point in the total order of events: Lamport time, ties broken by node (Lamport 1978, "Ordering the Events Totally").
 *
 * @param time 1 or more for events, 0 for {@link #FIRST}
 * @param node whose event it is
 */
public record Stamp(long time, NodeId node) implements Comparable<Stamp> {
    /** A stamp below that of every event. */
    public static final Stamp FIRST = new Stamp(0, NodeId.of("-"));

    @Override
    public int compareTo(Stamp other) {
        int byTime = Long.compare(time, other.time);
        return byTime != 0 ? byTime : node.compareTo(other.node);
    }

    /** Whether this stamp stands before the other one. */
    public boolean isBefore(Stamp other) {
        return compareTo(other) < 0;
    }

    @Override
    public String toString() {
        return time + "." + node;
    }
}
