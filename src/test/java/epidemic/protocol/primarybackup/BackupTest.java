package epidemic.protocol.primarybackup;

import static epidemic.protocol.primarybackup.PrimaryBackupRig.N1;
import static epidemic.protocol.primarybackup.PrimaryBackupRig.N2;
import static epidemic.protocol.primarybackup.PrimaryBackupRig.N3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.Invariants;
import epidemic.kernel.Message;
import epidemic.kernel.Observation;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReadResult;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.kernel.Snapshot;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.model.session.SessionGate;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Declined;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Fenced;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Forward;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Forwarded;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Granted;
import epidemic.protocol.primarybackup.PrimaryBackupMessage.Standing;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackupTest {
    private static final List<Span> NONE = List.of();

    @Test
    void takesUpdatesInSequenceOnlyAndAcknowledgesUpToTheGap() {
        PrimaryBackupRig rig = PrimaryBackupRig.backup("sync");
        rig.replicate(N1, 1, NONE, 1, 0, 2, 3);
        assertThat(rig.replicated().held()).isZero();
        rig.replicate(N1, 1, NONE, 0, 0, 1);
        assertThat(rig.replicated().held()).isEqualTo(1);
        rig.replicate(N1, 1, NONE, 1, 3, 2, 3);
        assertThat(rig.replicated().held()).isEqualTo(3);
        assertThat(rig.context.appended).extracting(VersionEntry::version).containsExactly(1L, 2L, 3L);
    }

    @Test
    void acknowledgesWhenItsDiskHasTheUpdates() {
        PrimaryBackupRig rig = PrimaryBackupRig.backup("sync");
        rig.journalConfirms = false;
        rig.replicate(N1, 1, NONE, 0, 0, 1);
        assertThat(rig.context.answered).isEmpty();
        rig.replicate(N1, 1, NONE, 0, 0, 1);
        assertThat(rig.replicated().held()).as("asked again").isZero();
        rig.journalConfirms = true;
        rig.end();
        assertThat(rig.replicated().held()).isEqualTo(1);
    }

    @Test
    void appendsOnlyWhatIsCommitted() {
        PrimaryBackupRig rig = PrimaryBackupRig.backup("sync");
        rig.replicate(N1, 1, NONE, 0, 1, 1, 2);
        assertThat(rig.context.appended).extracting(VersionEntry::version).containsExactly(1L);
        assertThat(rig.replica.view(rig.context.nowNanos).pending()).isEqualTo(1);
    }

    @Test
    void promisesOnlyToANodeThatHasAsMuch() {
        PrimaryBackupRig rig = PrimaryBackupRig.backup("sync");
        rig.replicate(N1, 1, NONE, 0, 0, 1, 2);
        rig.passTime(1_200);
        rig.stand(N3, 5, 1, 1);
        assertThat(rig.answered()).isEqualTo(new Declined(1));
        rig.stand(N3, 6, 1, 2);
        assertThat(rig.answered()).isEqualTo(new Granted(true, 1));
    }

    @Test
    void promisesNobodyWhileItHearsItsPrimary() {
        PrimaryBackupRig rig = PrimaryBackupRig.backup("sync");
        rig.stand(N3, 5, 9, 9);
        assertThat(rig.answered()).isEqualTo(new Declined(1));
    }

    @Test
    void fencesTheEpochBelowItsPromise() {
        PrimaryBackupRig rig = PrimaryBackupRig.backup("sync");
        rig.passTime(1_200);
        rig.stand(N3, 5, 1, 0);
        rig.replicate(N1, 1, NONE, 0, 0, 1);
        assertThat(rig.answered()).isEqualTo(new Fenced(5));
        assertThat(rig.replica.view(rig.context.nowNanos).pending()).isZero();
    }

    @Test
    void keepsWhatItHeldUntilItHasEverythingTheNewPrimaryBeganWith() {
        PrimaryBackupRig rig = PrimaryBackupRig.backup("sync");
        rig.replicate(N1, 1, NONE, 0, 0, 1, 2);
        List<Span> lineage = List.of(new Span(1, 0), new Span(2, 2));
        rig.replicate(N3, 2, lineage, 0, 0, 1);
        assertThat(rig.replicated().standing()).isEqualTo(Standing.BEHIND);
        assertThat(rig.replica.view(rig.context.nowNanos).pending()).isEqualTo(2);
        rig.replicate(N3, 2, lineage, 1, 0, 2);
        assertThat(rig.replicated().standing()).isEqualTo(Standing.IN_STEP);
        rig.replicate(N3, 2, NONE, 2, 2);
        assertThat(rig.context.appended)
                .extracting(VersionEntry::origin)
                .as("of the new primary")
                .containsExactly(N3, N3);
    }

    @Test
    void asyncStopsServingWithVersionsThatNobodyElseHas() {
        PrimaryBackupRig rig = PrimaryBackupRig.backup("async");
        rig.replicate(N1, 1, NONE, 0, 3, 1, 2, 3);
        rig.replicate(N3, 2, List.of(new Span(1, 0), new Span(2, 1)), 0, 1, 1);
        assertThat(rig.replicated().standing()).isEqualTo(Standing.DIVERGED);
        assertThat(rig.replica.view(rig.context.nowNanos).serving()).isFalse();
        assertThat(rig.replica.view(rig.context.nowNanos).reason())
                .startsWith("holds 2 versions nobody else has")
                .endsWith("it must be started empty");
        rig.request(staleRead(0));
        assertThat(rig.told()).singleElement().isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void asyncComparesAgainWithTheLogOfALaterEpoch() {
        PrimaryBackupRig rig = PrimaryBackupRig.backup("async");
        rig.replicate(N1, 1, NONE, 0, 3, 1, 2, 3);
        rig.replicate(N3, 2, List.of(new Span(1, 0), new Span(2, 2)), 0, 1, 1);
        assertThat(rig.replicated().held()).as("in common").isEqualTo(2);
        assertThat(rig.replicated().next()).as("all that it has").isEqualTo(3);
        rig.replicate(N3, 3, List.of(new Span(1, 0), new Span(3, 1)), 0, 1, 1);
        assertThat(rig.replicated().standing()).isEqualTo(Standing.DIVERGED);
        assertThat(rig.replicated().held()).isEqualTo(1);
        List<Span> same = List.of(new Span(1, 0), new Span(4, 3));
        rig.replicate(N1, 4, same, 3, 3);
        rig.replicate(N1, 4, same, 3, 3);
        assertThat(rig.replicated().standing()).isEqualTo(Standing.IN_STEP);
        assertThat(rig.role()).isEqualTo("backup");
    }

    @Test
    void asyncTellsWhatAPromotionHasLostThatStoodInTheJournalOnly() {
        PrimaryBackupRig before = PrimaryBackupRig.primary("async");
        before.update(1);
        before.acknowledge(N2, 1);
        before.acknowledge(N3, 1);
        before.update(2);
        before.update(3);
        assertThat(before.told()).hasSize(3).allMatch(Outcome.Committed.class::isInstance);
        PrimaryBackupRig after = new PrimaryBackupRig(N1, PrimaryBackupRig.settings("async"));
        before.context.journal.forEach(after.replica::recoverJournal);
        after.start();
        assertThat(after.replica.view(0).version())
                .as("the version log is lost")
                .isZero();
        after.replicate(N3, 2, List.of(new Span(1, 0), new Span(2, 1)), 0, 1);
        assertThat(after.context.observed)
                .extracting(Observation::text)
                .containsExactly(
                        "held 2 updates that N3 has not: they are lost, and may have been confirmed before it was"
                                + " promoted");
        assertThat(after.count("updates lost")).isEqualTo(2);
        after.replicate(N3, 2, List.of(new Span(1, 0), new Span(2, 1)), 0, 1);
        assertThat(after.count("updates lost")).as("counted once").isEqualTo(2);
    }

    @Test
    void asyncLosesNothingThatTheNewPrimaryHas() {
        PrimaryBackupRig rig = PrimaryBackupRig.backup("async");
        rig.replicate(N1, 1, NONE, 0, 0, 1, 2);
        rig.replicate(N3, 2, List.of(new Span(1, 0), new Span(2, 2)), 0, 2);
        assertThat(rig.count("updates lost")).isEqualTo(0);
    }

    @Test
    void aStaleReadTellsTheSequenceNumberAndWaitsForItsSession() {
        PrimaryBackupRig rig = PrimaryBackupRig.backup("sync");
        rig.request(staleRead(0));
        rig.request(staleRead(1));
        assertThat(rig.told()).containsExactly(new Outcome.Committed(N2, 1, 0, unwritten()));
        rig.replicate(N1, 1, NONE, 0, 1, 1);
        assertThat(rig.told()).hasSize(2).last().isEqualTo(new Outcome.Committed(N2, 1, 1, unwritten()));
        rig.request(staleRead(5));
        rig.passTime(1_200);
        assertThat(rig.told().get(2)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aStaleReadThatWaitsIsToldAtItsDeadlineWhateverTheBeat() {
        PrimaryBackupRig rig = PrimaryBackupRig.backup("sync");
        long begun = rig.context.nowNanos;
        rig.request(staleRead(5, 30));
        rig.request(staleRead(5, 20));
        assertThat(rig.context.timers).containsEntry(SessionGate.DEADLINES, begun + 20 * PrimaryBackupRig.MILLIS);
        rig.context.nowNanos += 20 * PrimaryBackupRig.MILLIS;
        rig.replica.onTimer(SessionGate.DEADLINES, rig.context);
        rig.end();
        assertThat(rig.told()).singleElement().isInstanceOf(Outcome.Refused.class);
        assertThat(rig.context.timers).containsEntry(SessionGate.DEADLINES, begun + 30 * PrimaryBackupRig.MILLIS);
    }

    private static Transaction staleRead(long seen, long waitMillis) {
        Session session =
                new Session(seen, Optional.of(Session.Policy.WAIT), Optional.of(waitMillis * PrimaryBackupRig.MILLIS));
        return new Transaction(new RequestId("s", waitMillis), 1, List.of(new Operation.Read("k")), session);
    }

    private static List<ReadResult> unwritten() {
        return List.of(new ReadResult("k", Optional.empty()));
    }

    private static Transaction staleRead(long seen) {
        return new Transaction(new RequestId("s", seen), 1, List.of(new Operation.Read("k")), Session.seen(seen));
    }

    @Test
    void forwardsToThePrimaryUntilThereIsAnOutcome() {
        PrimaryBackupRig rig = PrimaryBackupRig.backup("sync");
        rig.update(1);
        Forward first = rig.last(N1, Forward.class);
        rig.replica.onSilence(N1, first, rig.context);
        rig.end();
        Forward second = rig.last(N1, Forward.class);
        assertThat(second.number()).isEqualTo(first.number());
        assertThat(second.attempt()).isGreaterThan(first.attempt());
        Outcome.Refused refused = new Outcome.Refused(Outcome.Reason.OVERLOADED, "full");
        rig.replica.onAnswer(N1, second, new Forwarded(refused), rig.context);
        assertThat(rig.told())
                .as("the first question may have had an effect")
                .singleElement()
                .isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void findsWhatItHeldInItsJournalAgain() {
        PrimaryBackupRig before = PrimaryBackupRig.backup("sync");
        before.replicate(N1, 1, NONE, 0, 1, 1, 2);
        PrimaryBackupRig after = new PrimaryBackupRig(N2, PrimaryBackupRig.settings("sync"));
        for (Message record : before.context.journal) {
            after.replica.recoverJournal(record);
        }
        after.start();
        assertThat(after.replica.view(0).pending())
                .as("the version log has lost version 1")
                .isEqualTo(2);
        assertThat(after.replica.view(0).role()).isEqualTo("backup");
    }

    @Test
    void doesNotGoOnWithALogThatLacksItsFirstVersions() {
        PrimaryBackupRig rig = new PrimaryBackupRig(N2, PrimaryBackupRig.settings("sync"));
        Snapshot snapshot = Snapshot.EMPTY.after(List.of(PrimaryBackupRig.entry(1, N1)), 10);
        assertThatThrownBy(() -> rig.replica.recover(snapshot)).isInstanceOf(Invariants.Violation.class);
    }

    @Test
    void isALearnerIfItsJournalMayHaveLostSomething() {
        PrimaryBackupRig before = PrimaryBackupRig.backup("sync");
        PrimaryBackupRig after = new PrimaryBackupRig(N2, PrimaryBackupRig.settings("sync"));
        before.context.journal.forEach(after.replica::recoverJournal);
        after.context.isSynced = false;
        after.start();
        assertThat(after.replica.view(0).role()).isEqualTo("learner");
    }

    @Test
    void whatItsVersionLogContradictsIsVoid() {
        PrimaryBackupRig before = PrimaryBackupRig.backup("sync");
        before.replicate(N1, 1, NONE, 0, 0, 1, 2);
        PrimaryBackupRig after = new PrimaryBackupRig(N2, PrimaryBackupRig.settings("sync"));
        after.replica.recover(PrimaryBackupRig.entry(1, N3));
        before.context.journal.forEach(after.replica::recoverJournal);
        after.start();
        assertThat(after.replica.view(0).pending()).isZero();
    }
}
