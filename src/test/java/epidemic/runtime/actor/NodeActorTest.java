package epidemic.runtime.actor;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import epidemic.kernel.Handle;
import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.Replica;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.RequestId;
import epidemic.kernel.TimerKey;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import epidemic.kernel.VersionHistory;
import epidemic.model.store.VersionedState;
import epidemic.runtime.figures.NodeFigures;
import epidemic.runtime.storage.DiskCall;
import epidemic.runtime.storage.JournalWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The host, with a replica, a disk and peers that are played by the test and noted in one sequence. */
class NodeActorTest {
    private static final ActorTestKit KIT =
            ActorTestKit.create(ConfigFactory.parseString("pekko.stdout-loglevel = OFF, pekko.loglevel = OFF")
                    .withFallback(ManualTime.config()));
    private static final NodeId A1 = NodeId.of("A1");
    private static final NodeId A2 = NodeId.of("A2");
    private static final long LIFE = 5;
    private static final TimerKey KEY = new TimerKey("key");

    private final ManualClock clock = new ManualClock(ManualTime.get(KIT.system()));
    private final TestProbe<Object> notes = KIT.createTestProbe();
    private final ActorRef<NodeCall> node = KIT.spawn(NodeActor.create(setup(notes.ref()), Scripted::new));
    private BiConsumer<Handle.Client, ReplicaContext> onRequest = (client, context) -> {};

    @AfterAll
    static void stopSystem() {
        KIT.shutdownTestKit();
    }

    /** A message that tells the replica what to do. */
    private record Script(Consumer<ReplicaContext> body) implements Message {}

    private record Word(String text) implements Message {}

    private record Mail(NodeId to, NodeCall.Envelope envelope) {}

    // Effects.

    @Test
    void effectsGoOutInTheOrderAppendSendReply() {
        start();
        onRequest = (client, context) -> {
            context.journal(new Word("held"));
            context.rewriteJournal(List.of(new Word("rewritten")));
            context.reply(client, new Outcome.Unknown("?"));
            context.send(A2, new Word("first"));
            context.append(entry(1));
            context.send(A2, new Word("second"));
            context.append(entry(2));
        };
        execute("c:1");

        assertThat(next(DiskCall.Append.class).entries())
                .extracting(VersionEntry::version)
                .containsExactly(1L, 2L);
        assertThat(next(DiskCall.WriteJournal.class).writes())
                .containsExactly(
                        new JournalWrite(false, List.of(new Word("held"))),
                        new JournalWrite(true, List.of(new Word("rewritten"))));
        assertThat(next(Mail.class).envelope().message()).isEqualTo(new Word("first"));
        assertThat(next(Mail.class).envelope().message()).isEqualTo(new Word("second"));
        assertThat(next(NodeCall.Executed.class).id()).isEqualTo(RequestId.parse("c:1"));
    }

    @Test
    void turnsThatWaitAreOneBatch() {
        start();
        CountDownLatch gate = new CountDownLatch(1);
        script(context -> await(gate));
        script(context -> context.send(A2, new Word("from the second turn")));
        script(context -> note("third turn"));
        gate.countDown();

        expect("third turn");
        expect("batch end");
        assertThat(next(Mail.class).envelope().message()).isEqualTo(new Word("from the second turn"));
        assertQuiet();
    }

    @Test
    void theDiskTellsTheReplicaWhatIsDurable() {
        start();
        script(context -> context.append(entry(1)));
        expect("batch end");
        next(DiskCall.Append.class).replyTo().tell(new DiskCall.Durable(1));

        expect("durable 1");
    }

    @Test
    void oldEntriesAreLoadedFromTheLog() {
        start();
        script(context -> context.load(3, 2));
        expect("batch end");
        DiskCall.Read read = next(DiskCall.Read.class);
        assertThat(read.afterVersion()).isEqualTo(3);
        assertThat(read.limit()).isEqualTo(2);

        read.replyTo().tell(new DiskCall.ReadResult(3, List.of(entry(4), entry(5)), 9));

        expect("loaded 2 after 3");
    }

    @Test
    void theReplicaIsToldOfAClientThatLeavesWhileItWaits() {
        start();
        TestProbe<NodeCall.Executed> other = KIT.createTestProbe();
        execute("c:1");
        node.tell(new NodeCall.Leave(RequestId.parse("c:1"), other.ref()));
        node.tell(new NodeCall.Leave(RequestId.parse("c:2"), notes.ref().narrow()));
        node.tell(new NodeCall.Leave(RequestId.parse("c:1"), notes.ref().narrow()));
        expect("gone c:1");
        assertThat(next(NodeCall.Executed.class).outcome()).isInstanceOf(Outcome.Unknown.class);
        node.tell(new NodeCall.Leave(RequestId.parse("c:1"), notes.ref().narrow()));
        assertQuiet();
    }

    // Questions.

    @Test
    void anAnswerReachesTheReplicaWithItsQuestionAndASecondOneDoesNot() {
        start();
        NodeCall.Asked asked = ask("how?");

        answer(LIFE, asked.correlation(), "so");
        answer(LIFE, asked.correlation(), "so");

        expect("answer so to how?");
        expect("batch end");
        assertQuiet();
    }

    @Test
    void aQuestionFallsSilentAtItsDeadlineAndALateAnswerIsDropped() {
        start();
        NodeCall.Asked asked = ask("how?");
        clock.pass(Duration.ofMillis(99));
        assertQuiet();
        clock.pass(Duration.ofMillis(41));
        expect("silence on how?");
        expect("batch end");

        answer(LIFE, asked.correlation(), "so");

        assertQuiet();
    }

    @Test
    void anAnswerToAnEarlierLifeIsDropped() {
        start();
        long earlier = new OpenQuestions(LIFE - 1)
                .open(new OpenQuestions.Question(
                        A2, new Word("how?"), 0, 0, new NodeFigures().link(A2, new Word("how?"))));
        ask("how?");

        answer(1, earlier, "so");

        assertQuiet();
    }

    @Test
    void aQuestionOfAPeerIsAnsweredUnderItsNumber() {
        start();
        node.tell(new NodeCall.Asked(A2, 1, 77, new Word("what?")));
        expect("batch end");

        NodeCall.Answered answered = (NodeCall.Answered) next(Mail.class).envelope();
        assertThat(answered.correlation()).isEqualTo(77);
        assertThat(answered.message()).isEqualTo(new Word("re: what?"));
    }

    @Test
    void messagesOfAPeersEarlierLifeAreDroppedOnceItsLaterOneWasHeard() {
        start();
        node.tell(new NodeCall.Told(A2, 2, new Script(context -> note("life 2"))));
        expect("life 2");
        expect("batch end");
        node.tell(new NodeCall.Told(A2, 1, new Script(context -> note("life 1"))));
        assertQuiet();
        node.tell(new NodeCall.Told(A2, 3, new Script(context -> note("life 3"))));

        expect("life 3");
    }

    // Timers.

    @Test
    void aTimerUnderTheSameKeyReplacesTheEarlierOne() {
        start();
        scriptToEnd(context -> context.setTimer(KEY, Duration.ofSeconds(1).toNanos()));
        scriptToEnd(context -> context.setTimer(KEY, Duration.ofSeconds(3).toNanos()));
        clock.pass(Duration.ofMillis(2_999));
        assertQuiet();

        clock.pass(Duration.ofMillis(1));

        expect("timer key");
        expect("batch end");
        clock.pass(Duration.ofSeconds(10));
        assertQuiet();
    }

    @Test
    void aCancelledTimerDoesNotFire() {
        start();
        scriptToEnd(context -> context.setTimer(KEY, Duration.ofSeconds(1).toNanos()));
        scriptToEnd(context -> context.cancelTimer(KEY));

        clock.pass(Duration.ofSeconds(10));

        assertQuiet();
    }

    @Test
    void aTimerThatIsReplacedInTheBatchInWhichItExpiresDoesNotFire() {
        start();
        scriptToEnd(context -> context.setTimer(KEY, Duration.ofSeconds(1).toNanos()));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        script(context -> {
            context.setTimer(KEY, Duration.ofSeconds(5).toNanos());
            begun.countDown();
            await(gate);
        });
        await(begun);
        clock.pass(Duration.ofSeconds(1));
        gate.countDown();
        expect("batch end");
        assertQuiet();

        clock.pass(Duration.ofSeconds(5));

        expect("timer key");
    }

    // Beginning and end of a life.

    @Test
    void dropsMessagesAndRefusesTransactionsUntilItsLogIsRead() {
        noSnapshot();
        DiskCall.Read read = next(DiskCall.Read.class);
        script(context -> note("too early"));
        execute("c:1");
        assertThat(next(NodeCall.Executed.class).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.NOT_SERVING));

        read.replyTo().tell(new DiskCall.ReadResult(0, List.of(entry(1), entry(2)), 3));
        expect("recovered 1");
        expect("recovered 2");
        DiskCall.Read rest = next(DiskCall.Read.class);
        assertThat(rest.afterVersion()).isEqualTo(2);
        rest.replyTo().tell(new DiskCall.ReadResult(2, List.of(entry(3)), 3));

        expect("recovered 3");
        next(DiskCall.ReadJournal.class).replyTo().tell(new DiskCall.JournalRead(List.of(new Word("promise"))));
        expect("recovered promise of the journal");
        expect("start");
    }

    @Test
    void clientsThatWaitAreToldUnknownWhenTheNodeStops() {
        start();
        execute("c:1");
        expect("batch end");

        KIT.stop(node);

        assertThat(next(NodeCall.Executed.class).outcome()).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void clientsThatWaitAreToldUnknownWhenTheReplicaThrows() {
        start();
        execute("c:1");
        expect("batch end");

        script(context -> {
            throw new IllegalStateException("planted");
        });

        assertThat(next(NodeCall.Executed.class).outcome()).isInstanceOf(Outcome.Unknown.class);
        notes.expectTerminated(node);
    }

    @Test
    void aBrokenInvariantStopsTheNodeAndWhatItsBatchGatheredIsNotSent() {
        start();
        CountDownLatch gate = new CountDownLatch(1);
        script(context -> await(gate));
        execute("c:1");
        script(context -> context.send(A2, new Word("never")));
        script(context -> epidemic.kernel.Invariants.check(false, "planted"));
        gate.countDown();

        assertThat(next(NodeCall.Executed.class).outcome()).isInstanceOf(Outcome.Unknown.class);
        notes.expectTerminated(node);
    }

    @Test
    void aFailedWriteStopsTheNode() {
        start();
        execute("c:1");
        expect("batch end");
        script(context -> context.append(entry(1)));
        expect("batch end");
        next(DiskCall.Append.class).replyTo().tell(new DiskCall.Failed("disk full"));

        assertThat(next(NodeCall.Executed.class).outcome()).isInstanceOf(Outcome.Unknown.class);
        notes.expectTerminated(node);
    }

    @Test
    void aLogThatStopsStopsItsNode() {
        TestProbe<Object> disk = KIT.createTestProbe();
        ActorRef<NodeCall> other = KIT.spawn(NodeActor.create(setup(disk.ref()), Scripted::new));

        disk.stop();

        notes.expectTerminated(other);
    }

    // Those who watch.

    @Test
    void tellsItsStateAndWhatItHolds() {
        TestProbe<NodeStatus> status = KIT.createTestProbe();
        node.tell(new NodeCall.GetStatus(0, 10, status.ref()));
        assertThat(status.receiveMessage().state()).isEqualTo(NodeStatus.State.STARTING);
        noSnapshot();
        next(DiskCall.Read.class).replyTo().tell(new DiskCall.ReadResult(0, List.of(entry(1), entry(2), entry(3)), 3));
        expect("recovered 1");
        expect("recovered 2");
        expect("recovered 3");
        emptyJournal();
        expectUpTo("batch end");

        node.tell(new NodeCall.GetStatus(0, 2, status.ref()));
        NodeStatus up = status.receiveMessage();
        assertThat(up.state()).isEqualTo(NodeStatus.State.UP);
        assertThat(up.newest()).extracting(VersionEntry::version).containsExactly(2L, 3L);

        TestProbe<NodeCall.Data> data = KIT.createTestProbe();
        node.tell(new NodeCall.GetData(Optional.of(2L), data.ref()));
        assertThat(data.receiveMessage().data().orElseThrow()).containsOnlyKeys("k1", "k2");
        node.tell(new NodeCall.GetData(Optional.of(4L), data.ref()));
        assertThat(data.receiveMessage().data()).isEmpty();

        TestProbe<NodeCall.Found> found = KIT.createTestProbe();
        node.tell(new NodeCall.FindTransaction(new RequestId("e", 2), found.ref()));
        assertThat(found.receiveMessage().version()).contains(2L);
        node.tell(new NodeCall.FindTransaction(new RequestId("e", 9), found.ref()));
        assertThat(found.receiveMessage().version()).isEmpty();
    }

    // The rig.

    private NodeSetup setup(ActorRef<Object> disk) {
        return new NodeSetup(
                A1,
                disk.narrow(),
                (to, envelope) -> notes.ref().tell(new Mail(to, envelope)),
                clock,
                NodeObserver.NONE,
                LIFE,
                1,
                true);
    }

    private void noSnapshot() {
        next(DiskCall.ReadSnapshot.class).replyTo().tell(new DiskCall.SnapshotRead(Optional.empty()));
    }

    private void start() {
        noSnapshot();
        next(DiskCall.Read.class).replyTo().tell(new DiskCall.ReadResult(0, List.of(), 0));
        emptyJournal();
        expect("start");
        expect("batch end");
    }

    private void emptyJournal() {
        next(DiskCall.ReadJournal.class).replyTo().tell(new DiskCall.JournalRead(List.of()));
    }

    private void script(Consumer<ReplicaContext> body) {
        node.tell(new NodeCall.Told(A2, 1, new Script(body)));
    }

    private void scriptToEnd(Consumer<ReplicaContext> body) {
        script(body);
        expect("batch end");
    }

    private void execute(String id) {
        node.tell(new NodeCall.Execute(
                new Transaction(RequestId.parse(id), 0, List.of(new Operation.Read("k"))),
                notes.ref().narrow()));
    }

    private NodeCall.Asked ask(String text) {
        scriptToEnd(context ->
                context.ask(A2, new Word(text), Duration.ofMillis(100).toNanos()));
        return (NodeCall.Asked) next(Mail.class).envelope();
    }

    private void answer(long incarnation, long correlation, String text) {
        node.tell(new NodeCall.Answered(A2, incarnation, correlation, new Word(text)));
    }

    private void note(String text) {
        notes.ref().tell(text);
    }

    private void expect(String text) {
        Object note = notes.receiveMessage();
        while (note.equals("batch end") && !text.equals("batch end")) {
            note = notes.receiveMessage();
        }
        assertThat(note).isEqualTo(text);
    }

    private void expectUpTo(String text) {
        List<Object> before = new ArrayList<>();
        while (!before.contains(text)) {
            before.add(notes.receiveMessage());
        }
    }

    /** The next note of this type; ends of batches before it are passed over. */
    private <T> T next(Class<T> type) {
        Object note = notes.receiveMessage();
        while (note.equals("batch end")) {
            note = notes.receiveMessage();
        }
        assertThat(note).isInstanceOf(type);
        return type.cast(note);
    }

    /** Nothing more happened: what is sent now is noted next. */
    private void assertQuiet() {
        TestProbe<NodeStatus> probe = KIT.createTestProbe();
        node.tell(new NodeCall.GetStatus(0, 0, probe.ref()));
        probe.receiveMessage();
        note("quiet");
        assertThat(notes.receiveMessage()).isEqualTo("quiet");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static VersionEntry entry(long version) {
        return new VersionEntry(
                version, new RequestId("e", version), A1, 0, List.of(new Operation.Write("k" + version, "v")));
    }

    /** Notes what it is told, and does what scripts say. */
    private final class Scripted implements Replica {
        private final VersionedState state = new VersionedState(100, 10);

        @Override
        public void recover(VersionEntry entry) {
            state.apply(entry);
            note("recovered " + entry.version());
        }

        @Override
        public void recoverJournal(Message record) {
            note("recovered " + ((Word) record).text() + " of the journal");
        }

        @Override
        public void onStart(ReplicaContext context) {
            note("start");
        }

        @Override
        public void onRequest(Handle.Client client, Transaction transaction, ReplicaContext context) {
            onRequest.accept(client, context);
        }

        @Override
        public void onClientGone(Handle.Client client, ReplicaContext context) {
            note("gone " + client);
            context.reply(client, new Outcome.Unknown("it has gone"));
        }

        @Override
        public void onMessage(NodeId from, Message message, ReplicaContext context) {
            ((Script) message).body().accept(context);
        }

        @Override
        public void onQuestion(NodeId from, Handle.Asker asker, Message question, ReplicaContext context) {
            context.answer(asker, new Word("re: " + ((Word) question).text()));
        }

        @Override
        public void onAnswer(NodeId from, Message question, Message answer, ReplicaContext context) {
            note("answer " + ((Word) answer).text() + " to " + ((Word) question).text());
        }

        @Override
        public void onSilence(NodeId to, Message question, ReplicaContext context) {
            note("silence on " + ((Word) question).text());
        }

        @Override
        public void onTimer(TimerKey key, ReplicaContext context) {
            note("timer " + key.name());
        }

        @Override
        public void onDurable(long version, ReplicaContext context) {
            note("durable " + version);
        }

        @Override
        public void onLoaded(long afterVersion, List<VersionEntry> entries, ReplicaContext context) {
            note("loaded " + entries.size() + " after " + afterVersion);
        }

        @Override
        public void onBatchEnd(ReplicaContext context) {
            note("batch end");
        }

        @Override
        public ReplicaView view(long nowNanos) {
            return new ReplicaView("scripted", state.version(), 0, 0, List.of(), true, "", List.of());
        }

        @Override
        public VersionHistory history() {
            return state;
        }
    }
}
