package epidemic.runtime.actor;

import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.kernel.Snapshot;
import epidemic.kernel.VersionEntry;
import epidemic.runtime.figures.NodeFigures;
import java.util.List;

/**
 * Watches what nodes do: for dashboard and metrics. Called by the actors of all nodes, so implementations are
 * thread-safe, quick and never throw.
 */
public interface NodeObserver {
    /** Watches nothing. */
    NodeObserver NONE = new NodeObserver() {};

    /** Where a node counts. The same for all its lives, and asked for once in each. */
    default NodeFigures figures(NodeId node) {
        return new NodeFigures();
    }

    /** A message was sent. */
    default void sent(NodeId from, NodeId to, Message message) {}

    /** A message that was sent is known not to arrive: its link is cut or lossy on purpose. */
    default void lost(NodeId from, NodeId to, Message message) {}

    /** A replica told a fact. */
    default void observed(NodeId node, Observation observation) {}

    /** A life that begins has read the snapshot that its log begins with. */
    default void recovered(NodeId node, Snapshot snapshot) {}

    /**
     * A life that begins has read entries of its log.
     *
     * @param afterVersion the version before the first of them; 0 for the first that a life reads, unless there was a
     *     snapshot
     */
    default void recovered(NodeId node, long afterVersion, List<VersionEntry> entries) {}

    /** A node gives entries to its log. */
    default void appended(NodeId node, List<VersionEntry> entries) {}

    /** A node puts a snapshot and the entries behind it in place of its log. */
    default void replaced(NodeId node, Snapshot snapshot, List<VersionEntry> entries) {}

    /** A client was told an outcome. */
    default void replied(NodeId node, Outcome outcome) {}

    /** Tells two observers, one after the other; nodes count where the first one says. */
    static NodeObserver both(NodeObserver first, NodeObserver second) {
        return new NodeObserver() {
            @Override
            public NodeFigures figures(NodeId node) {
                return first.figures(node);
            }

            @Override
            public void sent(NodeId from, NodeId to, Message message) {
                first.sent(from, to, message);
                second.sent(from, to, message);
            }

            @Override
            public void lost(NodeId from, NodeId to, Message message) {
                first.lost(from, to, message);
                second.lost(from, to, message);
            }

            @Override
            public void observed(NodeId node, Observation observation) {
                first.observed(node, observation);
                second.observed(node, observation);
            }

            @Override
            public void recovered(NodeId node, Snapshot snapshot) {
                first.recovered(node, snapshot);
                second.recovered(node, snapshot);
            }

            @Override
            public void replaced(NodeId node, Snapshot snapshot, List<VersionEntry> entries) {
                first.replaced(node, snapshot, entries);
                second.replaced(node, snapshot, entries);
            }

            @Override
            public void recovered(NodeId node, long afterVersion, List<VersionEntry> entries) {
                first.recovered(node, afterVersion, entries);
                second.recovered(node, afterVersion, entries);
            }

            @Override
            public void appended(NodeId node, List<VersionEntry> entries) {
                first.appended(node, entries);
                second.appended(node, entries);
            }

            @Override
            public void replied(NodeId node, Outcome outcome) {
                first.replied(node, outcome);
                second.replied(node, outcome);
            }
        };
    }
}
