package epidemic.protocol.passive;

import static epidemic.protocol.passive.PassiveRig.M;
import static epidemic.protocol.passive.PassiveRig.R1;
import static epidemic.protocol.passive.PassiveRig.R2;
import static epidemic.protocol.passive.PassiveRig.SECOND;
import static epidemic.protocol.passive.PassiveRig.entry;
import static epidemic.protocol.passive.PassiveRig.read;
import static epidemic.protocol.passive.PassiveRig.write;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Detail;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.kernel.Snapshot;
import epidemic.kernel.Transaction;
import epidemic.kernel.Value;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainReplicaTest {
    private final PassiveRig rig = PassiveRig.started(M);

    // Clients.

    @Test
    void tellsItsClientWhenTheDiskHasTheUpdate() {
        rig.request(write(1, "data", "hello"));
        assertThat(rig.context.appended).hasSize(1);
        assertThat(rig.outcomes()).isEmpty();
        rig.durable(1);
        assertThat(rig.outcomes()).containsExactly(new Outcome.Committed(M, 0, 1, List.of()));
    }

    @Test
    void aReadThatShowsAnUpdateWaitsForTheDiskWithIt() {
        rig.request(write(1, "data", "hello"));
        rig.request(read(0, "data", Session.NONE));
        assertThat(rig.outcomes()).isEmpty();
        rig.durable(1);
        assertThat(rig.outcomes()).last().isInstanceOfSatisfying(Outcome.Committed.class, told -> {
            assertThat(told.version()).isEqualTo(1);
            assertThat(told.reads().get(0).value()).contains(new Value.Single("hello"));
        });
    }

    @Test
    void aRequestThatComesAgainMakesNoSecondVersion() {
        rig.made(1, "data", "hello");
        rig.request(write(1, "data", "hello"));
        assertThat(rig.context.appended).hasSize(1);
        assertThat(rig.outcomes()).hasSize(2).containsOnly(new Outcome.Committed(M, 0, 1, List.of()));
    }

    @Test
    void anIdOfOtherChangesIsRefused() {
        rig.made(1, "data", "hello");
        rig.request(write(1, "data", "other"));
        assertThat(refusal()).isEqualTo(Outcome.Reason.REQUEST_REUSED);
    }

    @Test
    void asManyWaitForTheDiskAsMay() {
        for (int number = 1; number <= 4; number++) {
            rig.request(write(number, "data", "" + number));
        }
        assertThat(refusal()).isEqualTo(Outcome.Reason.OVERLOADED);
        assertThat(rig.context.appended).hasSize(3);
    }

    @Test
    void otherLayersAndUnfitChangesAreRefused() {
        rig.request(read(1, "data", Session.NONE));
        assertThat(refusal()).isEqualTo(Outcome.Reason.WRONG_LAYER);
        rig.made(1, "data", "hello");
        rig.request(new Transaction(new RequestId("c", 2), 0, List.of(new Operation.Append("data", "x"))));
        assertThat(refusal()).isEqualTo(Outcome.Reason.KIND_MISMATCH);
    }

    // Copies.

    @Test
    void eachUpdateIsSentACacheTimeAfterItWasMadeToAllThatWait() {
        rig.fetch(R1, 0);
        rig.fetch(R2, 0);
        rig.made(1, "data", "a");
        assertThat(rig.context.timers.get(MainReplica.COPY)).isEqualTo(10 * SECOND);
        rig.at(6 * SECOND);
        rig.made(2, "data", "b");
        rig.at(10 * SECOND - 1);
        rig.timer();
        assertThat(rig.context.answered).isEmpty();
        rig.at(10 * SECOND);
        rig.timer();
        assertThat(rig.sentTo(R1)).containsExactly(1L);
        assertThat(rig.sentTo(R2)).containsExactly(1L);
        assertThat(rig.context.timers.get(MainReplica.COPY)).isEqualTo(16 * SECOND);
        rig.fetch(R1, 1);
        rig.at(16 * SECOND);
        rig.timer();
        assertThat(rig.sentTo(R1)).containsExactly(1L, 2L);
        assertThat(rig.sentTo(R2)).as("has no question open").containsExactly(1L);
    }

    @Test
    void whoWasAwayGetsAllThatIsDueAtOnceAndNoMore() {
        rig.made(1, "data", "a");
        rig.at(5 * SECOND);
        rig.made(2, "data", "b");
        rig.at(9 * SECOND);
        rig.made(3, "data", "c");
        rig.at(16 * SECOND);
        rig.fetch(R1, 0);
        assertThat(rig.sentTo(R1)).containsExactly(1L, 2L);
    }

    @Test
    void nothingIsSentThatTheDiskDoesNotHave() {
        rig.made(1, "cache", "0");
        rig.fetch(R1, 1);
        rig.request(write(2, "data", "a"));
        assertThat(rig.context.answered).isEmpty();
        rig.durable(2);
        assertThat(rig.sentTo(R1)).containsExactly(2L);
    }

    // The cache time.

    @Test
    void aNewCacheTimeCountsForWhatWaitsOnceItIsOnDisk() {
        rig.fetch(R1, 0);
        rig.made(1, "data", "a");
        rig.at(4 * SECOND);
        rig.request(write(2, "cache", "3"));
        assertThat(rig.context.answered).isEmpty();
        rig.durable(2);
        assertThat(rig.sentTo(R1)).as("due a second ago").containsExactly(1L);
        assertThat(cacheTime()).hasSeconds(3);
        assertThat(rig.context.timers.get(MainReplica.COPY)).isEqualTo(7 * SECOND);
    }

    @Test
    void aBadCacheTimeIsRefusedAndChangesNothing() {
        for (String bad : List.of("-1", "soon")) {
            rig.request(write(1, "cache", bad));
            assertThat(refusal()).isEqualTo(Outcome.Reason.NOT_POSSIBLE);
        }
        rig.request(new Transaction(new RequestId("c", 1), 0, List.of(new Operation.Append("cache", "5"))));
        assertThat(refusal()).isEqualTo(Outcome.Reason.NOT_POSSIBLE);
        assertThat(rig.context.appended).isEmpty();
        assertThat(cacheTime()).hasSeconds(10);
    }

    // Restarts.

    @Test
    void afterARestartTheCacheTimeIsTheOneThatWasSetAndWhatWaitedWaitsAnew() {
        PassiveRig again = PassiveRig.started(M, entry(1, "cache", "4"), entry(2, "data", "a"));
        again.fetch(R1, 0);
        again.at(4 * SECOND - 1);
        again.timer();
        assertThat(again.context.answered).isEmpty();
        again.at(4 * SECOND);
        again.timer();
        assertThat(again.sentTo(R1)).containsExactly(1L, 2L);
    }

    @Test
    void afterARestartAReplicaGetsAtOnceWhatAnotherOneHolds() {
        PassiveRig again = PassiveRig.started(M, entry(1, "data", "a"), entry(2, "data", "b"));
        again.fetch(R1, 0);
        again.fetch(R2, 1);
        assertThat(again.sentTo(R1)).containsExactly(1L);
    }

    // What is not in memory, or not in the log any more.

    @Test
    void oldVersionsAreReadFromTheLog() {
        PassiveRig small = PassiveRig.started(M, PassiveRig.settings().with("history-window", 1L));
        small.made(1, "cache", "0");
        small.made(2, "data", "a");
        small.made(3, "data", "b");
        small.fetch(R1, 0);
        assertThat(small.context.loads).containsExactly(0L);
        small.replica.onLoaded(0, List.of(entry(1, "cache", "0"), entry(2, "data", "a")), small.context);
        small.replica.onBatchEnd(small.context);
        assertThat(small.sentTo(R1)).containsExactly(1L, 2L);
    }

    @Test
    void aSnapshotIsSentOnlyOnceItsVersionIsDue() {
        PassiveRig small = PassiveRig.started(M, PassiveRig.settings().with("history-window", 1L));
        small.made(1, "data", "a");
        small.at(5 * SECOND);
        small.made(2, "data", "b");
        small.made(3, "data", "c");
        small.at(10 * SECOND);
        small.fetch(R1, 0);
        small.replica.onLoaded(0, List.of(), small.context);
        small.replica.onBatchEnd(small.context);
        assertThat(small.context.answered)
                .as("its window begins behind version 2")
                .isEmpty();
        small.at(15 * SECOND);
        small.timer();
        assertThat(small.context.answered)
                .singleElement()
                .satisfies(sent -> assertThat(((PassiveMessage.SnapshotFetched) sent.message())
                                .part()
                                .version())
                        .isEqualTo(2));
    }

    @Test
    void recoversFromASnapshot() {
        Snapshot snapshot = Snapshot.EMPTY.after(List.of(entry(1, "cache", "3")), 10);
        PassiveStrategy strategy = new PassiveStrategy();
        var replica = strategy.replica(M, PassiveRig.settings());
        replica.recover(snapshot);
        replica.onStart(rig.context);
        assertThat(replica.view(0).version()).isEqualTo(1);
        assertThat(replica.view(0).details()).contains(Detail.time("cache time", 3_000_000_000L));
    }

    private Outcome.Reason refusal() {
        List<Outcome> outcomes = rig.outcomes();
        return ((Outcome.Refused) outcomes.get(outcomes.size() - 1)).reason();
    }

    private ReplicaView view() {
        return rig.replica.view(rig.context.nowNanos);
    }

    private Duration cacheTime() {
        return Duration.ofNanos(
                view().figure("cache time", Detail.Time.class).orElseThrow().nanos());
    }
}
