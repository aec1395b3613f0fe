package epidemic.check.history;

import epidemic.check.history.Op.Label;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which operations are judged, and whose session each belongs to. */
public enum View {
    /** All operations; a session is a process. */
    ALL,
    /** Operations executed by layer 0; a session is a process. */
    CORE,
    /**
     * All operations; the reads that a node below the core served are that node's session, in the order of {@code
     * nseq}, or without one a session for each process at the node.
     */
    NODES;

    /** The operations that are judged. */
    public History of(History history) {
        return this == CORE ? history.where(op -> op.label().layer() == 0) : history;
    }

    /** The name of an operation's session. */
    public String session(Op op) {
        if (this != NODES || op.label().layer() == 0) {
            return "process " + op.process();
        }
        return op.label().nseq() != Label.NONE
                ? "node " + op.label().node()
                : "process " + op.process() + " at " + op.label().node();
    }

    /** The operations sorted so that those of one session are in its order. */
    public List<Op> inSessionOrder(List<Op> operations) {
        List<Op> sorted = new ArrayList<>(operations);
        if (this == NODES) {
            Comparator<Op> place = Comparator.comparingLong(
                    op -> op.label().layer() > 0 && op.label().nseq() != Label.NONE
                            ? op.label().nseq()
                            : 0);
            sorted.sort(Comparator.<Op>comparingInt(op -> op.label().layer() > 0 ? 1 : 0)
                    .thenComparing(place)
                    .thenComparingInt(Op::number));
        }
        return sorted;
    }
}
