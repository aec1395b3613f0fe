package epidemic.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.wire.Frame;
import epidemic.runtime.wire.Parcel;
import epidemic.runtime.wire.ParcelCodec;
import epidemic.runtime.wire.Query;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class PeerLinkTest {
    private static final int FRAME_BYTES_MAX = 16 << 10;
    private static final int PARCEL_BYTES_MAX = 1 << 20;

    private final TestInbox<Frame> door = TestInbox.create();
    private final TestInbox<Frame> bulk = TestInbox.create();
    private final PeerLink.Doors doors = new PeerLink.Doors(door.getRef(), bulk.getRef());
    private final PeerLink link = new PeerLink(
            NodeId.of("A1"),
            NodeId.of("A2"),
            new ParcelCodec(StrategyCatalog.named("layered").codec()),
            FRAME_BYTES_MAX,
            PARCEL_BYTES_MAX);

    /** One of so many KiB, and little more. */
    private static Parcel parcel(int kibibytes) {
        Operation write = new Operation.Write("key", "x".repeat(1 << 10));
        List<Operation> writes = Collections.nCopies(kibibytes, write);
        return new Parcel.Question(
                1, new Query.Execute(new Transaction(new RequestId("client", 1), 0, writes, 0), Optional.empty()));
    }

    @Test
    void longParcelsTakeTheBulkDoor() {
        link.send(parcel(1), doors);
        assertThat(door.getAllReceived()).hasSize(1);
        assertThat(bulk.hasMessages()).isFalse();
        link.send(parcel(PeerLink.SHORT_BYTES >> 10), doors);
        assertThat(door.hasMessages()).isFalse();
        assertThat(bulk.getAllReceived()).hasSize(2);
    }

    /** Otherwise the largest parcel there ever was would stay in memory, once for each peer. */
    @Test
    void memoryForALargeParcelIsGivenBackAtOnce() {
        link.send(parcel(PARCEL_BYTES_MAX >> 11), doors);
        assertThat(bulk.getAllReceived()).hasSize(33);
        assertThat(link.room()).isLessThanOrEqualTo(FRAME_BYTES_MAX);
    }

    @Test
    void whatIsTooLargeIsLostAndKeepsNoMemory() {
        link.send(parcel(PARCEL_BYTES_MAX >> 10), doors);
        assertThat(bulk.hasMessages()).isFalse();
        assertThat(link.room()).isLessThanOrEqualTo(FRAME_BYTES_MAX);
        link.send(parcel(1), doors);
        assertThat(door.getAllReceived()).hasSize(1);
    }
}
