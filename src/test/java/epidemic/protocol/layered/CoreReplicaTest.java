package epidemic.protocol.layered;

import static epidemic.protocol.layered.CoreRig.A1;
import static epidemic.protocol.layered.CoreRig.A2;
import static epidemic.protocol.layered.CoreRig.A3;
import static epidemic.protocol.layered.CoreRig.append;
import static epidemic.protocol.layered.CoreRig.read;
import static epidemic.protocol.layered.CoreRig.write;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReadResult;
import epidemic.kernel.RecordingContext;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.kernel.Value;
import epidemic.kernel.VersionEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CoreReplicaTest {
    private static final Progress NOTHING = new Progress(0, SequenceVector.zero(3));

    private final CoreRig rig = CoreRig.serving(A1);

    // Updates.

    @Test
    void confirmsOnlyAfterAllAcknowledgementsAndItsOwnDisk() {
        rig.journalConfirms = false;
        Batch batch = rig.update(write("c:1", "k", "v"));

        rig.acknowledge(A2, batch);
        assertThat(rig.context.appended).isEmpty();
        rig.acknowledge(A3, batch);
        assertThat(rig.context.appended).as("before the own disk").isEmpty();
        assertThat(rig.outcomesOf("c:1")).isEmpty();

        rig.journalConfirms = true;
        rig.end();
        assertThat(rig.context.appended).extracting(VersionEntry::version).containsExactly(1L);
        assertThat(rig.outcomesOf("c:1")).containsExactly(new Outcome.Committed(A1, 0, 1, List.of()));
    }

    @Test
    void anAcknowledgementSaidTwiceCountsOnce() {
        Batch batch = rig.update(write("c:1", "k", "v"));

        rig.acknowledge(A2, batch);
        rig.acknowledge(A2, batch);
        rig.durable();

        assertThat(rig.replica.history().version()).isZero();
        assertThat(rig.outcomesOf("c:1")).isEmpty();
    }

    @Test
    void anAcknowledgementOfAnotherEpochDoesNotCount() {
        Batch batch = rig.update(write("c:1", "k", "v"));

        rig.acknowledge(A2, batch);
        rig.acknowledge(A3, batch, rig.epoch - 1);
        rig.acknowledge(A3, batch, rig.epoch + 1);

        assertThat(rig.replica.history().version()).isZero();
        rig.acknowledge(A3, batch);
        assertThat(rig.replica.history().version()).isEqualTo(1);
    }

    @Test
    void waitsForBatchesThatAPeerHadIssuedBeforeItAcknowledged() {
        Batch own = rig.update(write("c:1", "k", "own"));
        rig.acknowledge(A3, own);

        rig.replica.onAnswer(
                A2,
                new LayeredMessage.Replicate(own, NOTHING),
                new LayeredMessage.Replicated(rig.epoch, own.sequence(), 1),
                rig.context);
        rig.end();
        assertThat(rig.replica.history().version())
                .as("A2's first batch is missing")
                .isZero();

        rig.replicate(A2, 0, 1, new Progress(1, SequenceVector.of(0, 1, 0)), write("c:2", "k", "earlier"));
        assertThat(rig.context.appended)
                .extracting(entry -> entry.transaction().toString())
                .containsExactly("c:2", "c:1");
    }

    @Test
    void appliesAPeersBatchAtItsPlaceAndNotAtItsArrival() {
        rig.replicate(A2, 5, 1, NOTHING, write("c:2", "k", "later"));
        rig.replicate(A3, 3, 1, NOTHING, write("c:3", "k", "earlier"));
        assertThat(rig.context.appended).as("not committed").isEmpty();

        rig.committed(A2, 1, 0, 1, 1);
        assertThat(rig.context.appended)
                .as("A3's stands before and is not committed")
                .isEmpty();

        rig.committed(A3, 1, 0, 0, 1);
        assertThat(rig.context.appended)
                .extracting(entry -> entry.transaction().toString())
                .containsExactly("c:3", "c:2");
        assertThat(rig.context.replied).isEmpty();
    }

    @Test
    void aCommittedBatchWaitsForThoseBelowItThatHaveNotArrived() {
        rig.replicate(A2, 5, 1, new Progress(1, SequenceVector.of(0, 1, 1)), write("c:2", "k", "later"));
        assertThat(rig.context.appended).isEmpty();

        rig.replicate(A3, 3, 1, new Progress(1, SequenceVector.of(0, 0, 1)), write("c:3", "k", "earlier"));
        assertThat(rig.context.appended).hasSize(2);
    }

    @Test
    void acknowledgesABatchAndTellsHowManyItHadIssuedItself() {
        rig.update(write("c:1", "k", "v"));

        rig.replicate(A2, 5, 1, NOTHING, write("c:2", "k", "w"));
        rig.replicate(A2, 5, 1, NOTHING, write("c:2", "k", "w"));

        LayeredMessage.Replicated acknowledgement = new LayeredMessage.Replicated(rig.epoch, 1, 1);
        assertThat(rig.answers(LayeredMessage.Replicated.class)).containsExactly(acknowledgement, acknowledgement);
        assertThat(rig.update(write("c:3", "k", "x")).stamp().time())
                .as("above what was acknowledged")
                .isGreaterThan(5);
    }

    @Test
    void acknowledgesABatchOnlyOnceItsDiskHasIt() {
        rig.journalConfirms = false;
        rig.replicate(A2, 5, 1, NOTHING, write("c:2", "k", "w"));
        rig.replicate(A2, 5, 1, NOTHING, write("c:2", "k", "w"));
        assertThat(rig.answers(LayeredMessage.Replicated.class)).isEmpty();

        rig.journalConfirms = true;
        rig.end();

        assertThat(rig.answers(LayeredMessage.Replicated.class)).hasSize(2);
        assertThat(rig.context.journal)
                .filteredOn(CoreRecord.Held.class::isInstance)
                .hasSize(1);
    }

    @Test
    void rejectsABatchOfAnotherEpoch() {
        Batch stale =
                new Batch(rig.epoch - 1, new epidemic.model.clock.Stamp(1, A2), 1, 0, List.of(write("c:2", "k", "w")));

        rig.question(A2, new LayeredMessage.Replicate(stale, NOTHING));

        assertThat(rig.answers(LayeredMessage.Replicated.class)).isEmpty();
        assertThat(rig.answers(LayeredMessage.Rejected.class)).containsExactly(new LayeredMessage.Rejected(rig.epoch));
    }

    @Test
    void theCommitRidesOnTheNextBatchOrGoesAlone() {
        Batch first = rig.update(write("c:1", "k", "v"));
        rig.acknowledge(A2, first);
        rig.request("c:2", write("c:2", "k", "w"));
        rig.context.clear();

        rig.replica.onAnswer(
                A3,
                new LayeredMessage.Replicate(first, NOTHING),
                new LayeredMessage.Replicated(rig.epoch, first.sequence(), 0),
                rig.context);
        rig.end();
        LayeredMessage.Replicate second =
                rig.context.questionsTo(A2, LayeredMessage.Replicate.class).get(0);
        assertThat(second.progress().committed()).isEqualTo(first.sequence());
        assertThat(rig.context.messagesTo(A2, LayeredMessage.Commit.class)).isEmpty();

        rig.commit(second.batch());
        assertThat(rig.context.messagesTo(A2, LayeredMessage.Commit.class))
                .extracting(commit -> commit.progress().committed())
                .containsExactly(second.batch().sequence());
    }

    @Test
    void updatesOfOneBatchOfTurnsTravelTogetherUpToTheBounds() {
        CoreRig small = CoreRig.serving(
                A1,
                MapSettings.layered().with("core.batch-max-transactions", 2L).with("core.batch-max-bytes", 10L));
        small.request("1", write("c:1", "k", "v"));
        small.request("2", write("c:2", "k", "v"));
        small.request("3", write("c:3", "k", "v"));
        small.request("4", write("c:4", "k", "longer-than-all"));
        small.request("5", write("c:5", "k", "v"));

        small.end();

        assertThat(small.context.questionsTo(A2, LayeredMessage.Replicate.class))
                .extracting(replicate -> replicate.batch().transactions().stream()
                        .map(update -> update.id().toString())
                        .toList())
                .containsExactly(List.of("c:1", "c:2"), List.of("c:3"), List.of("c:4"), List.of("c:5"));
    }

    @Test
    void refusesAboveItsBoundOfOpenUpdates() {
        CoreRig small = CoreRig.serving(A1, MapSettings.layered().with("core.max-in-flight", 2L));
        Batch first = small.update(write("c:1", "k", "v"));
        small.update(write("c:2", "k", "v"));

        small.request("c:3", write("c:3", "k", "v"));
        assertThat(small.outcomesOf("c:3"))
                .singleElement()
                .satisfies(outcome -> assertReason(outcome, Outcome.Reason.OVERLOADED));

        small.commit(first);
        small.request("c:4", write("c:4", "k", "v"));
        assertThat(small.outcomesOf("c:4")).isEmpty();
    }

    @Test
    void theSameRequestTwiceMakesOneVersionAndGetsTheSameAnswer() {
        Transaction update = new Transaction(
                new RequestId("c", 1), 0, List.of(new Operation.Read("k"), new Operation.Write("k", "v")));
        Batch batch = rig.update(update);
        rig.request("again", update);
        rig.end();
        rig.commit(batch);
        rig.commit(rig.update(write("c:2", "k", "newer")));
        rig.request("late", update);

        Outcome.Committed expected = new Outcome.Committed(A1, 0, 1, List.of(new ReadResult("k", Optional.empty())));
        assertThat(rig.outcomesOf("c:1")).containsExactly(expected);
        assertThat(rig.outcomesOf("again")).containsExactly(expected);
        assertThat(rig.outcomesOf("late")).containsExactly(expected);
        assertThat(rig.replica.history().version()).isEqualTo(2);
    }

    @Test
    void anIdThatIsUsedForAnotherTransactionIsRefused() {
        rig.commit(rig.update(write("c:1", "k", "v")));
        rig.request("later", append("c:1", "k", "v"));
        assertThat(rig.outcomesOf("later"))
                .singleElement()
                .satisfies(outcome -> assertReason(outcome, Outcome.Reason.REQUEST_REUSED));

        Batch own = rig.update(append("c:2", "list", "mine"));
        rig.request("meanwhile", append("c:2", "list", "other"));
        assertThat(rig.outcomesOf("meanwhile"))
                .singleElement()
                .satisfies(outcome -> assertReason(outcome, Outcome.Reason.REQUEST_REUSED));
        rig.replicate(A2, 1, 1, new Progress(1, SequenceVector.of(1, 1, 0)), write("c:2", "k", "theirs"));
        rig.commit(own);

        assertThat(rig.replica.history().version()).isEqualTo(2);
        assertThat(rig.outcomesOf("c:2"))
                .singleElement()
                .satisfies(outcome -> assertReason(outcome, Outcome.Reason.REQUEST_REUSED));
    }

    @Test
    void theSameRequestAtTwoNodesMakesOneVersion() {
        Transaction update = write("c:1", "k", "v");
        Batch own = rig.update(update);
        rig.replicate(A2, 1, 1, new Progress(1, SequenceVector.of(1, 1, 0)), update);

        rig.commit(own);

        assertThat(rig.replica.history().version()).isEqualTo(1);
        assertThat(rig.outcomesOf("c:1")).containsExactly(new Outcome.Committed(A1, 0, 1, List.of()));
        assertThat(rig.replica.view(0).pending()).isZero();
    }

    @Test
    void aKindMismatchIsRefusedAtItsPlaceTheSameOnEveryNode() {
        CoreRig other = CoreRig.serving(A2);
        rig.commit(rig.update(write("c:1", "k", "v")));
        Batch mismatch = rig.update(append("c:2", "k", "w"));
        rig.commit(mismatch);
        rig.commit(rig.update(write("c:3", "k", "x")));
        other.replicate(A1, 1, 1, NOTHING, write("c:1", "k", "v"));
        other.replicate(A1, 2, 2, NOTHING, append("c:2", "k", "w"));
        other.replicate(A1, 3, 3, new Progress(3, SequenceVector.of(3, 0, 0)), write("c:3", "k", "x"));

        assertThat(rig.outcomesOf("c:2"))
                .singleElement()
                .satisfies(outcome -> assertReason(outcome, Outcome.Reason.KIND_MISMATCH));
        assertThat(rig.context.appended)
                .extracting(entry -> entry.version() + " " + entry.transaction())
                .containsExactly("1 c:1", "2 c:3");
        assertThat(other.context.appended)
                .extracting(entry -> entry.version() + " " + entry.transaction())
                .containsExactly("1 c:1", "2 c:3");
    }

    // Peers that are silent or away.

    @Test
    void asksASilentPeerAgainWithGrowingPauses() {
        rig.update(write("c:1", "k", "v"));
        List<Long> pauses = new ArrayList<>();
        for (int attempt = 0; attempt < 8; attempt++) {
            RecordingContext.Asked asked = rig.context.asked.stream()
                    .filter(item -> item.to().equals(A2))
                    .findFirst()
                    .orElseThrow();
            pauses.add(asked.timeoutNanos() / CoreRig.MILLIS);
            rig.context.asked.clear();
            rig.replica.onSilence(A2, asked.question(), rig.context);
            rig.end();
        }

        assertThat(pauses).containsExactly(250L, 500L, 1_000L, 2_000L, 4_000L, 8_000L, 8_000L, 8_000L);
    }

    @Test
    void asksNothingOfAPeerThatIsAwayAndEverythingOnceItIsBack() {
        Batch batch = rig.update(write("c:1", "k", "v"));
        rig.acknowledge(A2, batch);
        awayOf(A3);
        rig.context.clear();

        rig.replica.onSilence(A3, new LayeredMessage.Replicate(batch, NOTHING), rig.context);
        rig.passTime(250);
        assertThat(rig.context.questionsTo(A3, LayeredMessage.Replicate.class)).isEmpty();

        rig.heartbeat(A3, Phase.SERVING, rig.epoch);
        rig.passTime(250);
        assertThat(rig.context.questionsTo(A3, LayeredMessage.Replicate.class))
                .extracting(LayeredMessage.Replicate::batch)
                .containsExactly(batch);
        assertThat(rig.context.questionsTo(A2, LayeredMessage.Replicate.class)).isEmpty();
    }

    @Test
    void answersUnknownWhatItHasToldAPeerAndRefusesWhatItHasNot() {
        rig.update(write("c:1", "k", "v"));
        for (int step = 0; step < 8; step++) {
            rig.passTime(250);
            rig.heartbeat(A2, Phase.SERVING, rig.epoch);
        }
        rig.request("c:2", write("c:2", "k", "v"));
        assertThat(rig.context.replied).isEmpty();

        rig.passTime(250);

        assertThat(rig.outcomesOf("c:1")).singleElement().isInstanceOf(Outcome.Unknown.class);
        assertThat(rig.outcomesOf("c:2"))
                .singleElement()
                .satisfies(outcome -> assertReason(outcome, Outcome.Reason.PEER_AWAY));
        rig.request("c:3", write("c:3", "k", "v"));
        assertThat(rig.outcomesOf("c:3"))
                .singleElement()
                .satisfies(outcome -> assertReason(outcome, Outcome.Reason.PEER_AWAY));
    }

    @Test
    void aRequestThatIsHeldUndecidedIsNotRefusedWhenItIsSentAgain() {
        Transaction update = write("c:1", "k", "v");
        Batch batch = rig.update(update);
        awayOf(A3);

        rig.request("again", update);
        assertThat(rig.outcomesOf("again")).singleElement().isInstanceOf(Outcome.Unknown.class);

        rig.heartbeat(A3, Phase.SERVING, rig.epoch);
        rig.commit(batch);
        rig.request("later", update);
        assertThat(rig.outcomesOf("later")).containsExactly(new Outcome.Committed(A1, 0, 1, List.of()));
    }

    @Test
    void aRequestHeldForAPeerIsNotRefusedHere() {
        Transaction update = write("c:1", "k", "v");
        rig.replicate(A2, 5, 1, NOTHING, update);
        awayOf(A3);

        rig.request("here", update);

        assertThat(rig.outcomesOf("here")).singleElement().isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void takesNoUpdatesWhileAPeerIsCatchingUp() {
        rig.heartbeat(A3, 2, Phase.LEARNER, 0, 0);

        rig.request("c:1", write("c:1", "k", "v"));

        assertThat(rig.outcomesOf("c:1")).singleElement().satisfies(outcome -> {
            assertReason(outcome, Outcome.Reason.PEER_AWAY);
            assertThat(((Outcome.Refused) outcome).message()).contains("A3");
        });
        assertThat(rig.replica.view(0).serving()).isFalse();
    }

    @Test
    void aPauseOfItsOwnDoesNotMakeItsPeersAway() {
        rig.passTime(250);

        rig.passTime(60_000);

        assertThat(rig.context.observed).noneMatch(item -> item.kind().equals("peer-away"));
        assertThat(rig.replica.view(0).serving()).isTrue();
    }

    @Test
    void aSuspectedPeerThatIsSilentIsAwayAfterTwoHeartbeats() {
        rig.replica.onSuspect(A3, rig.context);
        for (int step = 0; step < 3; step++) {
            rig.heartbeat(A2, Phase.SERVING, rig.epoch);
            rig.passTime(250);
        }

        assertThat(rig.replica.view(0).reason()).contains("A3 is away");
        assertThat(rig.context.observed)
                .anyMatch(item -> item.text().matches("A3 has not been heard of for [5-7]\\d\\d ms"));
    }

    /** Whatever a host believes: a peer that is heard is there, and one that is no peer is nobody's matter. */
    @Test
    void aWrongSuspicionDoesNothing() {
        for (int step = 0; step < 12; step++) {
            rig.replica.onSuspect(A3, rig.context);
            rig.replica.onSuspect(NodeId.of("B1"), rig.context);
            rig.passTime(250);
            rig.heartbeat(A2, Phase.SERVING, rig.epoch);
            rig.heartbeat(A3, Phase.SERVING, rig.epoch);
        }

        assertThat(rig.context.observed).noneMatch(item -> item.kind().equals("peer-away"));
        assertThat(rig.replica.view(0).serving()).isTrue();
    }

    @Test
    void aSuspicionEndsWhenThePeerIsHeard() {
        rig.replica.onSuspect(A3, rig.context);
        rig.heartbeat(A3, Phase.SERVING, rig.epoch);
        for (int step = 0; step < 4; step++) {
            rig.heartbeat(A2, Phase.SERVING, rig.epoch);
            rig.passTime(250);
        }

        assertThat(rig.replica.view(0).serving()).as("a second is no silence").isTrue();
    }

    // Reads.

    @Test
    void readsAtOnceWhenNothingIsPending() {
        rig.commit(rig.update(write("c:1", "k", "v")));

        rig.request("r", read("r:1", "k"));
        rig.end();

        assertThat(rig.outcomesOf("r")).containsExactly(committedRead(1, "v"));
    }

    @Test
    void aReadWaitsForAPeersBatchThatIsPending() {
        rig.replicate(A2, 5, 1, NOTHING, write("c:1", "k", "v"));
        rig.request("r", read("r:1", "k"));
        rig.end();
        assertThat(rig.outcomesOf("r")).isEmpty();

        rig.replicate(A2, 9, 2, NOTHING, write("c:2", "k", "w"));
        rig.committed(A2, 1, 0, 1, 0);

        assertThat(rig.outcomesOf("r")).as("not for what came later").containsExactly(committedRead(1, "v"));
    }

    @Test
    void aReadWaitsForABatchBehindAGap() {
        rig.replicate(A2, 9, 2, NOTHING, write("c:2", "k", "w"));
        rig.request("r", read("r:1", "k"));
        rig.end();
        assertThat(rig.outcomesOf("r")).isEmpty();

        rig.replicate(A2, 5, 1, new Progress(2, SequenceVector.of(0, 2, 0)), write("c:1", "k", "v"));
        rig.durable();

        assertThat(rig.outcomesOf("r")).containsExactly(committedRead(2, "w"));
    }

    @Test
    void aReadDoesNotWaitForAnOwnBatchThatLacksAnAcknowledgement() {
        Batch batch = rig.update(write("c:1", "k", "v"));
        rig.acknowledge(A2, batch);

        rig.request("r", read("r:1", "k"));
        rig.end();

        assertThat(rig.outcomesOf("r"))
                .containsExactly(new Outcome.Committed(A1, 0, 0, List.of(new ReadResult("k", Optional.empty()))));
    }

    @Test
    void aReadIsRefusedWhenWhatItWaitsForCannotFinish() {
        rig.replicate(A2, 5, 1, NOTHING, write("c:1", "k", "v"));
        rig.request("r", read("r:1", "k"));
        rig.end();

        rig.context.nowNanos += 2_001 * CoreRig.MILLIS;
        rig.passTime(0);

        assertThat(rig.outcomesOf("r"))
                .singleElement()
                .satisfies(outcome -> assertReason(outcome, Outcome.Reason.NOT_SERVING));
    }

    @Test
    void aReadBetweenTwoViewsIsServedInTheNextOneAfterWhatItInherits() {
        Batch held = rig.replicate(A2, 5, 1, NOTHING, write("c:1", "k", "v"));
        rig.question(A2, new LayeredMessage.Prepare(rig.epoch + 1, 1, 0));
        rig.request("r", read("r:1", "k"));
        rig.end();
        assertThat(rig.outcomesOf("r")).isEmpty();

        rig.context.replied.clear();
        List<Outcome> outcomes = new ArrayList<>();
        rig.question(
                A2,
                new LayeredMessage.Install(
                        new View(rig.epoch + 1, LayeredTopology.CORE),
                        1,
                        java.util.Map.of(A1, 1L, A2, 1L, A3, 1L),
                        0,
                        List.of(),
                        List.of(held)));
        outcomes.addAll(rig.outcomesOf("r"));
        assertThat(outcomes).as("not all have installed").isEmpty();
        rig.heartbeat(A2, Phase.SERVING, rig.epoch + 1);
        rig.durable();

        assertThat(rig.outcomesOf("r")).containsExactly(committedRead(1, "v"));
    }

    @Test
    void aLearnerServesNobody() {
        CoreRig learner = new CoreRig(A1, MapSettings.layered()).start();

        learner.request("u", write("c:1", "k", "v"));
        learner.request("r", read("r:1", "k"));
        learner.end();

        assertThat(learner.outcomesOf("u"))
                .singleElement()
                .satisfies(outcome -> assertReason(outcome, Outcome.Reason.NOT_SERVING));
        assertThat(learner.outcomesOf("r"))
                .singleElement()
                .satisfies(outcome -> assertReason(outcome, Outcome.Reason.NOT_SERVING));
    }

    @Test
    void refusesWhatIsMeantForAnotherLayer() {
        rig.request("r", new Transaction(RequestId.parse("r:1"), 1, List.of(new Operation.Read("k"))));

        assertThat(rig.outcomesOf("r"))
                .singleElement()
                .satisfies(outcome -> assertReason(outcome, Outcome.Reason.WRONG_LAYER));
    }

    private void awayOf(NodeId silent) {
        NodeId other = silent.equals(A2) ? A3 : A2;
        for (int step = 0; step < 10; step++) {
            rig.heartbeat(other, Phase.SERVING, rig.epoch);
            rig.passTime(250);
        }
        assertThat(rig.replica.view(0).reason()).contains(silent + " is away");
    }

    private static Outcome.Committed committedRead(long version, String value) {
        return new Outcome.Committed(
                A1, 0, version, List.of(new ReadResult("k", Optional.of(new Value.Single(value)))));
    }

    private static void assertReason(Outcome outcome, Outcome.Reason reason) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(((Outcome.Refused) outcome).reason()).isEqualTo(reason);
    }
}
