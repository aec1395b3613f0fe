package epidemic.replay;

import epidemic.kernel.NodeId;
import java.util.List;

/**
 * A place on the time line that people look for.
 *
 * @param atNanos when it begins, in virtual time
 * @param untilNanos when it is over; the same for what has no length
 * @param kind the fault's name; or restart, heal, violation
 * @param nodes whom it concerns; none if all
 * @param text what it is
 */
public record Mark(long atNanos, long untilNanos, String kind, List<NodeId> nodes, String text) {
    /** Copies the nodes. */
    public Mark {
        nodes = List.copyOf(nodes);
    }
}
