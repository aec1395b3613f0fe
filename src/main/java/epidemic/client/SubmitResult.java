package epidemic.client;

import java.util.List;
import java.util.Optional;

/**
 * The end of a submission.
 *
 * @param strategy the strategy of the system
 * @param ran false if nothing was sent because of a bad line under {@code strict}
 * @param nodes all nodes after the last outcome, layer by layer; none if there is a problem
 * @param problem why the nodes could not be asked
 */
public record SubmitResult(String strategy, boolean ran, List<NodeSummary> nodes, Optional<String> problem) {
    /** Copies the nodes. */
    public SubmitResult {
        nodes = List.copyOf(nodes);
    }
}
