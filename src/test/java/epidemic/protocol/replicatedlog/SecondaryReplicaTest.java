package epidemic.protocol.replicatedlog;

import static epidemic.protocol.replicatedlog.LogRig.M;
import static epidemic.protocol.replicatedlog.LogRig.S1;
import static epidemic.protocol.replicatedlog.LogRig.client;
import static epidemic.protocol.replicatedlog.LogRig.push;
import static epidemic.protocol.replicatedlog.LogRig.told;
import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Message;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RecordingContext;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.kernel.TimerKey;
import epidemic.kernel.Transaction;
import epidemic.model.lineage.LogMark;
import epidemic.model.session.SessionGate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecondaryReplicaTest {
    private final RecordingContext context = new RecordingContext(S1, 4);
    private SecondaryReplica secondary = replica();

    private static SecondaryReplica replica() {
        return replica(1_000);
    }

    private static SecondaryReplica replica(long gapBytes) {
        return new SecondaryReplica(S1, ReplicatedLogConfig.of(LogRig.settings().with("gap-buffer-bytes", gapBytes)));
    }

    @BeforeEach
    void start() {
        secondary.onStart(context);
    }

    private void take(ReplicatedLogMessage.Push push) {
        secondary.onQuestion(M, new RecordingContext.Asker(M, push), push, context);
        secondary.onBatchEnd(context);
    }

    private void durable(long id) {
        secondary.onDurable(id, context);
        secondary.onBatchEnd(context);
    }

    private void set(String key, String value) {
        secondary.onRequest(
                client("tester"),
                new Transaction(new RequestId("t", 1), 0, List.of(new Operation.Write(key, value))),
                context);
    }

    private List<Message> answers() {
        return context.answered.stream().map(RecordingContext.Sent::message).toList();
    }

    private long shown() {
        return secondary.history().version();
    }

    @Test
    void saysAtOnceAndThenAtIntervalsHowFarItsLogGoes() {
        secondary.onTimer(new TimerKey("heartbeat"), context);
        assertThat(context.messagesTo(M, ReplicatedLogMessage.Heartbeat.class))
                .containsExactly(LogRig.heartbeat(4, 0), LogRig.heartbeat(4, 0));
        assertThat(context.timers.get(new TimerKey("heartbeat"))).isEqualTo(500_000_000);
    }

    @Test
    void acknowledgesAndShowsWhatIsOnItsDiskAndNotEarlier() {
        take(push(1, 1, 2));
        assertThat(answers()).isEmpty();
        assertThat(shown()).isZero();
        durable(1);
        assertThat(answers()).isEmpty();
        durable(2);
        assertThat(answers()).containsExactly(LogRig.held(4, 2));
        assertThat(shown()).isEqualTo(2);
    }

    @Test
    void aGapHidesLaterMessagesUntilItIsFilled() {
        take(push(1, 1, 2));
        take(push(1, 4, 4));
        durable(2);
        assertThat(shown()).isEqualTo(2);
        assertThat(context.appended).hasSize(2);
        take(push(1, 3, 3));
        durable(4);
        assertThat(shown()).isEqualTo(4);
        assertThat(context.appended).isEqualTo(LogRig.entries(1, 4));
    }

    @Test
    void keepsOnlySoManyBehindAGap() {
        take(push(1, 2, 3));
        take(push(1, 4, 5));
        assertThat(answers())
                .containsExactly(new ReplicatedLogMessage.Failed(
                        4, LogRig.mark(0), "there is no room for more messages behind a gap: 3 or 1000 bytes"));
        take(push(1, 1, 1));
        assertThat(context.appended).isEqualTo(LogRig.entries(1, 4));
    }

    /** A text has four bytes here. */
    @Test
    void keepsOnlySoManyBytesBehindAGapAndHasRoomAgainWhenItIsFilled() {
        secondary = replica(8);
        take(push(1, 2, 3));
        take(push(1, 4, 4));
        assertThat(answers()).hasSize(1).allMatch(answer -> answer instanceof ReplicatedLogMessage.Failed);
        take(push(1, 1, 1));
        assertThat(context.appended).isEqualTo(LogRig.entries(1, 3));
        take(push(1, 5, 6));
        take(push(1, 4, 4));
        assertThat(context.appended).isEqualTo(LogRig.entries(1, 6));
    }

    @Test
    void holdsBackOnlySoManyBytesButOnePushInAnyCase() {
        secondary = replica(12);
        set("test.append-delay", "1000");
        take(push(1, 1, 2));
        take(push(1, 3, 4));
        take(push(1, 3, 3));
        context.nowNanos += 1_000_000_000L;
        secondary.onBatchEnd(context);
        assertThat(context.appended).as("the second push was too much").isEqualTo(LogRig.entries(1, 3));
        take(push(1, 4, 9));
        context.nowNanos += 1_000_000_000L;
        secondary.onBatchEnd(context);
        assertThat(context.appended).isEqualTo(LogRig.entries(1, 9));
    }

    @Test
    void whatComesTwiceIsThereOnceAndAcknowledgedTwice() {
        take(push(1, 1, 2));
        durable(2);
        take(push(1, 1, 2));
        assertThat(context.appended).hasSize(2);
        assertThat(answers()).containsExactly(LogRig.held(4, 2), LogRig.held(4, 2));
    }

    @Test
    void hearsNothingOfAnEarlierLifeOfTheMaster() {
        take(push(2, 1, 1));
        take(push(1, 2, 2));
        assertThat(context.appended).hasSize(1);
    }

    @Test
    void goesOnBehindWhatItFoundOnItsDisk() {
        secondary = replica();
        LogRig.entries(1, 3).forEach(secondary::recover);
        context.clear();
        secondary.onStart(context);
        assertThat(context.messagesTo(M, ReplicatedLogMessage.Heartbeat.class)).containsExactly(LogRig.heartbeat(4, 3));
        take(push(1, 3, 4));
        assertThat(context.appended).containsExactly(LogRig.entry(4));
    }

    @Test
    void aDelayHoldsMessagesBackButNoHeartbeats() {
        set("test.append-delay", "10000");
        take(push(1, 1, 1));
        context.nowNanos += 9_999_000_000L;
        secondary.onTimer(new TimerKey("heartbeat"), context);
        secondary.onBatchEnd(context);
        assertThat(context.appended).isEmpty();
        assertThat(context.messagesTo(M, ReplicatedLogMessage.Heartbeat.class)).hasSize(2);
        assertThat(context.timers.get(new TimerKey("append-delay"))).isEqualTo(10_000_000_000L);
        context.nowNanos = 10_000_000_000L;
        secondary.onBatchEnd(context);
        assertThat(context.appended).hasSize(1);
    }

    @Test
    void failsOnPurposeBeforeOrAfterTheAppend() {
        set("test.error-before-append", "100");
        take(push(1, 1, 1));
        assertThat(context.appended).isEmpty();
        set("test.error-before-append", "0");
        set("test.error-after-append", "100");
        take(push(1, 1, 1));
        assertThat(context.appended).hasSize(1);
        assertThat(answers()).hasSize(2).allMatch(answer -> answer instanceof ReplicatedLogMessage.Failed);
        set("test.error-after-append", "101");
        assertThat(told(context)).containsExactly("tester=0", "tester=0", "tester=0", "tester=not-possible");
    }

    @Test
    void sendsWhoAppendsToTheMaster() {
        secondary.onRequest(client("writer"), LogRig.append(1, "Msg1", 1), context);
        Outcome.Refused refused = (Outcome.Refused) context.replied.get(0).outcome();
        assertThat(refused.reason()).isEqualTo(Outcome.Reason.WRONG_LAYER);
        assertThat(refused.redirect()).contains(M);
    }

    @Test
    void aReaderWhoHasSeenMoreWaitsIsSentToTheMasterOrRefused() {
        take(push(1, 1, 1));
        read("plain", Session.NONE);
        read("waits", Session.seen(1));
        read("long", Session.seen(2));
        read("goes", new Session(2, Optional.of(Session.Policy.REDIRECT), Optional.empty()));
        read("leaves", new Session(2, Optional.of(Session.Policy.REFUSE), Optional.empty()));
        secondary.onBatchEnd(context);
        assertThat(told(context)).containsExactly("plain=0", "goes=session-ahead", "leaves=session-ahead");
        assertThat(context.timers.get(SessionGate.DEADLINES))
                .as("it wakes for the deadline")
                .isEqualTo(1_000_000_000);
        assertThat(((Outcome.Refused) context.replied.get(2).outcome()).message())
                .isEqualTo(
                        "the session has seen message 2, S1 holds message 0, 2 behind: ask M, wait, or leave the session"
                                + " out");
        durable(1);
        context.nowNanos = 1_000_000_000;
        secondary.onBatchEnd(context);
        assertThat(told(context)).endsWith("waits=1", "long=session-ahead");
    }

    /** Whatever comes first of another log: what is behind the same number, a copy of what is here, a later message. */
    @ParameterizedTest
    @CsvSource({"3, 4, 4", "2, 4, 5", "2, 2, 3", "3, 3, 3", "2, 1, 5"})
    void neverMixesTwoLogs(long firstOther, long first, long last) {
        take(push(8, 1, 3));
        durable(3);
        context.clear();
        take(LogRig.otherPush(firstOther, first, last));
        assertThat(context.appended).isEmpty();
        assertThat(answers()).singleElement().isInstanceOf(ReplicatedLogMessage.Failed.class);
        assertDiverged();
        take(LogRig.otherPush(1, 4, 4));
        assertThat(context.appended).isEmpty();
        secondary.onTimer(new TimerKey("heartbeat"), context);
        assertThat(context.messagesTo(M, ReplicatedLogMessage.Heartbeat.class)).containsExactly(LogRig.heartbeat(4, 3));
    }

    private void assertDiverged() {
        assertThat(secondary.view(0).serving()).isFalse();
        assertThat(secondary.view(0).isDiverged()).isTrue();
        assertThat(secondary.view(0).reason()).contains("its log of 3 messages is another one than the master's");
        assertThat(context.observed).anyMatch(seen -> seen.kind().equals("diverged"));
        read("reader", Session.NONE);
        assertThat(told(context)).containsExactly("reader=not-serving");
    }

    @Test
    void whoWaitsIsNotShownAnotherLogEither() {
        take(push(8, 1, 3));
        read("waits", Session.seen(3));
        take(LogRig.otherPush(2, 4, 4));
        assertThat(told(context)).isEmpty();
        durable(3);
        assertThat(told(context)).containsExactly("waits=not-serving");
    }

    @Test
    void isToldThatItsLogIsAnotherOneAndLooksItself() {
        take(push(8, 1, 3));
        durable(3);
        secondary.onMessage(M, new ReplicatedLogMessage.Differs(9, LogRig.mark(3)), context);
        LogMark other = LogRig.mark(LogRig.otherEntries(2, 1, 3));
        secondary.onMessage(M, new ReplicatedLogMessage.Differs(7, other), context);
        assertThat(secondary.view(0).serving()).as("of no use, or too late").isTrue();
        secondary.onMessage(M, new ReplicatedLogMessage.Differs(9, other), context);
        assertDiverged();
        take(push(10, 4, 4));
        assertThat(secondary.view(0).serving())
                .as("the master has its disk back")
                .isTrue();
        assertThat(context.appended).isEqualTo(LogRig.entries(1, 4));
    }

    @Test
    void whatWaitedBehindAGapIsDroppedIfAnotherLogFillsIt() {
        take(push(8, 1, 1));
        take(push(8, 4, 4));
        take(LogRig.otherPush(3, 2, 3));
        assertThat(context.appended).isEqualTo(LogRig.otherEntries(3, 1, 3));
        take(LogRig.otherPush(3, 4, 4));
        assertThat(context.appended).isEqualTo(LogRig.otherEntries(3, 1, 4));
        assertThat(secondary.view(0).serving()).isTrue();
    }

    private void read(String name, Session session) {
        secondary.onRequest(client(name), LogRig.read(1, session), context);
    }
}
