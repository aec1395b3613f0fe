package epidemic.protocol.primarybackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.Tape;
import epidemic.kernel.VersionEntry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PrimaryBackupCodecTest {
    private static final List<VersionEntry> ENTRIES =
            List.of(PrimaryBackupRig.entry(1, NodeId.of("N1")), PrimaryBackupRig.entry(2, NodeId.of("N1")));
    private static final List<Span> LINEAGE = List.of(new Span(1, 0), new Span(4, 9));

    private final PrimaryBackupCodec codec = new PrimaryBackupCodec();

    static Stream<Message> all() {
        return Stream.of(
                new PrimaryBackupRecord.Promised(7),
                new PrimaryBackupRecord.Joined(4, LINEAGE, true),
                new PrimaryBackupRecord.Held(ENTRIES),
                new PrimaryBackupMessage.Stand(5, 4, 12, true),
                new PrimaryBackupMessage.Granted(false, 3),
                new PrimaryBackupMessage.Declined(8),
                new PrimaryBackupMessage.Replicate(5, 17, LINEAGE, 0, ENTRIES, 1, 2),
                new PrimaryBackupMessage.Replicated(PrimaryBackupMessage.Standing.DIVERGED, true, 2, 11, 12),
                new PrimaryBackupMessage.Fenced(9),
                new PrimaryBackupMessage.Forward(5, 1, 2, 3, PrimaryBackupRig.updateOf(1)),
                new PrimaryBackupMessage.Forwarded(new Outcome.Unknown("who knows")),
                new PrimaryBackupMessage.NotPrimary());
    }

    @ParameterizedTest
    @MethodSource("all")
    void comesBackEqual(Message message) {
        Tape tape = new Tape();
        codec.write(message, tape);
        assertThat(codec.read(tape)).isEqualTo(message);
        assertThat(tape.items()).isEmpty();
    }

    @Test
    void everyKindIsTried() {
        int kinds = PrimaryBackupMessage.class.getPermittedSubclasses().length
                + PrimaryBackupRecord.class.getPermittedSubclasses().length;
        assertThat(all().map(Message::getClass).distinct()).hasSize(kinds);
    }

    @Test
    void whatIsNoneOfThemIsRefused() {
        Tape tape = new Tape();
        tape.number(99);
        assertThatThrownBy(() -> codec.read(tape)).isInstanceOf(IllegalArgumentException.class);
    }
}
