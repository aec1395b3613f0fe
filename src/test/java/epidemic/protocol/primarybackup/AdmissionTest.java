package epidemic.protocol.primarybackup;

import static epidemic.protocol.primarybackup.PrimaryBackupRig.N2;
import static epidemic.protocol.primarybackup.PrimaryBackupRig.N3;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Outcome;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Granted;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Stand;
import org.junit.jupiter.api.Test;

/** A primary stands again so that a node counts that may have forgotten what it said. */
class AdmissionTest {
    @Test
    void letsTheNodeInOnceAllHavePromised() {
        PrimaryBackupRig rig = begun("sync").standAgain();
        assertThat(rig.role()).isEqualTo("candidate");
        rig.replica.onAnswer(N2, rig.last(N2, Stand.class), new Granted(true, 1), rig.context);
        rig.end();
        assertThat(rig.role()).as("waits for N3, too").isEqualTo("candidate");
        rig.replica.onAnswer(N3, rig.last(N3, Stand.class), new Granted(false, 2), rig.context);
        rig.end();
        assertThat(rig.role()).isEqualTo("primary");
        assertThat(rig.replica.view(rig.context.nowNanos).epoch()).isEqualTo(2);
    }

    @Test
    void goesOnSoonWithTheOthersIfTheNodeDoesNotPromise() {
        PrimaryBackupRig rig = begun("sync").standAgain();
        rig.replica.onAnswer(N2, rig.last(N2, Stand.class), new Granted(true, 1), rig.context);
        rig.end();
        silentFor(rig, 900);
        assertThat(rig.role()).isEqualTo("candidate");
        silentFor(rig, 300);
        assertThat(rig.role()).as("not after ten times suspect-after").isEqualTo("primary");
    }

    @Test
    void thoseWhoWaitAreToldInTimeMeanwhile() {
        PrimaryBackupRig rig = begun("semi-sync");
        for (int beats = 0; beats < 8; beats++) {
            rig.learnerAndBeat();
        }
        rig.update(1);
        rig.standAgain();
        assertThat(rig.told()).isEmpty();
        silentFor(rig, 800);
        assertThat(rig.role()).isEqualTo("candidate");
        assertThat(rig.told()).singleElement().isInstanceOf(Outcome.Unknown.class);
    }

    private static PrimaryBackupRig begun(String mode) {
        return PrimaryBackupRig.primary(mode).beat();
    }

    private static void silentFor(PrimaryBackupRig rig, long millis) {
        for (long passed = 0; passed < millis; passed += PrimaryBackupRig.BEAT_MILLIS) {
            rig.beat();
            rig.replica.onSilence(N3, rig.last(N3, Stand.class), rig.context);
            rig.end();
        }
    }
}
