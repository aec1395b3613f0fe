package epidemic.protocol.passive;

import static epidemic.protocol.passive.PassiveRig.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.Operation;
import epidemic.kernel.Snapshot;
import epidemic.kernel.Tape;
import epidemic.model.transfer.SnapshotPart;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassiveCodecTest {
    private static final List<PassiveMessage> EACH = List.of(
            new PassiveMessage.Fetch(7, -3, false),
            new PassiveMessage.Fetch(7, -3, true),
            new PassiveMessage.Differs(4),
            new PassiveMessage.Fetched(List.of(entry(8, "data", "hello"), entry(9, "cache", "20"))),
            new PassiveMessage.FetchSnapshot(5, 3),
            new PassiveMessage.SnapshotFetched(new SnapshotPart(
                    5, 9, 4, 1, List.of(new Operation.Append("list", "x")), List.of(new Snapshot.Remembered("c", 3)))));

    private final PassiveCodec codec = new PassiveCodec();

    @Test
    void eachMessageComesBackEqual() {
        assertThat(EACH).extracting(message -> (Object) message.getClass()).containsOnly((Object[])
                PassiveMessage.class.getPermittedSubclasses());
        for (PassiveMessage message : EACH) {
            Tape tape = new Tape();
            codec.write(message, tape);
            assertThat(codec.read(tape)).isEqualTo(message);
            assertThat(tape.items()).isEmpty();
        }
    }

    @Test
    void anUnknownKindIsRefused() {
        Tape tape = new Tape();
        tape.number(99);
        assertThatThrownBy(() -> codec.read(tape)).hasMessageContaining("kind 99 is not known");
    }
}
