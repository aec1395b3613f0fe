package epidemic.protocol.passive;

import static epidemic.protocol.passive.PassiveRig.M;
import static epidemic.protocol.passive.PassiveRig.R1;
import static epidemic.protocol.passive.PassiveRig.R2;
import static epidemic.protocol.passive.PassiveRig.SECOND;
import static epidemic.protocol.passive.PassiveRig.entry;
import static epidemic.protocol.passive.PassiveRig.read;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Message;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RecordingContext;
import epidemic.kernel.Session;
import epidemic.kernel.VersionEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A main replica that has lost its disk counts versions anew: what others hold under the same numbers is not its own. */
class OtherHistoryTest {
    private static final VersionEntry OWN = entry(1, "data", "a");
    private static final VersionEntry OTHER = entry(1, "data", "z");

    private static PassiveMessage.Fetch behind(VersionEntry newest) {
        return new PassiveMessage.Fetch(newest.version(), Mark.of(newest), false);
    }

    private static PassiveMessage.Fetch againBehind(VersionEntry newest) {
        return new PassiveMessage.Fetch(newest.version(), Mark.of(newest), true);
    }

    private static Message lastAnswer(PassiveRig rig) {
        List<RecordingContext.Sent> answered = rig.context.answered;
        return answered.get(answered.size() - 1).message();
    }

    // The main replica.

    @Test
    void whoHoldsMoreThanThereIsGetsNothing() {
        PassiveRig rig = PassiveRig.started(M);
        rig.fetch(R1, behind(entry(7, "data", "z")));
        assertThat(lastAnswer(rig)).isEqualTo(new PassiveMessage.Differs(0));
        assertThat(rig.replica.view(0).reason())
                .startsWith("R1 held version 7 of another history: the main replica has lost its disk");
    }

    @Test
    void whoHoldsAnotherVersionUnderTheSameNumberGetsNothing() {
        PassiveRig rig = PassiveRig.started(M, OWN, entry(2, "cache", "0"));
        rig.fetch(R1, behind(OTHER));
        assertThat(lastAnswer(rig)).isEqualTo(new PassiveMessage.Differs(2));
        rig.at(20 * SECOND);
        rig.timer();
        assertThat(rig.sentTo(R1)).isEmpty();
        rig.fetch(R2, behind(OWN));
        assertThat(rig.sentTo(R2)).containsExactly(2L);
    }

    @Test
    void itsWordLetsNothingGo() {
        PassiveRig rig = PassiveRig.started(M, OWN, entry(2, "data", "b"));
        rig.fetch(R2, new PassiveMessage.Fetch(0, Mark.UNKNOWN, false));
        rig.fetch(R1, behind(OTHER));
        assertThat(rig.sentTo(R2)).as("nobody is known to hold version 1").isEmpty();
        rig.fetch(R1, behind(OWN));
        assertThat(rig.sentTo(R2)).containsExactly(1L);
    }

    @Test
    void theMainReplicaStaysMarkedWhenTheOtherWasEmptied() {
        PassiveRig rig = PassiveRig.started(M, entry(1, "cache", "0"));
        rig.fetch(R1, behind(OTHER));
        rig.fetch(R1, new PassiveMessage.Fetch(0, Mark.UNKNOWN, false));
        assertThat(rig.sentTo(R1)).containsExactly(1L);
        assertThat(rig.replica.view(0).reason()).contains("R1 held version 1 of another history");
        assertThat(rig.context.observed).extracting(Observation::kind).containsExactly(Observation.DIVERGED);
    }

    @Test
    void whoWasRefusedLearnsAtOnceThatItIsNotAnyMoreThoughNothingFollows() {
        PassiveRig rig = PassiveRig.started(M, OWN);
        rig.fetch(R1, againBehind(OTHER));
        assertThat(lastAnswer(rig)).isEqualTo(new PassiveMessage.Differs(1));
        rig.fetch(R1, againBehind(OWN));
        assertThat(lastAnswer(rig)).isEqualTo(new PassiveMessage.Fetched(List.of()));
        rig.fetch(R1, behind(OWN));
        assertThat(rig.context.answered).as("waits for what follows").hasSize(2);
    }

    @Test
    void anOldVersionIsComparedWithTheLog() {
        PassiveRig small = PassiveRig.started(
                M,
                PassiveRig.settings().with("history-window", 1L),
                OWN,
                entry(2, "cache", "0"),
                entry(3, "data", "c"));
        small.fetch(R1, behind(OTHER));
        small.fetch(R2, behind(OWN));
        assertThat(small.context.answered).isEmpty();
        small.replica.onLoaded(0, List.of(OWN), small.context);
        small.replica.onBatchEnd(small.context);
        assertThat(lastAnswer(small)).isEqualTo(new PassiveMessage.Differs(3));
        small.at(20 * SECOND);
        small.timer();
        assertThat(small.context.loads).as("R2 is sent what follows, R1 is not").containsExactly(0L, 0L, 1L);
    }

    @Test
    void whoAsksAgainWhileTheLogIsReadGetsItsAnswerFromThatReading() {
        PassiveRig small = PassiveRig.started(
                M,
                PassiveRig.settings().with("history-window", 1L),
                OWN,
                entry(2, "cache", "0"),
                entry(3, "data", "c"));
        small.at(20 * SECOND);
        small.timer();
        small.fetch(R1, behind(OWN));
        small.fetch(R1, behind(OWN));
        small.replica.onLoaded(0, List.of(OWN), small.context);
        small.replica.onBatchEnd(small.context);
        small.fetch(R1, behind(OWN));
        assertThat(small.context.loads).containsExactly(0L, 1L);
        small.replica.onLoaded(1, List.of(entry(2, "cache", "0"), entry(3, "data", "c")), small.context);
        small.replica.onBatchEnd(small.context);
        assertThat(small.sentTo(R1)).containsExactly(2L, 3L);
    }

    @Test
    void marksDifferInEveryPartOfAVersion() {
        VersionEntry later = new VersionEntry(1, OWN.transaction(), M, 5, OWN.writes());
        assertThat(List.of(
                        Mark.of(OWN),
                        Mark.of(OTHER),
                        Mark.of(later),
                        Mark.of(entry(2, "data", "a")),
                        Mark.of(entry(1, "dat", "aa"))))
                .doesNotHaveDuplicates()
                .doesNotContain(Mark.UNKNOWN);
        assertThat(Mark.of(OWN)).isEqualTo(Mark.of(entry(1, "data", "a")));
    }

    // The others.

    @Test
    void aReplicaOfAnotherHistorySaysSoServesNothingAndMixesNothing() {
        PassiveRig rig = PassiveRig.started(R1, OTHER);
        rig.answered(behind(OTHER), new PassiveMessage.Differs(3));
        assertThat(rig.replica.view(0).serving()).isFalse();
        assertThat(rig.replica.view(0).reason()).startsWith("holds version 1 of another history than M");
        rig.request(read(1, "data", Session.NONE));
        assertThat(rig.outcomes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.NOT_SERVING));
        assertThat(rig.context.appended).isEmpty();
        assertThat(rig.context.observed).extracting(Observation::kind).containsExactly(Observation.DIVERGED);
    }

    @Test
    void itAsksAgainNowAndThenAndGoesOnWhenTheMainReplicaHasItsDiskBack() {
        PassiveRig rig = PassiveRig.started(R1, OTHER);
        rig.answered(behind(OTHER), new PassiveMessage.Differs(3));
        rig.request(read(1, "data", Session.NONE));
        assertThat(rig.context.questionsTo(M, PassiveMessage.Fetch.class)).hasSize(1);
        rig.replica.onTimer(CopyReplica.AGAIN, rig.context);
        rig.replica.onBatchEnd(rig.context);
        assertThat(rig.context.questionsTo(M, PassiveMessage.Fetch.class))
                .containsExactly(behind(OTHER), againBehind(OTHER));
        rig.answered(againBehind(OTHER), new PassiveMessage.Fetched(List.of()));
        assertThat(rig.replica.view(0).serving()).isTrue();
        assertThat(rig.replica.view(0).role()).isEqualTo("replica");
        assertThat(rig.context.questionsTo(M, PassiveMessage.Fetch.class))
                .last()
                .isEqualTo(behind(OTHER));
        rig.request(read(1, "data", Session.NONE));
        assertThat(rig.outcomes()).last().isInstanceOf(Outcome.Committed.class);
    }
}
