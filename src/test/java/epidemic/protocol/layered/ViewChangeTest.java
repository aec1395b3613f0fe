package epidemic.protocol.layered;

import static epidemic.protocol.layered.CoreRig.A1;
import static epidemic.protocol.layered.CoreRig.A2;
import static epidemic.protocol.layered.CoreRig.A3;
import static epidemic.protocol.layered.CoreRig.write;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewChangeTest {
    private CoreTrio trio = new CoreTrio();

    @ParameterizedTest
    @CsvSource({"A1,A2,A3", "A1,A3,A2", "A2,A1,A3", "A2,A3,A1", "A3,A1,A2", "A3,A2,A1"})
    void startsInAnyOrder(String first, String second, String third) {
        for (String name : List.of(first, second, third)) {
            assertThat(trio.allServe()).isFalse();
            trio.start(NodeId.of(name));
            trio.pass(3);
        }
        trio.pass(4);

        assertThat(trio.allServe()).isTrue();
        commitAt(NodeId.of(first), "c:1");
        assertSameLogs(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A1", "A2", "A3"})
    void aNodeThatRestartsIsTakenInAgainUnderAHigherEpoch(String name) {
        startAll();
        commitAt(A2, "c:1");
        long before = trio.epochOf(A2);
        trio.stop(NodeId.of(name));
        trio.pass(10);
        trio.start(NodeId.of(name));
        trio.pass(8);

        assertThat(trio.allServe()).isTrue();
        assertThat(trio.epochOf(A2)).isGreaterThan(before);
        commitAt(NodeId.of(name), "c:2");
        assertSameLogs(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A1", "A2", "A3"})
    void aNodeWithAnEmptyDiskCatchesUpBeforeItIsTakenIn(String name) {
        startAll();
        for (int update = 1; update <= 25; update++) {
            commitAt(A1, "c:" + update);
        }
        trio.stop(NodeId.of(name));
        trio.wipe(NodeId.of(name));
        trio.start(NodeId.of(name));
        trio.pass(8);

        assertThat(trio.allServe()).isTrue();
        assertSameLogs(25);
    }

    @Test
    void allThreeRestartOnTheLongestLog() {
        startAll();
        for (int update = 1; update <= 5; update++) {
            commitAt(A1, "c:" + update);
        }
        List.of(A1, A2, A3).forEach(trio::stop);
        trio.disk(A1).subList(3, 5).clear();
        trio.disk(A2).subList(1, 5).clear();
        List.of(A1, A2, A3).forEach(trio::start);
        trio.pass(10);

        assertThat(trio.allServe()).isTrue();
        assertSameLogs(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A1", "A2", "A3"})
    void aCoordinatorThatStopsAfterPrepareDelaysButDoesNotBlock(String name) {
        NodeId coordinator = NodeId.of(name);
        startAll();
        trio.stop(coordinator);
        trio.lost = flight -> flight.message() instanceof LayeredMessage.Prepared;
        trio.start(coordinator);
        trio.pass(4);
        assertThat(trio.allServe()).isFalse();
        trio.stop(coordinator);
        trio.lost = flight -> false;
        trio.pass(10);
        trio.start(coordinator);
        trio.pass(8);

        assertThat(trio.allServe()).isTrue();
        commitAt(coordinator, "c:1");
        assertSameLogs(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A1", "A2", "A3"})
    void aCoordinatorThatStopsInTheMiddleOfInstallLosesNothing(String name) {
        NodeId restarted = NodeId.of(name);
        NodeId coordinator = restarted.equals(A1) ? A2 : A1;
        NodeId holder = restarted.equals(A3) ? A2 : A3;
        startAll();
        trio.lost = flight -> flight.message() instanceof LayeredMessage.Replicated;
        trio.request(holder, "c:1", write("c:1", "k", "v"));
        trio.stop(restarted);
        trio.lost = flight -> flight.message() instanceof LayeredMessage.Install
                && flight.to().equals(holder);
        trio.start(restarted);
        trio.pass(4);
        assertThat(trio.deliveredFrom(coordinator, 1, LayeredMessage.Install.class))
                .isNotEmpty();
        assertThat(trio.allServe()).isFalse();
        trio.stop(coordinator);
        trio.lost = flight -> false;
        trio.start(coordinator);
        trio.pass(30);

        assertThat(trio.allServe()).isTrue();
        assertSameLogs(1);
        trio.request(holder, "again", write("c:1", "k", "v"));
        assertThat(trio.outcome("again")).isEqualTo(new Outcome.Committed(holder, 0, 1, List.of()));
    }

    @Test
    void aMajorityGoesOnWithoutTheThirdAndTakesItInAgain() {
        reconfiguring();
        commitAt(A1, "c:1");
        trio.stop(A3);
        trio.pass(20);
        assertThat(trio.membersOf(A1)).containsExactly(A1, A2);
        commitAt(A2, "c:2");
        trio.start(A3);
        trio.pass(20);

        assertThat(trio.membersOf(A1)).containsExactly(A1, A2, A3);
        commitAt(A3, "c:3");
        assertSameLogs(3);
    }

    @Test
    void aMinorityTakesNoUpdatesAndAnswersNoReads() {
        reconfiguring();
        commitAt(A1, "c:1");
        trio.lost = flight -> flight.from().equals(A3) || flight.to().equals(A3);
        trio.pass(20);
        commitAt(A1, "c:2");

        trio.request(A3, "update", write("c:9", "k", "v"));
        trio.request(A3, "read", CoreRig.read("r:1", "k"));
        trio.pass(20);

        assertThat(trio.outcome("update")).isInstanceOf(Outcome.Refused.class);
        assertThat(trio.outcome("read")).isInstanceOf(Outcome.Refused.class);
        trio.lost = flight -> false;
        trio.pass(20);
        assertThat(trio.membersOf(A3)).containsExactly(A1, A2, A3);
        assertSameLogs(2);
    }

    @Test
    void aNodeThatLostItsDiskDoesNotMakeAMajority() {
        reconfiguring();
        trio.stop(A3);
        trio.pass(20);
        commitAt(A1, "c:1");
        trio.stop(A1);
        trio.stop(A2);
        trio.wipe(A2);
        trio.start(A2);
        trio.start(A3);
        trio.pass(30);
        assertThat(trio.serving(A2)).as("only A1 knows of c:1").isFalse();
        assertThat(trio.serving(A3)).isFalse();

        trio.start(A1);
        trio.pass(30);

        assertSameLogs(1);
    }

    @Test
    void whatAllMembersHaveJournaledSurvivesThoughNoLogHasIt() {
        startAll();
        trio.lost = flight -> flight.message() instanceof LayeredMessage.Replicated;
        trio.request(A1, "c:1", write("c:1", "k", "v"));
        List.of(A1, A2, A3).forEach(trio::stop);
        trio.lost = flight -> false;
        List.of(A1, A2, A3).forEach(trio::start);
        trio.pass(20);

        assertThat(trio.allServe()).isTrue();
        assertSameLogs(1);
    }

    private void reconfiguring() {
        trio = new CoreTrio(MapSettings.layered().with("core.on-failure", "reconfigure"));
        startAll();
    }

    @Test
    void whatOneMemberHoldsIsInheritedThoughItsOriginHasForgottenIt() {
        startAll();
        trio.lost = flight -> flight.message() instanceof LayeredMessage.Replicate
                && flight.to().equals(A2);
        trio.request(A1, "c:1", write("c:1", "k", "v"));
        assertThat(trio.outcome("c:1")).isNull();
        trio.stop(A1);
        trio.lost = flight -> false;
        trio.start(A1);
        trio.pass(8);

        assertThat(trio.allServe()).isTrue();
        assertSameLogs(1);
    }

    @Test
    void aLearnerAcknowledgesNothing() {
        CoreRig learner = new CoreRig(A1, MapSettings.layered()).start();
        Progress none = new Progress(0, SequenceVector.zero(3));
        Batch batch = new Batch(7, new epidemic.model.clock.Stamp(1, A2), 1, 0, List.of(write("c:1", "k", "v")));

        learner.question(A2, new LayeredMessage.Replicate(batch, none));

        assertThat(learner.answers(LayeredMessage.Replicated.class)).isEmpty();
        assertThat(learner.answers(LayeredMessage.Rejected.class)).hasSize(1);
    }

    @Test
    void aRestartedNodeAcknowledgesNothingUntilItIsTakenInAgain() {
        startAll();
        trio.lost = flight -> flight.message() instanceof LayeredMessage.Replicate;
        trio.request(A1, "c:1", write("c:1", "k", "v"));
        trio.stop(A3);
        trio.lost = flight -> flight.message() instanceof LayeredMessage.Prepare;
        trio.start(A3);
        trio.pass(8);

        assertThat(trio.deliveredFrom(A1, 1, LayeredMessage.Replicate.class)).isNotEmpty();
        assertThat(trio.deliveredFrom(A3, 2, LayeredMessage.Replicated.class)).isEmpty();
        assertThat(trio.disk(A1)).isEmpty();
    }

    @Test
    void aMemberThatHasPromisedAcknowledgesNothingOfItsOldView() {
        CoreRig member = CoreRig.serving(A1);
        member.question(A3, new LayeredMessage.Prepare(member.epoch + 1, 1, 0));

        member.replicate(A2, 1, 1, new Progress(0, SequenceVector.zero(3)), write("c:1", "k", "v"));

        assertThat(member.answers(LayeredMessage.Replicated.class)).isEmpty();
        assertThat(member.answers(LayeredMessage.Rejected.class))
                .containsExactly(new LayeredMessage.Rejected(member.epoch + 1));
    }

    @Test
    void aStalePrepareIsRejectedAndChangesNothing() {
        CoreRig member = CoreRig.serving(A1);

        member.question(A3, new LayeredMessage.Prepare(member.epoch - 1, 1, 0));
        member.question(A3, new LayeredMessage.Prepare(member.epoch, 1, 0));

        assertThat(member.answers(LayeredMessage.Prepared.class)).isEmpty();
        assertThat(member.answers(LayeredMessage.Rejected.class)).hasSize(2);
        assertThat(member.replica.view(0).serving()).isTrue();
    }

    @Test
    void aPrepareSaidTwiceIsAnsweredTwiceTheSame() {
        CoreRig member = CoreRig.serving(A1);
        member.replicate(A2, 1, 1, new Progress(0, SequenceVector.zero(3)), write("c:1", "k", "v"));

        member.question(A3, new LayeredMessage.Prepare(20, 1, 0));
        member.question(A3, new LayeredMessage.Prepare(20, 1, 0));

        List<LayeredMessage.Prepared> answers = member.answers(LayeredMessage.Prepared.class);
        assertThat(answers).hasSize(2);
        assertThat(answers.get(0)).isEqualTo(answers.get(1));
        assertThat(answers.get(0).pending()).hasSize(1);
    }

    @Test
    void anInstallForAnEarlierLifeIsRejected() {
        CoreRig learner = new CoreRig(A1, MapSettings.layered()).start();

        learner.question(A2, new LayeredMessage.Prepare(9, 1, 0));
        learner.question(
                A2,
                new LayeredMessage.Install(
                        new View(9, LayeredTopology.CORE), 1, Map.of(A1, 0L, A2, 1L, A3, 1L), 0, List.of(), List.of()));

        assertThat(learner.answers(LayeredMessage.Installed.class)).isEmpty();
        assertThat(learner.answers(LayeredMessage.Rejected.class)).hasSize(1);
    }

    @Test
    void twoLearnersAgreeOnOneView() {
        startAll();
        commitAt(A1, "c:1");
        trio.stop(A1);
        trio.stop(A3);
        trio.start(A3);
        trio.start(A1);
        trio.pass(10);

        assertThat(trio.allServe()).isTrue();
        assertThat(trio.epochOf(A1)).isEqualTo(trio.epochOf(A2)).isEqualTo(trio.epochOf(A3));
        commitAt(A3, "c:2");
        assertSameLogs(2);
    }

    @Test
    void aLostAnswerOfEachKindOnlyDelays() {
        for (Class<?> type : List.of(
                LayeredMessage.Prepare.class,
                LayeredMessage.Prepared.class,
                LayeredMessage.Install.class,
                LayeredMessage.Installed.class,
                LayeredMessage.VersionsFetched.class)) {
            CoreTrio other = new CoreTrio();
            int[] left = {2};
            other.lost = flight -> type.isInstance(flight.message()) && left[0]-- > 0;
            List.of(A1, A2, A3).forEach(other::start);
            other.pass(12);
            assertThat(other.allServe()).as(type.getSimpleName()).isTrue();
        }
    }

    @Test
    void aClientIsToldThoughItsUpdateReachedItsNodeByTheViewChange() {
        startAll();
        trio.lost = flight -> flight.from().equals(A2)
                && flight.to().equals(A3)
                && (flight.message() instanceof LayeredMessage.Commit
                        || flight.message() instanceof LayeredMessage.Heartbeat);
        trio.request(A2, "below", write("c:1", "k", "v"));
        trio.request(A3, "above", write("c:2", "k", "w"));
        assertThat(trio.disk(A1)).hasSize(2);
        assertThat(trio.disk(A3)).isEmpty();
        assertThat(trio.outcome("above")).isNull();
        trio.stop(A2);
        trio.lost = flight -> false;
        trio.start(A2);
        trio.pass(4);

        assertSameLogs(2);
        assertThat(trio.outcome("above")).isEqualTo(new Outcome.Committed(A3, 0, 2, List.of()));
    }

    private void startAll() {
        List.of(A1, A2, A3).forEach(trio::start);
        trio.pass(6);
        assertThat(trio.allServe()).isTrue();
    }

    private void commitAt(NodeId node, String id) {
        trio.request(node, id, write(id, "k", id));
        assertThat(trio.outcome(id)).isInstanceOf(Outcome.Committed.class);
    }

    private void assertSameLogs(int versions) {
        assertThat(trio.disk(A1)).hasSize(versions);
        assertThat(trio.disk(A2)).isEqualTo(trio.disk(A1));
        assertThat(trio.disk(A3)).isEqualTo(trio.disk(A1));
    }
}
