package epidemic.protocol.replicatedlog;

import static epidemic.protocol.replicatedlog.LogRig.S1;
import static epidemic.protocol.replicatedlog.LogRig.S2;
import static epidemic.protocol.replicatedlog.LogRig.append;
import static epidemic.protocol.replicatedlog.LogRig.client;
import static epidemic.protocol.replicatedlog.LogRig.told;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Detail;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RecordingContext;
import epidemic.kernel.RequestId;
import epidemic.kernel.TimerKey;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.model.lineage.DigestChain;
import epidemic.model.lineage.LogMark;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MasterReplicaTest {
    private final RecordingContext context = new RecordingContext(LogRig.M, 7);
    private MasterReplica master = new MasterReplica(ReplicatedLogConfig.of(LogRig.settings()));

    @BeforeEach
    void start() {
        master.onStart(context);
    }

    /** In place of the one with the settings of all. */
    private void startWith(String key, long value) {
        master = new MasterReplica(ReplicatedLogConfig.of(LogRig.settings().with(key, value)));
        master.onStart(context);
    }

    private void heartbeat(NodeId secondary, long life, long durable) {
        master.onMessage(secondary, LogRig.heartbeat(life, durable), context);
        master.onBatchEnd(context);
    }

    private void request(String name, Transaction transaction) {
        master.onRequest(client(name), transaction, context);
        master.onBatchEnd(context);
    }

    private void durable(long id) {
        master.onDurable(id, context);
        master.onBatchEnd(context);
    }

    private ReplicatedLogMessage.Push pushed(NodeId secondary, int index) {
        return context.questionsTo(secondary, ReplicatedLogMessage.Push.class).get(index);
    }

    private void held(NodeId secondary, ReplicatedLogMessage.Push push, long life) {
        long digest = push.before();
        for (VersionEntry entry : push.entries()) {
            digest = DigestChain.next(digest, entry);
        }
        LogMark log = new LogMark(push.last(), digest);
        master.onAnswer(secondary, push, new ReplicatedLogMessage.Held(life, log), context);
        master.onBatchEnd(context);
    }

    private void silent(NodeId secondary, ReplicatedLogMessage.Push push) {
        master.onSilence(secondary, push, context);
        master.onBatchEnd(context);
    }

    private void pass(Duration time) {
        context.nowNanos += time.toNanos();
        master.onTimer(new TimerKey("health"), context);
        master.onBatchEnd(context);
    }

    private String text(String name) {
        return master.view(context.nowNanos)
                .figure(name, Detail.Figure.class)
                .orElseThrow()
                .text();
    }

    private String healthOfS1() {
        return ofS1("health");
    }

    private String ofS1(String name) {
        return master.view(context.nowNanos)
                .figure(name, S1, Detail.Word.class)
                .orElseThrow()
                .text();
    }

    @Test
    void answersWhenAsManyNodesHoldTheMessageAsItsClientWanted() {
        heartbeat(S1, 1, 0);
        heartbeat(S2, 1, 0);
        request("one", append(1, "Msg1", 1));
        request("three", append(2, "Msg2", 3));
        request("two", append(3, "Msg3", 2));
        assertThat(told(context)).isEmpty();
        assertThat(context.asked).as("nothing leaves before it is on the disk").isEmpty();
        durable(3);
        assertThat(told(context)).containsExactly("one=1");
        held(S1, pushed(S1, 0), 1);
        assertThat(told(context)).containsExactly("one=1");
        held(S1, pushed(S1, 1), 1);
        assertThat(told(context)).containsExactly("one=1", "two=3");
        held(S2, pushed(S2, 0), 1);
        assertThat(told(context)).containsExactly("one=1", "two=3", "three=2");
    }

    @Test
    void aSecondAcknowledgementOfOneNodeIsNotAnotherNode() {
        heartbeat(S1, 1, 0);
        heartbeat(S2, 1, 0);
        request("three", append(1, "Msg1", 3));
        durable(1);
        ReplicatedLogMessage.Push first = pushed(S1, 0);
        held(S1, first, 1);
        held(S1, first, 1);
        heartbeat(S1, 1, 1);
        assertThat(told(context)).isEmpty();
    }

    @Test
    void refusesWhatItCannotDoAndSpendsNoIdOnIt() {
        request("early", append(1, "Msg1", 1));
        heartbeat(S1, 1, 0);
        request("many", append(2, "Msg1", 4));
        request("other", new Transaction(new RequestId("c", 3), 0, List.of(new Operation.Append("49", "x"))));
        request("write", new Transaction(new RequestId("c", 4), 0, List.of(new Operation.Write("log", "x"))));
        request("first", append(5, "Msg1", 1));
        durable(1);
        assertThat(told(context))
                .containsExactly(
                        "early=no-quorum", "many=not-possible", "other=not-possible", "write=not-possible", "first=1");
        assertThat(context.appended).hasSize(1);
    }

    @Test
    void isReadOnlyWithoutAQuorumAndSaysWhy() {
        heartbeat(S1, 1, 0);
        pass(Duration.ofSeconds(3));
        assertThat(healthOfS1()).isEqualTo("Suspected");
        request("suspected", append(1, "Msg1", 1));
        pass(Duration.ofSeconds(3));
        assertThat(healthOfS1()).isEqualTo("Unhealthy");
        assertThat(text("quorum")).isEqualTo("no");
        request("unhealthy", append(2, "Msg2", 1));
        heartbeat(S1, 1, 0);
        request("back", append(3, "Msg2", 1));
        durable(2);
        assertThat(told(context)).containsExactly("unhealthy=no-quorum", "suspected=1", "back=2");
        Outcome.Refused refused = (Outcome.Refused) context.replied.get(0).outcome();
        assertThat(refused.message())
                .isEqualTo(
                        "the master is read-only: there is no quorum, 1 of 3 nodes are there (not heard of: S1, S2)");
    }

    @Test
    void twoOfFourAreNoMajority() {
        startWith("secondaries", 3L);
        heartbeat(S1, 1, 0);
        request("two", append(1, "Msg1", 1));
        heartbeat(S2, 1, 0);
        request("three", append(2, "Msg1", 1));
        durable(1);
        assertThat(told(context)).containsExactly("two=no-quorum", "three=1");
        assertThat(((Outcome.Refused) context.replied.get(0).outcome()).message())
                .contains("2 of 4 nodes are there (not heard of: S2, S3)");
    }

    @Test
    void aSecondaryThatOnlyAnswersLateStaysHealthy() {
        heartbeat(S1, 1, 0);
        request("two", append(1, "Msg1", 2));
        durable(1);
        for (int beat = 0; beat < 30; beat++) {
            heartbeat(S1, 1, 0);
            pass(Duration.ofMillis(500));
        }
        assertThat(healthOfS1()).isEqualTo("Healthy");
        assertThat(told(context)).isEmpty();
    }

    @Test
    void sendsAgainAfterPausesThatGrowToAMaximumAndAHeartbeatEnds() {
        heartbeat(S1, 1, 0);
        request("two", append(1, "Msg1", 2));
        durable(1);
        TimerKey retry = new TimerKey("retry-S1");
        long longest = 0;
        for (int attempt = 0; attempt < 8; attempt++) {
            silent(S1, pushed(S1, attempt));
            long pause = context.timers.get(retry) - context.nowNanos;
            long most = Math.min(1_000, 200L << attempt) * 1_000_000;
            assertThat(pause).isBetween(most / 2, most);
            longest = Math.max(longest, pause);
            context.nowNanos += pause;
            master.onTimer(retry, context);
            master.onBatchEnd(context);
        }
        assertThat(longest).isGreaterThan(500_000_000);
        silent(S1, pushed(S1, 8));
        heartbeat(S1, 1, 0);
        assertThat(context.timers).as("the pause is over").doesNotContainKey(retry);
        assertThat(context.questionsTo(S1, ReplicatedLogMessage.Push.class)).hasSize(10);
        silent(S1, pushed(S1, 9));
        assertThat(context.timers.get(retry) - context.nowNanos)
                .as("the next pause is a short one")
                .isLessThanOrEqualTo(200_000_000);
    }

    @Test
    void silenceAboutAPushThatWasGivenUpMeansNothing() {
        heartbeat(S1, 1, 0);
        for (int number = 1; number <= 4; number++) {
            request("c" + number, append(number, "Msg" + number, 2));
        }
        durable(4);
        silent(S1, pushed(S1, 0));
        long due = context.timers.get(new TimerKey("retry-S1"));
        context.nowNanos += 1_000;
        silent(S1, pushed(S1, 1));
        assertThat(context.timers.get(new TimerKey("retry-S1"))).isEqualTo(due);
        assertThat(master.view(context.nowNanos).figure("retries", S1, Detail.Count.class))
                .contains(new Detail.Count(1));
    }

    @Test
    void aSecondaryThatStartsEmptyGetsEverythingAgain() {
        heartbeat(S1, 1, 0);
        request("one", append(1, "Msg1", 1));
        request("two", append(2, "Msg2", 1));
        durable(2);
        held(S1, pushed(S1, 0), 1);
        context.clear();
        heartbeat(S1, 2, 0);
        assertThat(pushed(S1, 0).first()).isEqualTo(1);
        assertThat(pushed(S1, 0).last()).isEqualTo(2);
        heartbeat(S1, 1, 2);
        request("again", append(2, "Msg2", 2));
        assertThat(told(context)).as("what its last life held counts no more").isEmpty();
    }

    @Test
    void oldMessagesComeFromTheDisk() {
        master = new MasterReplica(ReplicatedLogConfig.of(LogRig.settings().with("history-window", 1L)));
        LogRig.entries(1, 5).forEach(master::recover);
        master.onStart(context);
        heartbeat(S1, 1, 0);
        assertThat(context.loads).containsExactly(0L);
        master.onLoaded(0, LogRig.entries(1, 2), context);
        master.onBatchEnd(context);
        assertThat(pushed(S1, 0).entries()).isEqualTo(LogRig.entries(1, 2));
        assertThat(context.loads).containsExactly(0L, 2L);
    }

    @Test
    void aRequestThatComesAgainIsAppendedOnceAlsoAfterARestart() {
        LogRig.entries(1, 2).forEach(master::recover);
        heartbeat(S1, 1, 2);
        request("again", append(2, "Msg2", 2));
        request("reused", append(1, "another", 1));
        request("new", append(3, "Msg2", 1));
        request("retry", append(3, "Msg2", 1));
        request("twin", append(4, "Msg2", 1));
        durable(4);
        assertThat(told(context)).containsExactly("again=2", "reused=request-reused", "new=3", "retry=3", "twin=4");
        assertThat(context.appended).hasSize(2);
    }

    @Test
    void aKnownRequestIsAnsweredWithoutAQuorum() {
        LogRig.entries(1, 1).forEach(master::recover);
        request("again", append(1, "Msg1", 1));
        assertThat(told(context)).containsExactly("again=1");
    }

    @Test
    void takesOnlySoManyWhoWaitForSoManyNodes() {
        startWith("max-waiting", 1L);
        heartbeat(S1, 1, 0);
        request("three", append(1, "Msg1", 3));
        request("more", append(2, "Msg2", 3));
        assertThat(told(context)).containsExactly("more=overloaded");
        assertThat(context.appended).hasSize(1);
        request("fewer", append(3, "Msg3", 1));
        assertThat(context.appended).hasSize(2);
    }

    @Test
    void aClientThatHasGoneMakesRoomAndItsMessageStays() {
        startWith("max-waiting", 1L);
        heartbeat(S1, 1, 0);
        RecordingContext.Client leaves = client("leaves");
        master.onRequest(leaves, append(1, "Msg1", 3), context);
        durable(1);
        master.onClientGone(leaves, context);
        master.onClientGone(leaves, context);
        assertThat(told(context)).containsExactly("leaves=unknown");
        assertThat(text("clients waiting")).isEqualTo("0");
        request("next", append(2, "Msg2", 3));
        assertThat(context.appended).hasSize(2);
    }

    /** Clients that go at once do not wait, but their messages do. */
    @Test
    void takesOnlySoManyThatAreNotOnTheDisk() {
        startWith("max-waiting", 1L);
        heartbeat(S1, 1, 0);
        for (int number = 1; number <= 4; number++) {
            RecordingContext.Client leaves = client("c" + number);
            master.onRequest(leaves, append(number, "Msg" + number, 1), context);
            master.onClientGone(leaves, context);
        }
        assertThat(told(context)).containsExactly("c1=unknown", "c2=unknown", "c3=unknown", "c4=overloaded");
        assertThat(context.appended).hasSize(3);
    }

    @Test
    void takesNothingAnyMoreOnceASecondaryHoldsMoreThanItself() {
        heartbeat(S1, 1, 3);
        request("one", append(1, "Msg1", 1));
        assertThat(told(context)).containsExactly("one=not-serving");
        assertThat(text("quorum")).as("two of three are there").isEqualTo("yes");
        assertThat(master.view(0).reason()).contains("S1 holds 3 messages, the master's own log only 0");
    }

    @Test
    void twoSecondariesOfAnotherLogAreToldAsTwo() {
        LogRig.otherEntries(2, 1, 3).forEach(master::recover);
        heartbeat(S1, 1, 3);
        heartbeat(S2, 1, 3);
        assertThat(master.view(0).reason()).contains("the logs of S1, S2 are others than the master's: ");
    }

    /** The master's disk was lost, and meanwhile it has taken as many messages as the silent secondary holds. */
    @Test
    void aSecondaryOfAnotherLogGetsNothingDoesNotCountAndIsTold() {
        LogRig.otherEntries(2, 1, 3).forEach(master::recover);
        heartbeat(S1, 1, 3);
        assertThat(context.messagesTo(S1, ReplicatedLogMessage.Differs.class))
                .containsExactly(new ReplicatedLogMessage.Differs(7, LogRig.mark(LogRig.otherEntries(2, 1, 3))));
        assertThat(ofS1("log")).isEqualTo("another one");
        assertThat(healthOfS1()).isEqualTo("Healthy");
        assertThat(context.observed).anyMatch(seen -> seen.kind().equals("diverged"));
        request("nobody", append(4, "Msg4", 1));
        assertThat(told(context)).containsExactly("nobody=no-quorum");
        assertThat(master.view(0).reason()).contains("the log of S1 is another one than the master's");
        master.onMessage(S2, new ReplicatedLogMessage.Heartbeat(1, LogMark.START), context);
        master.onBatchEnd(context);
        request("two", append(5, "Msg5", 2));
        request("three", append(6, "Msg6", 3));
        durable(5);
        held(S2, pushed(S2, 0), 1);
        held(S2, pushed(S2, 1), 1);
        heartbeat(S1, 1, 1);
        heartbeat(S1, 1, 3);
        held(S2, pushed(S2, 2), 1);
        assertThat(context.questionsTo(S1, ReplicatedLogMessage.Push.class)).isEmpty();
        assertThat(told(context)).containsExactly("nobody=no-quorum", "two=4");
        assertThat(master.view(0).serving()).isTrue();
        assertThat(master.view(0).reason()).contains("the log of S1 is another one");
        heartbeat(S1, 2, 0);
        assertThat(ofS1("log")).as("it was emptied").isEqualTo("the same");
        assertThat(pushed(S1, 0).first()).isEqualTo(1);
    }
}
