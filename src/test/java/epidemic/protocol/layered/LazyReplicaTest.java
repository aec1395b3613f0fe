package epidemic.protocol.layered;

import static epidemic.protocol.layered.CoreRig.entries;
import static epidemic.protocol.layered.CoreRig.write;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RecordingContext;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.kernel.TimerKey;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LazyReplicaTest {
    private static final NodeId A3 = NodeId.of("A3");
    private static final NodeId B2 = NodeId.of("B2");
    private static final NodeId C1 = NodeId.of("C1");
    private static final NodeId C2 = NodeId.of("C2");
    private static final TimerKey PUSH = new TimerKey("push");
    private static final long SECOND = 1_000_000_000;

    private final RecordingContext context = new RecordingContext(B2, 1);
    private final LazyReplica replica = LazyReplica.layer1(B2, LayeredConfig.of(MapSettings.layered()));

    @BeforeEach
    void start() {
        context.nowNanos = 5 * SECOND;
        replica.onStart(context);
        replica.onBatchEnd(context);
    }

    // What it holds.

    @Test
    void tellsItsSourceThatItHasStarted() {
        assertThat(context.questionsTo(A3, LayeredMessage.Announce.class))
                .containsExactly(new LayeredMessage.Announce(0));
        replica.onSilence(A3, new LayeredMessage.Announce(0), context);
        context.clear();

        replica.onTimer(new TimerKey("announce"), context);

        assertThat(context.questionsTo(A3, LayeredMessage.Announce.class)).hasSize(1);
    }

    @Test
    void installsWhatFollowsItsPrefixAndPassesOverWhatItHolds() {
        propagate(0, entries(1, 10), 10);
        propagate(5, entries(6, 20), 20);

        assertThat(context.appended).isEqualTo(entries(1, 20));
        assertThat(held()).containsExactly(10L, 20L);
        assertThat(replica.history().version()).isEqualTo(20);
    }

    @Test
    void answersAGapWithWhatItHolds() {
        propagate(0, entries(1, 10), 10);
        context.clear();

        propagate(20, entries(21, 30), 30);

        assertThat(held()).containsExactly(10L);
        assertThat(context.appended).isEmpty();
        assertThat(replica.history().version()).isEqualTo(10);
    }

    @Test
    void theVersionsOfOnePropagationBecomeReadableTogether() {
        propagate(0, entries(1, 7), 20);
        assertThat(replica.history().version()).isZero();
        assertThat(context.appended).isEmpty();
        propagate(7, entries(8, 14), 20);
        assertThat(replica.history().version()).isZero();

        propagate(14, entries(15, 20), 20);

        assertThat(replica.history().version()).isEqualTo(20);
        assertThat(held()).containsExactly(7L, 14L, 20L);
        assertThat(replica.view(0).pending()).isZero();
    }

    @Test
    void aProbeDoesNotEndAPropagationUnderWay() {
        propagate(0, entries(1, 7), 20);

        propagate(0, List.of(), 0);

        assertThat(held()).containsExactly(7L, 7L);
        assertThat(replica.history().version()).isZero();
    }

    @Test
    void aLateCopyOfAnEarlierMessageDoesNotEndAPropagationUnderWay() {
        propagate(0, entries(1, 10), 10);
        propagate(10, entries(11, 17), 30);

        propagate(0, entries(1, 10), 10);

        assertThat(replica.history().version()).isEqualTo(10);
        assertThat(context.appended).isEqualTo(entries(1, 10));
    }

    @Test
    void aNodeThatComesBackEmptyTakesEverythingFromTheBeginning() {
        LazyReplica empty = LazyReplica.layer1(B2, LayeredConfig.of(MapSettings.layered()));
        RecordingContext life = new RecordingContext(B2, 2);
        empty.onStart(life);
        empty.onQuestion(
                A3, new RecordingContext.Asker(A3), new LayeredMessage.Propagate(10, entries(11, 20), 20), life);
        empty.onQuestion(A3, new RecordingContext.Asker(A3), new LayeredMessage.Propagate(0, entries(1, 20), 20), life);

        assertThat(life.answered)
                .extracting(RecordingContext.Sent::message)
                .containsExactly(new LayeredMessage.Propagated(0), new LayeredMessage.Propagated(20));
        assertThat(life.appended).isEqualTo(entries(1, 20));
    }

    @Test
    void recoversItsLogWithoutWritingItAgain() {
        LazyReplica restarted = LazyReplica.layer1(B2, LayeredConfig.of(MapSettings.layered()));
        entries(1, 10).forEach((VersionEntry entry) -> restarted.recover(entry));
        RecordingContext life = new RecordingContext(B2, 2);

        restarted.onStart(life);

        assertThat(life.appended).isEmpty();
        assertThat(life.questionsTo(A3, LayeredMessage.Announce.class))
                .containsExactly(new LayeredMessage.Announce(10));
    }

    // Reads.

    @Test
    void refusesUpdatesAndOtherLayers() {
        replica.onRequest(new RecordingContext.Client("u"), write("c:1", "k", "v"), context);
        replica.onRequest(new RecordingContext.Client("r"), read(2, 0), context);

        assertThat(context.replied)
                .hasSize(2)
                .allSatisfy(replied -> assertThat(replied.outcome())
                        .isInstanceOfSatisfying(
                                Outcome.Refused.class,
                                refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.WRONG_LAYER)));
    }

    @Test
    void aSessionAheadWaitsForItsVersion() {
        propagate(0, entries(1, 10), 10);
        request("behind", read(1, 10));
        request("ahead", read(1, 11));
        assertThat(context.replied).hasSize(1);

        propagate(10, entries(11, 20), 20);

        assertThat(context.replied)
                .extracting(replied -> ((Outcome.Committed) replied.outcome()).version())
                .containsExactly(10L, 20L);
    }

    @Test
    void aSessionAheadIsRefusedAtItsDeadlineAndNotBefore() {
        request("ahead", read(1, 11));
        long deadline = context.timers.get(new TimerKey("sessions"));
        assertThat(deadline).isEqualTo(context.nowNanos + SECOND);

        context.nowNanos = deadline - 1;
        sessionTimer();
        assertThat(context.replied).isEmpty();
        context.nowNanos = deadline;
        sessionTimer();

        assertThat(context.replied)
                .singleElement()
                .satisfies(replied -> assertThat(replied.outcome())
                        .isInstanceOfSatisfying(
                                Outcome.Refused.class,
                                refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.SESSION_AHEAD)));
    }

    @Test
    void layerTwoIgnoresSessions() {
        LazyReplica leaf = LazyReplica.layer2(C1, LayeredConfig.of(MapSettings.layered()));
        RecordingContext leafContext = new RecordingContext(C1, 1);

        leaf.onRequest(new RecordingContext.Client("r"), read(2, 99), leafContext);

        assertThat(leafContext.replied)
                .singleElement()
                .satisfies(replied -> assertThat(replied.outcome()).isInstanceOf(Outcome.Committed.class));
    }

    @Test
    void layerTwoKeepsASessionThatNamesItsPolicy() {
        LazyReplica leaf = LazyReplica.layer2(C1, LayeredConfig.of(MapSettings.layered()));
        RecordingContext leafContext = new RecordingContext(C1, 1);
        Session session = new Session(99, Optional.of(Session.Policy.REDIRECT), Optional.empty());

        leaf.onRequest(
                new RecordingContext.Client("r"),
                new Transaction(RequestId.parse("r:1"), 2, List.of(new Operation.Read("k1")), session),
                leafContext);

        assertThat(leafContext.replied)
                .singleElement()
                .satisfies(replied -> assertThat(replied.outcome())
                        .isInstanceOfSatisfying(
                                Outcome.Refused.class,
                                refused -> assertThat(refused.redirect())
                                        .as("the core node from which C1's versions come")
                                        .contains(A3)));
    }

    // The pushes to layer 2.

    @Test
    void pushesOnAFixedScheduleThatLatenessDoesNotMove() {
        List<Long> due = new ArrayList<>();
        due.add(context.timers.get(PUSH));
        for (long lateness : new long[] {3, 700_000_000, 25 * SECOND, 0}) {
            context.nowNanos = due.get(due.size() - 1) + lateness;
            replica.onTimer(PUSH, context);
            due.add(context.timers.get(PUSH));
        }

        assertThat(due).containsExactly(15 * SECOND, 25 * SECOND, 35 * SECOND, 65 * SECOND, 75 * SECOND);
    }

    @Test
    void pushesToEachTargetWhatItMissesAndNothingBeforeTheTime() {
        propagate(0, entries(1, 20), 20);
        announce(C1, 0);
        announce(C2, 10);
        assertThat(context.questionsTo(C1, LayeredMessage.Propagate.class)).isEmpty();

        push();

        assertThat(context.questionsTo(C1, LayeredMessage.Propagate.class))
                .containsExactly(new LayeredMessage.Propagate(0, entries(1, 20), 20));
        assertThat(context.questionsTo(C2, LayeredMessage.Propagate.class))
                .containsExactly(new LayeredMessage.Propagate(10, entries(11, 20), 20));
    }

    @Test
    void aPushWithoutNewsSendsNothing() {
        propagate(0, entries(1, 10), 10);
        announce(C1, 10);
        announce(C2, 10);
        context.clear();

        push();
        push();

        assertThat(context.asked).isEmpty();
        assertThat(context.appended).isEmpty();
    }

    @Test
    void aDeadTargetDelaysNobody() {
        propagate(0, entries(1, 10), 10);
        announce(C1, 0);
        announce(C2, 0);
        push();
        answer(C2, 10);
        propagate(10, entries(11, 20), 20);
        context.clear();

        push();

        assertThat(context.questionsTo(C1, LayeredMessage.Propagate.class))
                .as("the first one is still unanswered")
                .isEmpty();
        assertThat(context.questionsTo(C2, LayeredMessage.Propagate.class))
                .containsExactly(new LayeredMessage.Propagate(10, entries(11, 20), 20));
    }

    private void push() {
        context.nowNanos = context.timers.get(PUSH);
        replica.onTimer(PUSH, context);
        replica.onBatchEnd(context);
    }

    private void answer(NodeId target, long version) {
        Message question =
                context.questionsTo(target, LayeredMessage.Propagate.class).get(0);
        replica.onAnswer(target, question, new LayeredMessage.Propagated(version), context);
        replica.onBatchEnd(context);
    }

    private void announce(NodeId target, long version) {
        replica.onQuestion(target, new RecordingContext.Asker(target), new LayeredMessage.Announce(version), context);
        replica.onBatchEnd(context);
    }

    private void propagate(long afterVersion, List<VersionEntry> entries, long upTo) {
        replica.onQuestion(
                A3, new RecordingContext.Asker(A3), new LayeredMessage.Propagate(afterVersion, entries, upTo), context);
        replica.onBatchEnd(context);
    }

    private void request(String client, Transaction transaction) {
        replica.onRequest(new RecordingContext.Client(client), transaction, context);
        replica.onBatchEnd(context);
    }

    private void sessionTimer() {
        replica.onTimer(new TimerKey("sessions"), context);
        replica.onBatchEnd(context);
    }

    private List<Long> held() {
        List<Long> held = new ArrayList<>();
        for (RecordingContext.Sent answered : context.answered) {
            if (answered.message() instanceof LayeredMessage.Propagated propagated) {
                held.add(propagated.version());
            }
        }
        return held;
    }

    private static Transaction read(int layer, long session) {
        return new Transaction(RequestId.parse("r:1"), layer, List.of(new Operation.Read("k1")), session);
    }
}
