package epidemic.client;

import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;

/**
 * What became of the transaction of a line.
 *
 * @param line the number of the line in its file, from 1 on
 * @param node the node that executed it or was asked to
 * @param layer that node's layer
 */
public record LineOutcome(long line, NodeId node, int layer, Outcome outcome) {
    /**
     * An outcome; a committed transaction tells its node and layer itself.
     *
     * @param asked the node that was asked
     * @param layer that node's layer
     */
    public static LineOutcome of(long line, NodeId asked, int layer, Outcome outcome) {
        return outcome instanceof Outcome.Committed committed
                ? new LineOutcome(line, committed.node(), committed.layer(), outcome)
                : new LineOutcome(line, asked, layer, outcome);
    }

    /** The name of the outcome in summaries: committed, refused or unknown. */
    public String outcomeName() {
        if (outcome instanceof Outcome.Committed) {
            return "committed";
        }
        return outcome instanceof Outcome.Refused ? "refused" : "unknown";
    }
}
