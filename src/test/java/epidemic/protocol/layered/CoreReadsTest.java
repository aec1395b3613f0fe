package epidemic.protocol.layered;

import static epidemic.protocol.layered.CoreRig.A1;
import static epidemic.protocol.layered.CoreRig.A2;
import static epidemic.protocol.layered.CoreRig.A3;
import static epidemic.protocol.layered.CoreRig.assertReason;
import static epidemic.protocol.layered.CoreRig.read;
import static epidemic.protocol.layered.CoreRig.write;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReadResult;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Reads of the core: what they wait for, and when they are refused. */
class CoreReadsTest {
    private static final Progress NOTHING = new Progress(0, SequenceVector.zero(3));

    private final CoreRig rig = CoreRig.serving(A1);

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

    private static Outcome.Committed committedRead(long version, String value) {
        return new Outcome.Committed(
                A1, 0, version, List.of(new ReadResult("k", Optional.of(new Value.Single(value)))));
    }
}
