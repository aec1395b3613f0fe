package epidemic.runtime.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.NodeId;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FragmentsTest {
    private static final NodeId A1 = NodeId.of("A1");
    private static final NodeId A2 = NodeId.of("A2");
    private static final int PARCEL_MAX = 100_000;

    private final Fragments fragments = new Fragments(PARCEL_MAX);

    private static byte[] drawn(int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(size).nextBytes(bytes);
        return bytes;
    }

    private static List<Frame> cut(NodeId from, long number, byte[] parcel) {
        return Fragments.cut(from, 5, number, ByteBuffer.wrap(parcel), 1_000);
    }

    private Optional<byte[]> take(Frame frame) {
        return fragments.take(frame).map(whole -> {
            byte[] bytes = new byte[whole.bytes().remaining()];
            whole.bytes().get(bytes);
            return bytes;
        });
    }

    @Test
    void theLastFrameCompletesTheParcel() {
        for (int size : new int[] {0, 1, 999, 1_000, 1_001, 2_000, 54_321}) {
            byte[] parcel = drawn(size);
            List<Frame> frames = cut(A1, size, parcel);
            assertThat(frames).hasSize(Math.max(1, (size + 999) / 1_000));
            for (Frame frame : frames.subList(0, frames.size() - 1)) {
                assertThat(take(frame)).isEmpty();
            }
            assertThat(take(frames.get(frames.size() - 1)).orElseThrow()).isEqualTo(parcel);
        }
    }

    @Test
    void theParcelsOfTwoProcessesDoNotMix() {
        byte[] one = drawn(1_500);
        byte[] other = drawn(1_700);
        List<Frame> ofOne = cut(A1, 1, one);
        List<Frame> ofOther = cut(A2, 1, other);
        assertThat(take(ofOne.get(0))).isEmpty();
        assertThat(take(ofOther.get(0))).isEmpty();
        assertThat(take(ofOne.get(1)).orElseThrow()).isEqualTo(one);
        assertThat(take(ofOther.get(1)).orElseThrow()).isEqualTo(other);
    }

    @Test
    void aParcelWithAGapIsDroppedAndTheNextOneArrives() {
        List<Frame> gapped = cut(A1, 1, drawn(3_000));
        assertThat(take(gapped.get(0))).isEmpty();
        assertThat(take(gapped.get(2))).isEmpty();
        assertThat(take(gapped.get(1))).isEmpty();
        byte[] next = drawn(2_500);
        List<Frame> frames = cut(A1, 2, next);
        assertThat(take(frames.get(0))).isEmpty();
        assertThat(take(frames.get(1))).isEmpty();
        assertThat(take(frames.get(2)).orElseThrow()).isEqualTo(next);
    }

    @Test
    void theTailOfAnotherParcelIsNotTakenForOnesOwn() {
        List<Frame> first = cut(A1, 1, drawn(2_000));
        List<Frame> second = cut(A1, 2, drawn(2_000));
        assertThat(take(first.get(0))).isEmpty();
        assertThat(take(second.get(1))).isEmpty();
    }

    @Test
    void aLargerParcelThanAllowedIsRefusedBeforeRoomIsMade() {
        Frame frame = cut(A1, 1, drawn(PARCEL_MAX + 1)).get(0);
        assertThatThrownBy(() -> take(frame))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a parcel of 100001 bytes: at most 100000 are allowed, see epidemic.cluster.parcel-max");
    }

    @Test
    void anyBytesAreTakenOrRefused() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = drawn(random.nextInt(1, 60));
            try {
                take(new Frame(bytes));
            } catch (IllegalArgumentException refused) {
                assertThat(refused.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void framesPassTheSerializer() throws NotSerializableException {
        FrameSerializer serializer = new FrameSerializer();
        Frame frame = new Frame(drawn(300));
        ByteBuffer buffer = ByteBuffer.allocate(1_000);
        serializer.toBinary(frame, buffer);
        buffer.flip();
        Frame back = (Frame) serializer.fromBinary(buffer, serializer.manifest(frame));
        assertThat(back.bytes()).isEqualTo(frame.bytes());
        assertThat(((Frame) serializer.fromBinary(serializer.toBinary(frame), "1")).bytes())
                .isEqualTo(frame.bytes());
        assertThatThrownBy(() -> serializer.fromBinary(frame.bytes(), "2"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessage(
                        "a frame of the form '2': this process reads the form '1'; run the same version everywhere");
        assertThatThrownBy(() -> serializer.toBinary("text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("java.lang.String does not leave the process: only frames do");
    }
}
