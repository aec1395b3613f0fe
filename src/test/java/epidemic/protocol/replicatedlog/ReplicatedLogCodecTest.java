package epidemic.protocol.replicatedlog;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.ByteSink;
import epidemic.kernel.ByteSource;
import epidemic.kernel.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplicatedLogCodecTest {
    private static Stream<Message> messages() {
        return Stream.of(
                LogRig.push(3, 5, 7),
                LogRig.held(2, 9),
                new ReplicatedLogMessage.Failed(2, LogRig.mark(9), "why"),
                LogRig.heartbeat(4, 0),
                new ReplicatedLogMessage.Differs(3, LogRig.mark(2)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatIsReadIsWhatWasWritten(Message message) {
        Deque<Object> written = new ArrayDeque<>();
        ReplicatedLogCodec codec = new ReplicatedLogCodec();
        codec.write(message, new ByteSink() {
            @Override
            public void number(long number) {
                written.add(number);
            }

            @Override
            public void text(String text) {
                written.add(text);
            }
        });
        Message read = codec.read(new ByteSource() {
            @Override
            public long number() {
                return (Long) written.remove();
            }

            @Override
            public int count() {
                return (int) number();
            }

            @Override
            public String text() {
                return (String) written.remove();
            }
        });
        assertThat(read).isEqualTo(message);
        assertThat(written).isEmpty();
    }
}
