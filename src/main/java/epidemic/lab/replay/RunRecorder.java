package epidemic.lab.replay;

import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Snapshot;
import epidemic.kernel.VersionEntry;
import epidemic.replay.Happening;
import epidemic.replay.Mark;
import epidemic.replay.NodeState;
import epidemic.replay.RecordedLog;
import epidemic.replay.Recording;
import epidemic.replay.Timeline;
import epidemic.sim.Fault;
import epidemic.sim.FaultPlanText;
import epidemic.sim.Invariant;
import epidemic.sim.SimNode;
import epidemic.sim.Simulation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes down what a person could see of a run. It only looks: the run is the same with it and without. Background
 * messages, such as heartbeats, are left out, as on the live page.
 *
 * <p>That a node begins to start, or goes on after a pause, is seen when next anything happens anywhere.
 */
final class RunRecorder implements Invariant {
    private final Timeline.Builder timeline;
    private final List<Mark> marks = new ArrayList<>();
    private final Map<NodeId, Watched> watched = new LinkedHashMap<>();

    /** What is known of one node. */
    private static final class Watched {
        private NodeState state = NodeState.UNSEEN;
        private long atNanos;
    }

    RunRecorder(Timeline.Builder timeline) {
        this.timeline = timeline;
    }

    @Override
    public String name() {
        return "recorder";
    }

    Timeline timeline() {
        return timeline.build();
    }

    List<Mark> marks() {
        return marks;
    }

    // Nodes.

    @Override
    public void afterBatch(SimNode node) {
        lookAtAll(node.simulation());
        look(node, watchedOf(node).state.log());
    }

    @Override
    public void appended(SimNode node, List<VersionEntry> entries) {
        RecordedLog log = watchedOf(node).state.log();
        for (VersionEntry entry : entries) {
            log = log.append(entry);
        }
        look(node, log);
    }

    /** The node's log is what another one's was: the recording keeps the versions that a snapshot stands for. */
    @Override
    public void replaced(SimNode node, Snapshot snapshot, List<VersionEntry> entries) {
        long version = snapshot.version();
        for (SimNode other : node.simulation().nodes()) {
            RecordedLog log = watchedOf(other).state.log();
            if (log.length() >= version) {
                look(node, log.cutTo(version));
                appended(node, entries);
                return;
            }
        }
    }

    @Override
    public void started(SimNode node) {
        if (node.incarnation() > 1) {
            String text = "starts life " + node.incarnation() + " with version " + node.recoveredVersion();
            tell(node, "restart", text);
            mark(nowOf(node), 0, "restart", List.of(node.id()), node.id() + " " + text);
        }
    }

    @Override
    public void crashed(SimNode node, int lostCount, boolean torn) {
        cut(node);
        tell(node, "crash", "stops; its disk lost " + lostCount + " entries" + (torn ? ", one of them torn" : ""));
    }

    @Override
    public void emptied(SimNode node) {
        cut(node);
        tell(node, "empty", "its disk is empty");
    }

    private void cut(SimNode node) {
        look(node, watchedOf(node).state.log().cutTo(node.logEnd()));
    }

    /** Cheap: a node's view is made only if its host's word for it is another one. */
    private void lookAtAll(Simulation simulation) {
        for (SimNode node : simulation.nodes()) {
            NodeState known = watchedOf(node).state;
            if (known.phase() != phaseOf(node) || known.paused() != node.isPaused()) {
                look(node, known.log());
            }
        }
    }

    private void look(SimNode node, RecordedLog log) {
        Watched known = watchedOf(node);
        NodeState.Phase phase = phaseOf(node);
        NodeState now = new NodeState(
                phase,
                node.isPaused(),
                phase == NodeState.Phase.UP
                        ? node.view()
                        : phase == NodeState.Phase.DOWN ? known.state.view() : NodeState.UNSEEN.view(),
                log);
        boolean differs = Countdowns.differBeyond(known.state, now);
        long atNanos = nowOf(node);
        if (differs || Countdowns.beganAnew(known.state, now, atNanos - known.atNanos)) {
            known.state = now;
            known.atNanos = atNanos;
            timeline.add(new Happening.Changed(atNanos, node.id(), now, differs));
        }
    }

    private static NodeState.Phase phaseOf(SimNode node) {
        if (node.isUp()) {
            return NodeState.Phase.UP;
        }
        return node.isRunning() ? NodeState.Phase.STARTING : NodeState.Phase.DOWN;
    }

    private Watched watchedOf(SimNode node) {
        return watched.computeIfAbsent(node.id(), id -> new Watched());
    }

    private static long nowOf(SimNode node) {
        return node.simulation().nowNanos();
    }

    // Messages.

    @Override
    public void sent(SimNode from, SimNode to, Message message, boolean isAnswer) {
        lookAtAll(from.simulation());
        if (!message.isBackground() && from != to) {
            timeline.add(new Happening.Sent(nowOf(from), from.id(), to.id(), message.kind(), false));
        }
    }

    /** The network tells of a loss at once, before anything else is sent. */
    @Override
    public void ignored(SimNode from, SimNode to, Message message, Ignored why) {
        if (why == Ignored.LOST && !message.isBackground() && from != to) {
            timeline.lastWasLost();
        }
    }

    @Override
    public void delivered(SimNode from, SimNode to, Message message, boolean isAnswer) {
        lookAtAll(to.simulation());
    }

    // Events and marks.

    @Override
    public void observed(SimNode node, Observation observation) {
        tell(node, observation.kind(), observation.text());
    }

    @Override
    public void fault(long atNanos, Fault fault) {
        List<NodeId> nodes = fault.nodes();
        String text = FaultPlanText.print(fault);
        tell(atNanos, nodes.get(0), "fault", text);
        mark(
                atNanos,
                fault instanceof Fault.WallJump ? 0 : fault.spanNanos(),
                fault.kind().code(),
                nodes,
                text);
    }

    @Override
    public void healed(long atNanos) {
        tell(atNanos, Recording.RUN, "heal", "everything works from now on");
        mark(atNanos, 0, "heal", List.of(), "everything heals");
    }

    /** The run has ended because a check did not hold. */
    void violated(long atNanos, Recording.Violation violation) {
        tell(atNanos, Recording.RUN, "violation", violation.guarantee() + " does not hold: " + violation.message());
        mark(atNanos, 0, "violation", List.of(), violation.guarantee() + " does not hold");
    }

    private void tell(SimNode node, String kind, String text) {
        tell(nowOf(node), node.id(), kind, text);
    }

    private void tell(long atNanos, NodeId node, String kind, String text) {
        timeline.add(new Happening.Told(atNanos, node, kind, text));
    }

    private void mark(long atNanos, long durationNanos, String kind, List<NodeId> nodes, String text) {
        if (marks.size() < Recording.MARKS_MAX - 1 || kind.equals("violation")) {
            marks.add(new Mark(atNanos, atNanos + durationNanos, kind, nodes, text));
        }
    }
}
