package epidemic.protocol.primarybackup;

import static epidemic.protocol.primarybackup.PrimaryBackupRig.N1;
import static epidemic.protocol.primarybackup.PrimaryBackupRig.N2;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.kernel.Outcome;
import epidemic.kernel.VersionEntry;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Fenced;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a node holds in memory is bounded, however far its version log on disk is behind; two versions are allowed here. */
class SlowLogTest {
    private static final List<Span> LINEAGE = List.of(new Span(1, 20));

    private final PrimaryBackupRig behind = new PrimaryBackupRig(N2, settings("sync")).start();

    private static MapSettings settings(String mode) {
        return PrimaryBackupRig.settings(mode).with("batch-max-updates", 2L);
    }

    private void bringUpThroughThree() {
        behind.logConfirms = false;
        behind.replicate(N1, 1, LINEAGE, 0, 20, 1, 2, 3);
        assertThat(behind.replicated().next()).isEqualTo(3);
        behind.context.answered.clear();
    }

    private void diskCatchesUp() {
        behind.logConfirms = true;
        behind.end();
    }

    @Test
    void aBackupThatIsBroughtUpTakesWhatComesMeanwhileOnceItsDiskIsNotBehind() {
        bringUpThroughThree();
        behind.replicate(N1, 1, LINEAGE, 3, 20, 4, 5, 6);
        assertThat(behind.context.appended).hasSize(3);
        assertThat(behind.context.answered).isEmpty();
        diskCatchesUp();
        assertThat(behind.context.appended).extracting(VersionEntry::version).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(behind.replicated().next()).isEqualTo(6);
    }

    @Test
    void aBackupWhoseDiskHangsAnswersWhatComesNext() {
        bringUpThroughThree();
        for (int again = 0; again < 3; again++) {
            behind.replicate(N1, 1, LINEAGE, 3, 20, 4, 5, 6);
        }
        assertThat(behind.context.answered)
                .as("it is alive and says what it has; the first one waits")
                .hasSize(2);
        assertThat(behind.replicated().next()).isEqualTo(3);
        assertThat(behind.context.appended).hasSize(3);
    }

    @Test
    void aBeatIsAnsweredWhileTheDiskIsBehind() {
        bringUpThroughThree();
        behind.replicate(N1, 1, LINEAGE, 3, 20);
        assertThat(behind.replicated().next()).isEqualTo(3);
    }

    @Test
    void whatHasWaitedForTheDiskIsVoidAfterALaterPromise() {
        bringUpThroughThree();
        behind.replicate(N1, 1, LINEAGE, 3, 20, 4, 5, 6);
        behind.passTime(1_200);
        behind.stand(PrimaryBackupRig.N3, 5, 1, 20);
        diskCatchesUp();
        assertThat(behind.answered()).isEqualTo(new Fenced(5));
        assertThat(behind.context.appended).hasSize(3);
    }

    @Test
    void whatHasWaitedForTheDiskIsVoidWhenALaterPrimarySends() {
        bringUpThroughThree();
        behind.replicate(N1, 1, LINEAGE, 3, 20, 4, 5, 6);
        behind.replicate(PrimaryBackupRig.N3, 5, List.of(new Span(1, 0), new Span(5, 20)), 3, 20, 4);
        diskCatchesUp();
        assertThat(behind.context.appended).extracting(VersionEntry::version).containsExactly(1L, 2L, 3L, 4L);
        assertThat(behind.context.answered).hasSize(1);
    }

    @Test
    void aBackupInStepTakesNoMoreUntilItsDiskIsNotBehind() {
        PrimaryBackupRig rig = PrimaryBackupRig.backup(settings("sync"));
        rig.logConfirms = false;
        rig.replicate(N1, 1, List.of(), 0, 3, 1, 2, 3);
        assertThat(rig.replicated().held()).as("what is in the journal counts").isEqualTo(3);
        rig.context.answered.clear();
        rig.replicate(N1, 1, List.of(), 3, 4, 4);
        assertThat(rig.context.appended).hasSize(2);
        assertThat(rig.context.answered).isEmpty();
        rig.logConfirms = true;
        rig.end();
        assertThat(rig.context.appended).extracting(VersionEntry::version).containsExactly(1L, 2L, 3L, 4L);
        assertThat(rig.replicated().held()).isEqualTo(4);
    }

    @Test
    void whatABackupInStepHasIsAcknowledgedAgainWhileItsDiskIsBehind() {
        PrimaryBackupRig rig = PrimaryBackupRig.backup(settings("sync"));
        rig.logConfirms = false;
        rig.replicate(N1, 1, List.of(), 0, 3, 1, 2, 3);
        rig.context.answered.clear();
        rig.replicate(N1, 1, List.of(), 0, 3, 1, 2, 3);
        assertThat(rig.replicated().held()).isEqualTo(3);
    }

    @Test
    void aPrimaryMakesNoMoreVersionsAndThenRefuses() {
        PrimaryBackupRig rig = PrimaryBackupRig.primary(settings("async"));
        rig.logConfirms = false;
        for (int number = 1; number <= 5; number++) {
            rig.update(number);
        }
        assertThat(rig.context.appended).hasSize(2);
        assertThat(rig.told())
                .hasSize(3)
                .last()
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.OVERLOADED));
        rig.logConfirms = true;
        rig.end();
        assertThat(rig.told()).filteredOn(Outcome.Committed.class::isInstance).hasSize(4);
    }
}
