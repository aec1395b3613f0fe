package epidemic.runtime.actor;

import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.VersionEntry;
import java.util.List;

/**
 * A node at one moment.
 *
 * @param state whether it runs
 * @param view what its replica is and holds
 * @param newest log entries behind the version that the asker named, as far as they were asked for and are in memory
 */
public record NodeStatus(NodeId node, State state, ReplicaView view, List<VersionEntry> newest) {
    /** Copies the entries. */
    public NodeStatus {
        newest = List.copyOf(newest);
    }

    /** Whether a node runs. */
    public enum State {
        /** Runs. */
        UP,
        /** Reads its log. */
        STARTING,
        /** Does not run. */
        STOPPED
    }
}
