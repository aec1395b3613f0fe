package epidemic.replay;

import epidemic.kernel.ReplicaView;
import java.util.List;

/**
 * A node at one moment of a recorded run.
 *
 * @param phase whether it runs
 * @param paused whether it runs and handles nothing
 * @param view what its replica is; of a node that is down, what it was
 * @param log what a reader of its version log would find
 */
public record NodeState(Phase phase, boolean paused, ReplicaView view, RecordedLog log) {
    /** A node that was never seen. */
    public static final NodeState UNSEEN = new NodeState(
            Phase.STARTING, false, new ReplicaView("", 0, 0, 0, List.of(), false, "", List.of()), RecordedLog.EMPTY);

    /** Whether a node runs. */
    public enum Phase {
        /** Runs. */
        UP,
        /** Reads its log. */
        STARTING,
        /** Does not run. */
        DOWN
    }

    /** V: the version applied; of a node that is not up, the length of its log. */
    public long version() {
        return phase == Phase.UP ? view.version() : log.length();
    }
}
