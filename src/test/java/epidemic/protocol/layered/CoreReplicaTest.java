package epidemic.protocol.layered;

import static epidemic.protocol.layered.CoreRig.A1;
import static epidemic.protocol.layered.CoreRig.A2;
import static epidemic.protocol.layered.CoreRig.A3;
import static epidemic.protocol.layered.CoreRig.append;
import static epidemic.protocol.layered.CoreRig.assertReason;
import static epidemic.protocol.layered.CoreRig.write;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReadResult;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Updates, from the request to the version. */
class CoreReplicaTest {
    private static final Progress NOTHING = new Progress(0, SequenceVector.zero(3));

    private final CoreRig rig = CoreRig.serving(A1);

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
}
