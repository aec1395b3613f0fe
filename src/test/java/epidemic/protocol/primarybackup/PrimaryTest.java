package epidemic.protocol.primarybackup;

import static epidemic.protocol.primarybackup.PrimaryBackupRig.N2;
import static epidemic.protocol.primarybackup.PrimaryBackupRig.N3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.Observation;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RecordingContext;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Fenced;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Forward;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Forwarded;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.NotPrimary;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Replicate;
import epidemic.runtime.config.EpidemicConfig;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrimaryTest {
    private static final Transaction READ = new Transaction(new RequestId("r", 1), 0, List.of(new Operation.Read("k")));

    @Test
    void isThePrimaryOfEpochOneOnceAllNodesHavePromised() {
        PrimaryBackupRig rig = new PrimaryBackupRig(PrimaryBackupRig.N1, PrimaryBackupRig.settings("sync")).start();
        rig.beat();
        assertThat(rig.replica.view(rig.context.nowNanos).role()).isEqualTo("candidate");
        rig.grant();
        rig.grant();
        assertThat(rig.replica.view(rig.context.nowNanos).role()).isEqualTo("primary");
        assertThat(rig.replica.view(rig.context.nowNanos).epoch()).isEqualTo(1);
    }

    @Test
    void syncTellsTheClientWhenAllBackupsHaveTheUpdate() {
        PrimaryBackupRig rig = PrimaryBackupRig.primary("sync");
        rig.update(1);
        rig.acknowledge(N2, 1);
        assertThat(rig.told()).isEmpty();
        assertThat(rig.context.appended).isEmpty();
        rig.acknowledge(N3, 1);
        assertThat(rig.told()).singleElement().isInstanceOf(Outcome.Committed.class);
        assertThat(rig.context.appended).extracting(VersionEntry::version).containsExactly(1L);
    }

    @Test
    void syncDoesNotTellBeforeTheOwnDiskHasTheUpdate() {
        PrimaryBackupRig rig = PrimaryBackupRig.primary("sync");
        rig.journalConfirms = false;
        rig.update(1);
        rig.acknowledge(N2, 1);
        rig.acknowledge(N3, 1);
        assertThat(rig.told()).isEmpty();
        rig.journalConfirms = true;
        rig.end();
        assertThat(rig.told()).hasSize(1);
    }

    @Test
    void syncBlocksWhileABackupIsAwayAndGoesOnWithoutItWhenItIsLeftOut() {
        PrimaryBackupRig rig = PrimaryBackupRig.primary("sync");
        rig.update(1);
        rig.silent(N3);
        for (int beats = 0; beats < 49; beats++) {
            rig.acknowledge(N2, 1);
            rig.beat();
            rig.silent(N3);
        }
        assertThat(rig.told()).isEmpty();
        for (int beats = 0; beats < 3; beats++) {
            rig.acknowledge(N2, 1);
            rig.beat();
            rig.silent(N3);
        }
        assertThat(rig.told()).singleElement().isInstanceOf(Outcome.Committed.class);
        assertThat(rig.replica.view(rig.context.nowNanos).reason()).isEqualTo("does not wait for [N3]");
        assertThat(rig.lagOf(N3)).isEqualTo(1);
    }

    @Test
    void syncLeavesOutABackupThatAnswersAndWhoseDiskHangs() {
        PrimaryBackupRig rig = PrimaryBackupRig.primary("sync");
        rig.update(1);
        slowBeats(rig, 49);
        assertThat(rig.told()).isEmpty();
        slowBeats(rig, 4);
        assertThat(rig.told()).singleElement().isInstanceOf(Outcome.Committed.class);
        assertThat(rig.replica.view(rig.context.nowNanos).reason()).isEqualTo("does not wait for [N3]");
        slowBeats(rig, 3);
        assertThat(rig.context.observed)
                .extracting(Observation::text)
                .containsExactly("does not wait for N3 any more: its disk has not said to have version 1");
        rig.acknowledge(N3, 1);
        assertThat(rig.replica.view(rig.context.nowNanos).reason()).isEmpty();
    }

    @Test
    void syncCountsForEachUpdateHowLongABackupOwesIt() {
        PrimaryBackupRig rig = PrimaryBackupRig.primary("sync");
        rig.update(1);
        slowBeats(rig, 30);
        rig.update(2);
        rig.acknowledge(N2, 2);
        rig.acknowledge(N3, 1);
        for (int beats = 0; beats < 48; beats++) {
            rig.beat();
            rig.acknowledge(N2, 2);
            rig.acknowledge(N3, 1);
        }
        assertThat(rig.told()).as("5 s for each update, not for both").hasSize(1);
        rig.passTime(400);
        assertThat(rig.told()).hasSize(2);
    }

    /** N2's disk has version 1, N3's has nothing, though N3 answers. */
    private static void slowBeats(PrimaryBackupRig rig, int beats) {
        for (int beat = 0; beat < beats; beat++) {
            rig.acknowledge(N2, 1);
            rig.acknowledge(N3, 0);
            rig.beat();
        }
    }

    @Test
    void semiSyncTellsTheClientWhenOneBackupHasTheUpdate() {
        PrimaryBackupRig rig = PrimaryBackupRig.primary("semi-sync");
        rig.update(1);
        assertThat(rig.told()).isEmpty();
        rig.acknowledge(N3, 1);
        assertThat(rig.told()).singleElement().isInstanceOf(Outcome.Committed.class);
    }

    @Test
    void semiSyncWithoutABackupDoesNotHang() {
        PrimaryBackupRig rig = PrimaryBackupRig.primary("semi-sync");
        rig.update(1);
        rig.passTime(900);
        assertThat(rig.told()).singleElement().isInstanceOf(Outcome.Unknown.class);
        rig.passTime(500);
        rig.update(2);
        assertThat(rig.told().get(1))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.NO_QUORUM));
    }

    @Test
    void asyncTellsTheClientWhenTheOwnDiskHasTheUpdateAndSendsItThen() {
        PrimaryBackupRig rig = PrimaryBackupRig.primary("async");
        rig.journalConfirms = false;
        rig.update(1);
        assertThat(rig.told()).isEmpty();
        assertThat(rig.context.questionsTo(N2, Replicate.class)).isEmpty();
        rig.journalConfirms = true;
        rig.end();
        assertThat(rig.told()).singleElement().isInstanceOf(Outcome.Committed.class);
        assertThat(rig.last(N2, Replicate.class).entries()).hasSize(1);
    }

    @Test
    void lagCountsFromWhatABackupHasSaidAndTheRestIsSentAgain() {
        PrimaryBackupRig rig = PrimaryBackupRig.primary("async");
        rig.update(1);
        rig.update(2);
        rig.acknowledge(N2, 2);
        rig.silent(N3);
        assertThat(rig.lagOf(N2)).isEqualTo(0);
        assertThat(rig.lagOf(N3)).isEqualTo(2);
        rig.beat();
        assertThat(rig.last(N3, Replicate.class).entries())
                .extracting(VersionEntry::version)
                .containsExactly(1L, 2L);
    }

    @Test
    void whatIsReadForOneBackupIsNotTakenForAnother() {
        PrimaryBackupRig rig = PrimaryBackupRig.primaryWithWindow(4);
        for (int number = 1; number <= 8; number++) {
            rig.update(number);
        }
        rig.behind(N2, 1);
        rig.behind(N3, 2);
        assertThat(rig.context.loads).containsExactly(1L, 2L);
        int before = rig.context.questionsTo(N3, Replicate.class).size();
        rig.loaded(1, 2, 3);
        assertThat(rig.last(N2, Replicate.class).entries())
                .extracting(VersionEntry::version)
                .containsExactly(2L, 3L);
        rig.loaded(2, 3, 4);
        assertThat(rig.context.loads).as("nothing is read twice").hasSize(2);
        assertThat(rig.context.questionsTo(N3, Replicate.class)).hasSize(before + 1);
        assertThat(rig.last(N3, Replicate.class).entries())
                .extracting(VersionEntry::version)
                .containsExactly(3L, 4L);
    }

    @Test
    void aNewEpochAsksBackupsWhatTheyHaveBeforeItSendsThemAnything() {
        PrimaryBackupRig rig = new PrimaryBackupRig(PrimaryBackupRig.N1, PrimaryBackupRig.settings("sync"));
        for (long version = 1; version <= 20; version++) {
            rig.replica.recover(PrimaryBackupRig.entry(version, PrimaryBackupRig.N1));
        }
        rig.start().beat();
        rig.grant();
        rig.grant();
        assertThat(rig.context.questionsTo(N2, Replicate.class))
                .extracting(Replicate::entries)
                .containsExactly(List.of());
        rig.behind(N2, 18);
        assertThat(rig.last(N2, Replicate.class).entries())
                .extracting(VersionEntry::version)
                .containsExactly(19L, 20L);
    }

    @Test
    void noHostMayCompactItsLog() {
        EpidemicConfig config = EpidemicConfig.load(
                Optional.empty(), List.of("strategy=primary-backup", "storage.keep-versions=" + Long.MAX_VALUE / 2));
        assertThatThrownBy(() -> config.storage(new PrimaryBackupStrategy()))
                .hasMessageContaining("a backup that is far behind is sent versions, not a snapshot");
    }

    @Test
    void aReadWaitsForAMajorityThatAnswersAQuestionAskedAfterIt() {
        PrimaryBackupRig rig = PrimaryBackupRig.primary("sync");
        rig.beat();
        rig.request(READ);
        rig.acknowledge(N2, 0);
        assertThat(rig.told())
                .as("that question was asked before the read came")
                .isEmpty();
        rig.acknowledge(N2, 0);
        assertThat(rig.told()).singleElement().isInstanceOf(Outcome.Committed.class);
    }

    @Test
    void aFencedPrimaryConfirmsNothingMore() {
        PrimaryBackupRig rig = PrimaryBackupRig.primary("sync");
        rig.update(1);
        rig.request(READ);
        rig.replica.onAnswer(N2, rig.last(N2, Replicate.class), new Fenced(2), rig.context);
        rig.end();
        assertThat(rig.told()).hasSize(2).noneMatch(Outcome.Committed.class::isInstance);
        rig.replica.onAnswer(
                N3,
                rig.last(N3, Replicate.class),
                new PrimaryBackupMessage.Replicated(PrimaryBackupMessage.Standing.IN_STEP, true, 1, 1, 1),
                rig.context);
        rig.end();
        assertThat(rig.context.appended).isEmpty();
    }

    @Test
    void aForwardedRequestThatIsAskedAgainIsOneUpdate() {
        PrimaryBackupRig rig = PrimaryBackupRig.primary("async");
        forward(rig, 1, PrimaryBackupRig.updateOf(1));
        forward(rig, 2, PrimaryBackupRig.updateOf(1));
        assertThat(rig.context.appended).hasSize(1);
        assertThat(rig.context.answered)
                .extracting(RecordingContext.Sent::message)
                .hasSize(2)
                .allMatch(answer -> ((Forwarded) answer).outcome() instanceof Outcome.Committed);
    }

    @Test
    void aCopyOfARefusedRequestIsNotExecuted() {
        PrimaryBackupRig rig = PrimaryBackupRig.primary("sync");
        rig.update(1);
        rig.update(2);
        forward(rig, 1, PrimaryBackupRig.updateOf(3));
        assertThat(((Forwarded) rig.answered()).outcome()).isInstanceOf(Outcome.Refused.class);
        rig.acknowledge(N2, 1);
        rig.acknowledge(N3, 1);
        rig.acknowledge(N2, 2);
        rig.acknowledge(N3, 2);
        assertThat(rig.context.appended).hasSize(2);
        forward(rig, 1, PrimaryBackupRig.updateOf(3));
        assertThat(rig.replica.view(rig.context.nowNanos).pending()).isZero();
    }

    @Test
    void aRequestForAnotherEpochIsNotTaken() {
        PrimaryBackupRig rig = PrimaryBackupRig.primary("async");
        Forward old = new Forward(7, 1, 1, 1, PrimaryBackupRig.updateOf(1));
        rig.replica.onQuestion(N2, new RecordingContext.Asker(N2), old, rig.context);
        rig.end();
        assertThat(rig.answered()).isInstanceOf(NotPrimary.class);
        assertThat(rig.context.appended).isEmpty();
    }

    private static void forward(PrimaryBackupRig rig, long attempt, Transaction transaction) {
        Forward question = new Forward(1, 1, attempt, attempt, transaction);
        rig.replica.onQuestion(N2, new RecordingContext.Asker(N2), question, rig.context);
        rig.end();
    }
}
