package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.Topology;
import epidemic.runtime.actor.NodeStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeBookTest {
    private static final NodeId A1 = NodeId.of("A1");
    private static final NodeId B1 = NodeId.of("B1");

    private final NodeBook book = new NodeBook(new Topology(
            List.of(new Topology.Layer("core", "strong", List.of(A1)), new Topology.Layer("l1", "weak", List.of(B1))),
            List.of()));

    @Test
    void tellsHowFarNodesAreBehindAndSinceWhen() {
        answered(1, A1, NodeStatus.State.UP, 5);
        answered(1, B1, NodeStatus.State.UP, 5);
        assertThat(book.reports(1_000)).extracting(NodeReport::ageMillis).containsExactly(0L, 0L);
        answered(2, A1, NodeStatus.State.UP, 8);
        assertThat(report(2_000, 1).ageMillis()).isEqualTo(1);
        NodeReport behind = report(2_500, 1);
        assertThat(behind.pending()).isEqualTo(3);
        assertThat(behind.behind()).isEqualTo(3);
        assertThat(behind.ageMillis()).isEqualTo(500);
        assertThat(report(2_500, 0).pending()).as("what the replica says").isEqualTo(7);
    }

    @Test
    void ignoresAnAnswerToAnEarlierQuestion() {
        answered(2, A1, NodeStatus.State.UP, 8);
        answered(1, A1, NodeStatus.State.UP, 5);
        assertThat(report(1, 0).version()).isEqualTo(8);
    }

    @Test
    void aStoppedNodeKeepsItsVersionAndOneThatReadsItsLogToo() {
        answered(1, A1, NodeStatus.State.UP, 8);
        book.stopped(A1);
        book.stored(A1, 9);
        NodeReport stopped = report(1, 0);
        assertThat(stopped.state()).isEqualTo(NodeStatus.State.STOPPED);
        assertThat(stopped.version()).isEqualTo(9);
        assertThat(stopped.serving()).isFalse();
        assertThat(stopped.pending()).isZero();
        assertThat(book.stoppedNodes()).containsExactly(A1);
        book.running(A1);
        answered(2, A1, NodeStatus.State.STARTING, 3);
        assertThat(report(1, 0).version()).isEqualTo(9);
        assertThat(report(1, 0).serving()).isFalse();
    }

    @Test
    void aDivergedNodeIsNotTheNewestButCountsAsEmpty() {
        answered(1, A1, NodeStatus.State.UP, 5);
        answered(1, B1, NodeStatus.State.UP, 8);
        assertThat(report(1_000, 0).behind()).isEqualTo(3);
        answered(2, B1, ReplicaView.DIVERGED, NodeStatus.State.UP, 8);
        assertThat(book.newestVersion()).isEqualTo(5);
        assertThat(report(2_000, 0).behind()).isZero();
        assertThat(report(2_000, 0).ageMillis()).isZero();
        assertThat(report(2_000, 1).version()).isEqualTo(8);
        assertThat(report(2_000, 1).behind()).isEqualTo(5);
        assertThat(report(2_000, 1).pending()).isEqualTo(5);
        assertThat(report(2_000, 1).ageMillis()).isPositive();
        book.stopped(B1);
        assertThat(report(3_000, 0).behind()).as("it is stopped").isZero();
        book.running(B1);
        assertThat(report(3_000, 0).behind()).as("it begins a new life").isZero();
    }

    @Test
    void theTimelineStaysBoundedAndKeepsItsOldestPoint() {
        VersionTimeline timeline = new VersionTimeline();
        for (int version = 1; version <= 100_000; version++) {
            timeline.note(version, version);
        }
        assertThat(timeline.size()).isLessThanOrEqualTo(VersionTimeline.POINTS_MAX);
        assertThat(timeline.ageMillis(100_000, 0)).isEqualTo(99_999);
        assertThat(timeline.ageMillis(100_000, 99_990)).isEqualTo(9);
        assertThat(timeline.ageMillis(100_000, 100_000)).isZero();
    }

    private NodeReport report(long nowMillis, int index) {
        return book.reports(nowMillis).get(index);
    }

    private void answered(long askedAtNanos, NodeId node, NodeStatus.State state, long version) {
        answered(askedAtNanos, node, "role", state, version);
    }

    private void answered(long askedAtNanos, NodeId node, String role, NodeStatus.State state, long version) {
        ReplicaView view = new ReplicaView(role, version, 7, 1, List.of(node), true, "", List.of());
        book.answered(askedAtNanos, new NodeStatus(node, state, view, List.of()));
    }
}
