package epidemic.protocol.passive;

import static epidemic.protocol.passive.PassiveRig.M;
import static epidemic.protocol.passive.PassiveRig.R1;
import static epidemic.protocol.passive.PassiveRig.SECOND;
import static epidemic.protocol.passive.PassiveRig.entry;
import static epidemic.protocol.passive.PassiveRig.read;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Outcome;
import epidemic.kernel.Session;
import epidemic.kernel.Snapshot;
import epidemic.kernel.VersionEntry;
import epidemic.model.session.SessionGate;
import epidemic.model.transfer.SnapshotPart;
import epidemic.model.transfer.SnapshotSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CopyReplicaTest {
    private static final PassiveMessage.Fetch FETCH = new PassiveMessage.Fetch(0, Mark.UNKNOWN, false);

    private final PassiveRig rig = PassiveRig.started(R1);

    @Test
    void alwaysHasOneQuestionOpenForWhatFollows() {
        assertThat(questions()).containsExactly(FETCH);
        rig.request(read(1, "data", Session.NONE));
        assertThat(questions()).hasSize(1);
        rig.answered(FETCH, new PassiveMessage.Fetched(List.of(entry(1, "data", "a"), entry(2, "data", "b"))));
        assertThat(questions()).last().isEqualTo(behind(entry(2, "data", "b")));
        rig.replica.onSilence(M, behind(entry(2, "data", "b")), rig.context);
        rig.replica.onBatchEnd(rig.context);
        assertThat(questions()).hasSize(3).last().isEqualTo(behind(entry(2, "data", "b")));
    }

    @Test
    void appliesWhatFollowsOnceAndPassesOverWhatItHolds() {
        VersionEntry first = entry(1, "data", "a");
        VersionEntry second = entry(2, "data", "b");
        rig.answered(FETCH, new PassiveMessage.Fetched(List.of(first)));
        rig.answered(FETCH, new PassiveMessage.Fetched(List.of(first, second)));
        rig.answered(FETCH, new PassiveMessage.Fetched(List.of(entry(4, "data", "d"))));
        assertThat(rig.context.appended).containsExactly(first, second);
        assertThat(rig.replica.view(0).version()).isEqualTo(2);
    }

    @Test
    void doesNotAskForMoreWhileItsDiskIsBehind() {
        PassiveRig slow = PassiveRig.started(R1, PassiveRig.settings().with("copy-max-versions", 2L));
        slow.answered(FETCH, new PassiveMessage.Fetched(List.of(entry(1, "data", "a"), entry(2, "data", "b"))));
        assertThat(slow.context.questionsTo(M, PassiveMessage.Fetch.class)).hasSize(2);
        slow.answered(FETCH, new PassiveMessage.Fetched(List.of(entry(3, "data", "c"), entry(4, "data", "d"))));
        assertThat(slow.context.questionsTo(M, PassiveMessage.Fetch.class)).hasSize(2);
        slow.durable(1);
        assertThat(slow.context.questionsTo(M, PassiveMessage.Fetch.class)).hasSize(2);
        slow.durable(4);
        assertThat(slow.context.questionsTo(M, PassiveMessage.Fetch.class)).hasSize(3);
    }

    @Test
    void asksForWhatFollowsTheVersionOnItsDisk() {
        PassiveRig again = PassiveRig.started(R1, entry(1, "data", "a"));
        assertThat(again.context.questionsTo(M, PassiveMessage.Fetch.class))
                .containsExactly(behind(entry(1, "data", "a")));
    }

    @Test
    void readsWhatItHasAndNothingOfOtherLayers() {
        rig.request(read(1, "data", Session.NONE));
        rig.answered(FETCH, new PassiveMessage.Fetched(List.of(entry(1, "data", "a"))));
        rig.request(read(1, "data", Session.NONE));
        rig.request(read(0, "data", Session.NONE));
        assertThat(rig.outcomes().get(0))
                .isInstanceOfSatisfying(
                        Outcome.Committed.class,
                        told -> assertThat(told.version()).isZero());
        assertThat(rig.outcomes().get(1))
                .isInstanceOfSatisfying(
                        Outcome.Committed.class,
                        told -> assertThat(told.version()).isEqualTo(1));
        assertThat(rig.outcomes().get(2))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.WRONG_LAYER));
    }

    @Test
    void aSessionThatIsAheadWaitsForItsVersionOrGoesToTheMainReplica() {
        rig.request(read(1, "data", Session.seen(1)));
        rig.request(read(1, "data", new Session(1, Optional.of(Session.Policy.REDIRECT), Optional.empty())));
        assertThat(rig.outcomes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.redirect()).contains(M));
        assertThat(rig.context.timers).containsEntry(SessionGate.DEADLINES, SECOND);
        rig.answered(FETCH, new PassiveMessage.Fetched(List.of(entry(1, "data", "a"))));
        assertThat(rig.outcomes()).last().isInstanceOf(Outcome.Committed.class);
    }

    @Test
    void takesASnapshotOverWhenAllPiecesHaveCome() {
        Snapshot snapshot = Snapshot.EMPTY.after(List.of(entry(1, "a", "1"), entry(2, "b", "2")), 10);
        SnapshotSource source = new SnapshotSource(snapshot, 1, 100);
        SnapshotPart part = source.part(0);
        rig.answered(FETCH, new PassiveMessage.SnapshotFetched(part));
        assertThat(rig.replica.view(0).version()).as("not whole").isZero();
        assertThat(rig.context.questionsTo(M, PassiveMessage.FetchSnapshot.class))
                .containsExactly(new PassiveMessage.FetchSnapshot(2, 1));
        for (long from = part.upTo();
                from < part.items();
                from = source.part(from).upTo()) {
            rig.answered(FETCH, new PassiveMessage.SnapshotFetched(source.part(from)));
        }
        assertThat(rig.context.replaced).containsExactly(snapshot);
        assertThat(rig.replica.view(0).version()).isEqualTo(2);
        assertThat(questions()).last().isEqualTo(new PassiveMessage.Fetch(2, Mark.UNKNOWN, false));
    }

    private static PassiveMessage.Fetch behind(VersionEntry newest) {
        return new PassiveMessage.Fetch(newest.version(), Mark.of(newest), false);
    }

    private List<PassiveMessage.Fetch> questions() {
        return rig.context.questionsTo(M, PassiveMessage.Fetch.class);
    }
}
