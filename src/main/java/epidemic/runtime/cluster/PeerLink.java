package epidemic.runtime.cluster;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.storage.RecordBuffer;
import epidemic.runtime.wire.Fragments;
import epidemic.runtime.wire.Frame;
import epidemic.runtime.wire.Parcel;
import epidemic.runtime.wire.ParcelCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the process of one other node. What is sent while no process is known is lost. Thread-safe; never waits.
 *
 * <p>Envelopes of one batch travel in one parcel. Parcels above {@value #SHORT_BYTES} bytes take the other process's bulk
 * door, which has a connection of its own, so that heartbeats do not queue behind them. Memory for what is more than a
 * frame is given back once the parcel is cut.
 */
final class PeerLink {
    static final int SHORT_BYTES = 16 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(PeerLink.class);

    private final NodeId self;
    private final NodeId peer;
    private final ParcelCodec codec;
    private final int frameBytesMax;
    private final int parcelBytesMax;
    private final RecordBuffer buffer = new RecordBuffer();
    private List<NodeCall.Envelope> waiting = new ArrayList<>();
    private Optional<Doors> doors = Optional.empty();
    private long life;
    private long lastNumber;

    /** Where frames go: short parcels, and long ones. */
    record Doors(ActorRef<Frame> door, ActorRef<Frame> bulk) {}

    PeerLink(NodeId self, NodeId peer, ParcelCodec codec, int frameBytesMax, int parcelBytesMax) {
        this.self = self;
        this.peer = peer;
        this.codec = codec;
        this.frameBytesMax = frameBytesMax;
        this.parcelBytesMax = parcelBytesMax;
    }

    NodeId peer() {
        return peer;
    }

    /** The life of this process, told with each frame. */
    synchronized void begins(long newLife) {
        life = newLife;
    }

    /** From now on the peer is there; empty: nowhere. */
    synchronized void leadsTo(Optional<Doors> newDoors) {
        doors = newDoors;
    }

    /** Whether a process of the peer is known. */
    synchronized boolean isOpen() {
        return doors.isPresent();
    }

    /** Puts an envelope to those of its batch. */
    synchronized void post(NodeCall.Envelope envelope) {
        boolean isOfAnotherLife = !waiting.isEmpty() && waiting.get(0).incarnation() != envelope.incarnation();
        if (isOfAnotherLife) {
            flush();
        }
        waiting.add(envelope);
    }

    /** Sends the batch. */
    synchronized void flush() {
        if (!waiting.isEmpty()) {
            List<NodeCall.Envelope> batch = waiting;
            waiting = new ArrayList<>();
            send(new Parcel.Mail(peer, batch));
        }
    }

    /** Sends a parcel to the peer's process. */
    synchronized void send(Parcel parcel) {
        doors.ifPresent(known -> send(parcel, known));
    }

    /** Sends a parcel to some process, which need not be the peer's present one. */
    synchronized void send(Parcel parcel, Doors to) {
        try {
            codec.write(parcel, buffer);
            cut(to);
        } finally {
            buffer.clear(frameBytesMax);
        }
    }

    private void cut(Doors to) {
        if (buffer.size() > parcelBytesMax) {
            LOG.warn(
                    "{} loses a parcel of {} bytes to {}: at most {} are allowed, see epidemic.cluster.parcel-max",
                    self,
                    buffer.size(),
                    peer,
                    parcelBytesMax);
            return;
        }
        ActorRef<Frame> door = buffer.size() > SHORT_BYTES ? to.bulk() : to.door();
        Fragments.cut(self, life, ++lastNumber, buffer.from(0), frameBytesMax).forEach(door::tell);
    }

    /** How many bytes it keeps memory for. */
    synchronized int room() {
        return buffer.room();
    }
}
