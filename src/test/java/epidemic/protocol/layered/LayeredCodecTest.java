package epidemic.protocol.layered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.kernel.Tape;
import epidemic.kernel.Transaction;
import epidemic.model.clock.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LayeredCodecTest {
    private static final NodeId A1 = NodeId.of("A1");
    private static final NodeId A3 = NodeId.of("A3");
    private final LayeredCodec codec = new LayeredCodec();

    @Test
    void eachRecordOfTheJournalComesBackEqual() {
        Batch batch = new Batch(
                7,
                new Stamp(12, A3),
                5,
                1_790_000_000_000L,
                List.of(
                        new Transaction(
                                new RequestId("client-ü", 42),
                                0,
                                List.of(
                                        new Operation.Read("r"),
                                        new Operation.Write("k", "v"),
                                        new Operation.Append("l", "1")),
                                17),
                        new Transaction(
                                new RequestId("session", 1),
                                0,
                                List.of(new Operation.Write("k", "x")),
                                new Session(17, Optional.of(Session.Policy.WAIT), Optional.of(250_000_000L))),
                        new Transaction(
                                new RequestId("session", 2),
                                0,
                                List.of(new Operation.Write("k", "y")),
                                new Session(0, Optional.of(Session.Policy.REFUSE), Optional.empty())),
                        new Transaction(
                                new RequestId("no-sequence", RequestId.NONE),
                                0,
                                List.of(new Operation.Write("k", "w")))));
        for (Message record : List.<Message>of(
                new CoreRecord.Promised(9, 3),
                new CoreRecord.Accepted(View.NONE, List.of()),
                new CoreRecord.Accepted(new View(9, List.of(A1, A3)), List.of(batch, batch)),
                new CoreRecord.Held(batch),
                new CoreRecord.Applied(7, new Stamp(12, A3), 99))) {
            Tape tape = new Tape();
            codec.write(record, tape);
            assertThat(codec.read(tape)).isEqualTo(record);
            assertThat(tape.items()).isEmpty();
        }
    }

    @Test
    void whatIsUnknownIsAnError() {
        Tape tape = new Tape();
        tape.number(77);
        assertThatThrownBy(() -> codec.read(tape)).hasMessageContaining("kind 77");
        assertThatThrownBy(() -> codec.write(new Foreign(), tape)).hasMessageContaining("Foreign");
    }

    /** Of another strategy. */
    private record Foreign() implements Message {}

    /** Whatever kinds there are, with parts drawn at random. */
    @Test
    void everyRecordAndMessageComesBackEqual() {
        DrawnRecords drawn = new DrawnRecords(7);
        List<Class<?>> kinds = new ArrayList<>(List.of(CoreRecord.class.getPermittedSubclasses()));
        kinds.addAll(List.of(LayeredMessage.class.getPermittedSubclasses()));
        assertThat(kinds).hasSizeGreaterThan(20);
        for (Class<?> kind : kinds) {
            for (int round = 0; round < 50; round++) {
                Message message = (Message) drawn.draw(kind);
                Tape tape = new Tape();
                codec.write(message, tape);
                assertThat(codec.read(tape)).isEqualTo(message);
                assertThat(tape.items())
                        .describedAs("what is left of %s", message)
                        .isEmpty();
            }
        }
    }
}
