package epidemic.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.Topology;
import epidemic.kernel.Value;
import epidemic.kernel.VersionEntry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlayerTest {
    private static final NodeId A1 = NodeId.of("A1");
    private static final NodeId A2 = NodeId.of("A2");
    private static final long SECOND = 1_000_000_000;

    private static Happening sent(long atNanos) {
        return new Happening.Sent(atNanos, A1, A2, "Replicate", false);
    }

    private static Happening changed(long atNanos, RecordedLog log, boolean isStep) {
        NodeState state = new NodeState(NodeState.Phase.DOWN, false, NodeState.UNSEEN.view(), log);
        return new Happening.Changed(atNanos, A1, state, isStep);
    }

    private static VersionEntry entry(long version, Operation.Change... writes) {
        return new VersionEntry(version, new RequestId("c", version), A1, 0, List.of(writes));
    }

    private static Recording recording(Timeline timeline, long length) {
        Topology topology = new Topology(List.of(new Topology.Layer("core", "strong", List.of(A1, A2))), List.of());
        return new Recording(
                new Recording.Facts("layered", topology, 1, 0, length, 9, "d", Optional.empty(), "c"),
                List.of(),
                timeline);
    }

    private static Player player(Happening... happenings) {
        Timeline.Builder builder = new Timeline.Builder();
        List.of(happenings).forEach(builder::add);
        return new Player(recording(builder.build(), SECOND));
    }

    @Test
    void playsAtItsSpeedAndStandsAtTheEnd() {
        Player player = player();
        player.advance(SECOND);
        assertThat(player.positionNanos()).isZero();
        player.speed(0.5);
        player.play();
        player.advance(SECOND);
        assertThat(player.positionNanos()).isEqualTo(SECOND / 2);
        assertThat(player.isPlaying()).isTrue();
        player.advance(3 * SECOND);
        assertThat(player.positionNanos()).isEqualTo(SECOND);
        assertThat(player.isPlaying()).isFalse();
        player.play();
        assertThat(player.positionNanos()).isZero();
    }

    @Test
    void stepsFromOneVisibleMomentToTheNextAndBack() {
        Player player = player(sent(10), sent(10), changed(15, RecordedLog.EMPTY, false), sent(20));
        player.play();
        player.stepForth();
        assertThat(player.positionNanos()).isEqualTo(10);
        assertThat(player.isPlaying()).isFalse();
        player.stepForth();
        assertThat(player.positionNanos()).isEqualTo(20);
        player.stepForth();
        assertThat(player.positionNanos()).isEqualTo(SECOND);
        player.stepBack();
        player.stepBack();
        assertThat(player.positionNanos()).isEqualTo(10);
        player.stepBack();
        assertThat(player.positionNanos()).isZero();
    }

    @Test
    void seeksWithinTheRecording() {
        Player player = player();
        player.play();
        player.seek(7);
        assertThat(player.positionNanos()).isEqualTo(7);
        assertThat(player.isPlaying()).isTrue();
        player.seek(Long.MAX_VALUE);
        assertThat(player.positionNanos()).isEqualTo(SECOND);
        assertThat(player.isPlaying()).isFalse();
        player.seek(-3);
        assertThat(player.positionNanos()).isZero();
    }

    @Test
    void refusesSpeedsOutOfItsRange() {
        Player player = player();
        for (double speed : new double[] {0, -1, 101, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> player.speed(speed)).hasMessageContaining("0.0001 to 100");
        }
        assertThat(player.speed()).isEqualTo(Player.SPEED_USUAL);
    }

    @Test
    void aFullTimelineKeepsTheBeginningAndEndsThere() {
        Timeline.Builder builder = new Timeline.Builder(2);
        builder.add(sent(10));
        builder.add(sent(20));
        builder.add(sent(30));
        builder.lastWasLost();
        Timeline timeline = builder.build();
        assertThat(timeline.isWhole()).isFalse();
        assertThat(timeline.between(-1, 100)).containsExactly(sent(10), sent(20));
        assertThat(recording(timeline, SECOND).lengthNanos()).isEqualTo(20);
    }

    @Test
    void tellsTheStateOfEveryMoment() {
        RecordedLog one = RecordedLog.EMPTY.append(entry(1, new Operation.Write("k", "1")));
        RecordedLog two = one.append(entry(2, new Operation.Append("l", "x"), new Operation.Write("k", "2")));
        RecordedLog other = one.append(entry(2, new Operation.Append("l", "y")));
        Timeline.Builder builder = new Timeline.Builder();
        builder.add(changed(10, one, true));
        builder.add(changed(20, two, true));
        builder.add(changed(30, other, true));
        Timeline timeline = builder.build();
        assertThat(timeline.stateOf(A1, 9)).isEqualTo(NodeState.UNSEEN);
        assertThat(timeline.stateOf(A1, 10).log()).isSameAs(one);
        assertThat(timeline.stateOf(A1, 29).log()).isSameAs(two);
        assertThat(timeline.stateOf(A2, 29)).isEqualTo(NodeState.UNSEEN);
        assertThat(timeline.newestUntil(25))
                .extracting(Timeline.Newest::version)
                .containsExactly(1L, 2L);
        assertThat(two.grewOutOf(one)).isTrue();
        assertThat(other.grewOutOf(two)).isFalse();
        assertThat(two.entries(1, 10))
                .containsExactly(entry(2, two.entries(1, 1).get(0).writes().toArray(Operation.Change[]::new)));
        assertThat(two.entries(0, 1)).extracting(VersionEntry::version).containsExactly(1L);
        assertThat(two.entries(2, 5)).isEmpty();
        assertThat(two.dataAt(1)).containsOnlyKeys("k");
        assertThat(two.dataAt(2))
                .containsEntry("k", new Value.Single("2"))
                .containsEntry("l", Value.Sequence.EMPTY.append("x"));
        assertThat(other.versionOf(new RequestId("c", 2))).contains(2L);
        assertThat(one.versionOf(new RequestId("c", 2))).isEmpty();
    }

    @Test
    void refusesWhatCameTooLate() {
        Timeline.Builder builder = new Timeline.Builder();
        builder.add(sent(10));
        assertThatThrownBy(() -> builder.add(sent(9))).isInstanceOf(IllegalArgumentException.class);
    }
}
