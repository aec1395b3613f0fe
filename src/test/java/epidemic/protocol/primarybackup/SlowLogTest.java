package epidemic.protocol.primarybackup;

import static epidemic.protocol.primarybackup.PrimaryBackupRig.N1;
import static epidemic.protocol.primarybackup.PrimaryBackupRig.N2;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.kernel.Outcome;
import epidemic.kernel.VersionEntry;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Fenced;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Replicated;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a node holds in memory is bounded, however far its version log on disk is behind; two versions are allowed here. */
class SlowLogTest {
    private static final List<Span> LINEAGE = List.of(new Span(1, 20));

    private final PrimaryBackupRig behind = new PrimaryBackupRig(N2, settings("sync")).start();

    private static MapSettings settings(String mode) {
        return PrimaryBackupRig.settings(mode).with("batch-max-updates", 2L);
    }

    @Test
    void aBackupThatIsBroughtUpAsksForMoreWhenItsDiskHasWhatItTook() {
        behind.logConfirms = false;
        behind.replicate(N1, 1, LINEAGE, 0, 20, 1, 2, 3);
        assertThat(behind.context.answered).isEmpty();
        behind.logConfirms = true;
        behind.end();
        assertThat(((Replicated) behind.answered()).next()).isEqualTo(3);
    }

    @Test
    void aBackupThatIsBroughtUpTakesNoMoreWhileItsDiskIsBehind() {
        behind.logConfirms = false;
        behind.replicate(N1, 1, LINEAGE, 0, 20, 1, 2, 3);
        behind.replicate(N1, 1, LINEAGE, 3, 20, 4, 5, 6);
        assertThat(((Replicated) behind.answered()).next())
                .as("it is alive and says what it has")
                .isEqualTo(3);
        assertThat(behind.context.appended).hasSize(3);
        behind.logConfirms = true;
        behind.end();
        assertThat(behind.context.answered).as("the first question is void").hasSize(1);
        behind.replicate(N1, 1, LINEAGE, 3, 20, 4, 5, 6);
        assertThat(behind.context.appended).extracting(VersionEntry::version).contains(6L);
    }

    @Test
    void anAnswerThatHasWaitedForTheDiskIsVoidAfterALaterPromise() {
        behind.logConfirms = false;
        behind.replicate(N1, 1, LINEAGE, 0, 20, 1, 2, 3);
        behind.passTime(1_200);
        behind.stand(PrimaryBackupRig.N3, 5, 1, 20);
        behind.logConfirms = true;
        behind.end();
        assertThat(behind.answered()).isEqualTo(new Fenced(5));
    }

    @Test
    void aBackupInStepTakesNoMoreWhileItsDiskIsBehind() {
        PrimaryBackupRig rig = PrimaryBackupRig.backup(settings("sync"));
        rig.logConfirms = false;
        rig.replicate(N1, 1, List.of(), 0, 3, 1, 2, 3);
        rig.replicate(N1, 1, List.of(), 3, 4, 4);
        assertThat(rig.context.appended).hasSize(2);
        assertThat(((Replicated) rig.answered()).held()).isEqualTo(3);
        rig.logConfirms = true;
        rig.end();
        rig.replicate(N1, 1, List.of(), 3, 4, 4);
        assertThat(rig.context.appended).extracting(VersionEntry::version).containsExactly(1L, 2L, 3L, 4L);
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
