package epidemic.web;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.storage.DiskCall;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where answers about nodes come from: nodes that run, or a recorded run at its present moment. Thread-safe. */
interface NodeSource {
    /** All nodes, in the order of the topology. */
    CompletionStage<List<NodeReport>> reports();

    /**
     * A piece of a node's version log, also of a stopped node.
     *
     * @param afterVersion the version before the first one wanted
     * @param limit at most so many
     */
    CompletionStage<DiskCall.ReadResult> versions(NodeId node, long afterVersion, int limit);

    /**
     * A node's data.
     *
     * @param version empty for the newest
     * @throws ApiException 503 if the node is stopped
     */
    CompletionStage<NodeCall.Data> data(NodeId node, Optional<Long> version);

    /** The refusal to tell the data of a stopped node. */
    static ApiException stopped(NodeId node) {
        return new ApiException(503, "node-stopped", node + " is stopped");
    }
}
