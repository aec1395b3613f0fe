package epidemic.protocol.primarybackup;

import static epidemic.protocol.primarybackup.PrimaryBackupRig.N1;
import static epidemic.protocol.primarybackup.PrimaryBackupRig.N2;
import static epidemic.protocol.primarybackup.PrimaryBackupRig.N3;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import epidemic.kernel.RecordingContext;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Granted;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Replicate;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Stand;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lag that a primary shows, with two backups behind a network that loses and reorders. */
class LagTest {
    private static final int STEPS = 400;

    private final Map<NodeId, PrimaryBackupRig> backups = Map.of(N2, backup(N2), N3, backup(N3));
    /** Questions on their way; some of them more than once. */
    private final List<Mail> mail = new ArrayList<>();

    private PrimaryBackupRig primary;
    private int answeredCount;

    private record Mail(NodeId to, Replicate question) {}

    private static PrimaryBackupRig backup(NodeId node) {
        PrimaryBackupRig rig = new PrimaryBackupRig(node, PrimaryBackupRig.settings("async")).start();
        List<Span> lineage = List.of(new Span(1, 0));
        rig.replicate(N1, 1, lineage, 0, 0);
        rig.replicate(N1, 1, lineage, 0, 0);
        return rig;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void isNeverBelowWhatABackupsDiskLacksAndNothingInTheEnd(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        primary = PrimaryBackupRig.primary("async").beat();
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(3) == 0) {
                primary.update(step);
            }
            post(random);
            deliver(random);
            for (NodeId node : List.of(N2, N3)) {
                assertThat(shown(node)).as("step %s, %s", step, node).isGreaterThanOrEqualTo(lacking(node));
            }
        }
        assertThat(answeredCount).isPositive();
        for (int round = 0; round < STEPS; round++) {
            for (NodeId node : List.of(N2, N3)) {
                answer(new Mail(node, primary.last(node, Replicate.class)), true);
            }
            primary.beat();
        }
        assertThat(newest()).isGreaterThan(50);
        assertThat(shown(N2)).isZero();
        assertThat(shown(N3)).isZero();
    }

    @Test
    void countsOfADivergedBackupWhatItLacksAndWhatOnlyItHas() {
        PrimaryBackupRig old = PrimaryBackupRig.primary("async");
        old.update(1);
        old.update(2);
        old.update(3);
        primary = promoted();
        tell(old);
        assertThat(primary.lagOf(N1)).as("1 is common, 2 and 3 are its own").isEqualTo(2);
        for (int number = 1; number <= 4; number++) {
            primary.update(number);
            assertThat(primary.lagOf(N1)).isEqualTo(2 + number);
        }
        primary.beat();
        tell(old);
        assertThat(primary.lagOf(N1)).isEqualTo(6);
        assertThat(primary.replica.view(primary.context.nowNanos).feeds())
                .filteredOn(feed -> feed.target().equals(N1))
                .singleElement()
                .matches(feed -> feed.acknowledged() == 1 && !feed.inFlight());
    }

    /** N2 with the first update of epoch 1, promoted by N3. */
    private static PrimaryBackupRig promoted() {
        PrimaryBackupRig rig = PrimaryBackupRig.backup("async");
        rig.replicate(N1, 1, List.of(), 0, 1, 1);
        while (rig.context.questionsTo(N3, Stand.class).isEmpty()) {
            rig.beat();
        }
        while (!rig.role().equals("primary")) {
            rig.replica.onAnswer(N3, rig.last(N3, Stand.class), new Granted(true, 1), rig.context);
            rig.end();
        }
        return rig;
    }

    /** The old primary answers what the new one has asked it last. */
    private void tell(PrimaryBackupRig old) {
        Replicate question = primary.last(N1, Replicate.class);
        old.replica.onQuestion(N2, new RecordingContext.Asker(N2), question, old.context);
        old.end();
        assertThat(old.replicated().standing()).isEqualTo(Standing.DIVERGED);
        primary.replica.onAnswer(N1, question, old.replicated(), primary.context);
        primary.end();
    }

    /** What was asked is on its way, now and then twice, or is lost. */
    private void post(SplittableRandom random) {
        for (NodeId node : List.of(N2, N3)) {
            List<Replicate> asked = primary.context.questionsTo(node, Replicate.class);
            if (!asked.isEmpty()) {
                for (int copies = random.nextInt(3); copies > 0; copies--) {
                    mail.add(new Mail(node, asked.get(asked.size() - 1)));
                }
            }
        }
    }

    /** One that is on its way arrives, whichever; what a later question has overtaken has no asker any more. */
    private void deliver(SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            primary.silent(random.nextBoolean() ? N2 : N3);
            primary.beat();
        }
        if (!mail.isEmpty()) {
            Mail one = mail.remove(random.nextInt(mail.size()));
            boolean isNewest = primary.last(one.to(), Replicate.class) == one.question();
            answer(one, isNewest && random.nextBoolean());
        }
    }

    private void answer(Mail one, boolean arrives) {
        PrimaryBackupRig backup = backups.get(one.to());
        backup.replica.onQuestion(N1, new RecordingContext.Asker(N1), one.question(), backup.context);
        backup.end();
        if (arrives) {
            answeredCount++;
            primary.replica.onAnswer(
                    one.to(), one.question(), (PrimaryBackupMessage) backup.answered(), primary.context);
            primary.end();
        }
    }

    private long shown(NodeId node) {
        return primary.lagOf(node);
    }

    private long newest() {
        return primary.count("last applied sequence");
    }

    /** How many of the primary's updates a backup does not have. */
    private long lacking(NodeId node) {
        PrimaryBackupRig backup = backups.get(node);
        long held = backup.count("last applied sequence")
                + backup.replica.view(backup.context.nowNanos).pending();
        return newest() - held;
    }
}
