package epidemic.web;

import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaView;
import epidemic.replay.Happening;
import epidemic.replay.NodeState;
import epidemic.replay.RecordedLog;
import epidemic.replay.Recording;
import epidemic.replay.Timeline;
import epidemic.runtime.actor.NodeStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a page shows of a recorded run at one moment: a function of the moment alone, however one got there. Immutable.
 *
 * @param atNanos when, in virtual time
 * @param nodes all nodes, in the order of the topology
 * @param crashed the stopped ones
 * @param logs their version logs
 */
record ReplayMoment(long atNanos, List<NodeReport> nodes, List<NodeId> crashed, Map<NodeId, RecordedLog> logs) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    static ReplayMoment of(Recording recording, long atNanos) {
        Timeline timeline = recording.timeline();
        NodeBook book = new NodeBook(recording.facts().topology());
        Map<NodeId, RecordedLog> logs = new LinkedHashMap<>();
        for (NodeId node : recording.facts().topology().nodes()) {
            Happening.Changed changed = timeline.changeOf(node, atNanos);
            note(book, node, changed.state(), atNanos - changed.atNanos());
            logs.put(node, changed.state().log());
        }
        timeline.newestUntil(atNanos)
                .forEach(newest -> book.wasNewest(newest.atNanos() / NANOS_PER_MILLI, newest.version()));
        List<NodeReport> reports = book.reports(atNanos / NANOS_PER_MILLI);
        return new ReplayMoment(atNanos, reports, book.stoppedNodes(), logs);
    }

    private static void note(NodeBook book, NodeId node, NodeState state, long elapsedNanos) {
        if (state.phase() == NodeState.Phase.UP) {
            book.answered(0, new NodeStatus(node, NodeStatus.State.UP, viewOf(state, elapsedNanos), List.of()));
        } else if (state.phase() == NodeState.Phase.DOWN) {
            book.answered(0, new NodeStatus(node, NodeStatus.State.UP, state.view(), List.of()));
            book.stopped(node);
            book.stored(node, state.version());
        } else {
            book.stopped(node);
            book.stored(node, state.version());
            book.running(node);
        }
    }

    /** Countdowns have gone on since the node was looked at; a paused node serves nobody. */
    private static ReplicaView viewOf(NodeState state, long elapsedNanos) {
        ReplicaView view = state.view();
        List<ReplicaView.Feed> feeds = view.feeds().stream()
                .map(feed -> new ReplicaView.Feed(
                        feed.target(),
                        feed.acknowledged(),
                        feed.inFlight(),
                        feed.updatesToNextPush(),
                        feed.nanosToNextPush().map(left -> Math.max(0, left - elapsedNanos))))
                .toList();
        return new ReplicaView(
                view.role(),
                view.version(),
                view.pending(),
                view.epoch(),
                view.members(),
                view.serving() && !state.paused(),
                state.paused() ? "paused" : view.reason(),
                feeds,
                view.details());
    }

    /** Whether every log of this moment grew out of the one of an earlier moment. */
    boolean continues(ReplayMoment earlier) {
        return atNanos >= earlier.atNanos
                && logs.entrySet().stream()
                        .allMatch(log -> log.getValue().grewOutOf(earlier.logs().get(log.getKey())));
    }
}
