package epidemic.runtime.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.ByteSink;
import epidemic.kernel.ByteSource;
import epidemic.kernel.Detail;
import epidemic.kernel.Message;
import epidemic.kernel.MessageCodec;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReadResult;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.kernel.Value;
import epidemic.kernel.VersionEntry;
import epidemic.runtime.actor.LinkFault;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeNews;
import epidemic.runtime.actor.NodePair;
import epidemic.runtime.actor.NodeStatus;
import epidemic.runtime.storage.DiskCall;
import epidemic.runtime.storage.RecordBuffer;
import epidemic.runtime.trace.Trace;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ParcelCodecTest {
    private static final NodeId A1 = NodeId.of("A1");
    private static final NodeId A2 = NodeId.of("A2");
    private static final ParcelCodec CODEC = new ParcelCodec(new Words());

    private record Word(String text) implements Message {}

    /** A strategy's codec. */
    private static final class Words implements MessageCodec {
        @Override
        public void write(Message message, ByteSink sink) {
            sink.text(((Word) message).text());
        }

        @Override
        public Message read(ByteSource source) {
            return new Word(source.text());
        }
    }

    static Stream<Parcel> parcels() {
        Transaction transaction = new Transaction(
                new RequestId("client ü", 42),
                0,
                List.of(new Operation.Read("a"), new Operation.Write("b", "1"), new Operation.Append("c", "2")),
                7);
        VersionEntry entry = new VersionEntry(
                3, new RequestId("c", 1), A2, 1_700_000_000_000L, List.of(new Operation.Write("k", "välue")));
        ReplicaView view = new ReplicaView(
                "core",
                9,
                1,
                4,
                List.of(A1, A2),
                true,
                "why",
                List.of(new ReplicaView.Feed(A2, 5, true, Optional.of(3L), Optional.empty())),
                List.of(
                        Detail.count("writes", 3),
                        Detail.time("mean write latency", 1_234_567),
                        Detail.share("errors before append", 50),
                        Detail.word("health", "suspected").about(A2)));
        Value list = Value.Sequence.EMPTY.append("x").append("y");
        Outcome committed = new Outcome.Committed(
                A1,
                0,
                12,
                List.of(
                        new ReadResult("a", Optional.empty()),
                        new ReadResult("b", Optional.of(new Value.Single("1"))),
                        new ReadResult("c", Optional.of(list))));
        RequestId id = new RequestId("client", Long.MAX_VALUE);
        return Stream.of(
                new Parcel.Mail(
                        A2,
                        List.of(
                                new NodeCall.Told(A1, 17, new Word("told")),
                                new NodeCall.Asked(A1, 17, 1L << 60, new Word("")),
                                new NodeCall.Answered(A1, 17, -1, new Word("ü")))),
                new Parcel.Presence(
                        true, false, true, "", 1, 2, "pekko://a/user/door", "pekko://a/user/bulk", "h:1", 3, "h:0"),
                new Parcel.Links(
                        5,
                        A1,
                        new TreeMap<>(Map.of(
                                NodePair.of(A1, A2),
                                LinkFault.of(Duration.ofMillis(250), 0.25, 1.0),
                                NodePair.of(A1, NodeId.of("B1")),
                                LinkFault.CUT))),
                new Parcel.Question(1, new Query.Execute(transaction, Optional.empty())),
                new Parcel.Question(
                        1,
                        new Query.Execute(
                                transaction.redirected(0),
                                Optional.of(new Trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", 1)))),
                new Parcel.Question(2, new Query.GetStatus(5, 20)),
                new Parcel.Question(3, new Query.GetData(Optional.of(8L))),
                new Parcel.Question(4, new Query.GetData(Optional.empty())),
                new Parcel.Question(5, new Query.Find(id)),
                new Parcel.Question(6, new Query.Read(0, 100)),
                new Parcel.Question(7, new Query.GetNews(3)),
                new Parcel.Question(8, new Query.Crash(A1)),
                new Parcel.Question(9, new Query.Restart(A1)),
                new Parcel.Answer(1, new Query.Executed(id, committed, 99)),
                new Parcel.Answer(
                        1, new Query.Executed(id, new Outcome.Refused(Outcome.Reason.PEER_AWAY, "A3 is away"), 1)),
                new Parcel.Answer(
                        1,
                        new Query.Executed(
                                id, new Outcome.Refused(Outcome.Reason.SESSION_AHEAD, "behind", Optional.of(A2)), 1)),
                new Parcel.Answer(1, new Query.Executed(id, new Outcome.Unknown("?"), 0)),
                new Parcel.Answer(2, new Query.Status(new NodeStatus(A1, NodeStatus.State.UP, view, List.of(entry)))),
                new Parcel.Answer(
                        3,
                        new Query.Data(new NodeCall.Data(
                                9, 0, 9, Optional.of(new TreeMap<>(Map.of("a", list, "b", new Value.Single("1"))))))),
                new Parcel.Answer(4, new Query.Data(new NodeCall.Data(1, 2, 3, Optional.empty()))),
                new Parcel.Answer(5, new Query.Found(new NodeCall.Found(id, Optional.of(4L), true))),
                new Parcel.Answer(6, new Query.Versions(new DiskCall.ReadResult(2, List.of(entry), 3, 1))),
                new Parcel.Answer(
                        7,
                        new Query.News(new NodeNews(
                                List.of(new NodeNews.Count(A1, A2, "Commit", true, 12)),
                                List.of(new NodeNews.Event(1, A1, "crash", "crashed on purpose")),
                                6))));
    }

    private static ByteBuffer bytes(Parcel parcel) {
        RecordBuffer buffer = new RecordBuffer();
        CODEC.write(parcel, buffer);
        byte[] copy = new byte[buffer.size()];
        buffer.from(0).get(copy);
        return ByteBuffer.wrap(copy);
    }

    @ParameterizedTest
    @MethodSource("parcels")
    void isReadAsItWasWritten(Parcel parcel) {
        assertThat(CODEC.read(A1, bytes(parcel))).isEqualTo(parcel);
    }

    /** All kinds of parcels, questions and answers are among them. */
    @Test
    void nothingIsForgotten() {
        List<Class<?>> seen = new ArrayList<>();
        parcels().forEach(parcel -> {
            seen.add(parcel.getClass());
            if (parcel instanceof Parcel.Question question) {
                seen.add(question.query().getClass());
            } else if (parcel instanceof Parcel.Answer answer) {
                seen.add(answer.reply().getClass());
            }
        });
        assertThat(seen).contains(Parcel.class.getPermittedSubclasses());
        assertThat(seen).contains(Query.class.getPermittedSubclasses());
        assertThat(seen).contains(Query.Reply.class.getPermittedSubclasses());
    }

    /** Cut off anywhere, or with something behind it, it is an error that says so, of one kind. */
    @ParameterizedTest
    @MethodSource("parcels")
    void whatIsCutOffIsAnError(Parcel parcel) {
        byte[] whole = bytes(parcel).array();
        for (int length = 0; length < whole.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> CODEC.read(A1, cut)).isInstanceOf(IllegalArgumentException.class);
        }
        ByteBuffer longer = ByteBuffer.wrap(Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> CODEC.read(A1, longer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("behind the end");
    }

    /** Any bytes are a parcel or an IllegalArgumentException. */
    @Test
    void anyBytesAreReadOrRefused() {
        SplittableRandom random = new SplittableRandom(11);
        List<Parcel> all = parcels().toList();
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = bytes(all.get(random.nextInt(all.size()))).array();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(CODEC.read(A1, ByteBuffer.wrap(bytes))).isNotNull();
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageMatching("(?s).+");
            }
        }
    }
}
