package epidemic.runtime.wire;

import epidemic.kernel.NodeId;
import epidemic.runtime.storage.RecordBuffer;
import epidemic.runtime.storage.RecordReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts parcels into frames and puts them together again. A frame is the sending node, the process's life, the parcel's
 * number, how many bytes the whole parcel has and where these begin, and the bytes.
 *
 * <p>Frames of one process come in order, or not at all: a parcel with a gap is dropped as a whole. So at most one parcel
 * of each process is incomplete at a time, and memory is bounded by the nodes times the largest parcel.
 */
public final class Fragments {
    private final Map<NodeId, Unfinished> unfinished = new HashMap<>();
    private final int parcelBytesMax;

    private record Unfinished(long life, long number, byte[] bytes, int size) {}

    /** A whole parcel. */
    public record Whole(NodeId from, long life, ByteBuffer bytes) {}

    /**
     * Puts parcels together.
     *
     * @param parcelBytesMax larger ones are refused
     */
    public Fragments(int parcelBytesMax) {
        this.parcelBytesMax = parcelBytesMax;
    }

    /**
     * The frames of a parcel, in order.
     *
     * @param number above that of every earlier parcel to this receiver
     * @param parcel its bytes; copied
     * @param frameBytesMax so many bytes of the parcel go into a frame
     */
    public static List<Frame> cut(NodeId from, long life, long number, ByteBuffer parcel, int frameBytesMax) {
        List<Frame> frames = new ArrayList<>();
        int size = parcel.remaining();
        do {
            RecordBuffer header = new RecordBuffer(HEADER_BYTES);
            header.text(from.name());
            header.number(life);
            header.number(number);
            header.number(size);
            header.number(size - parcel.remaining());
            int length = Math.min(parcel.remaining(), frameBytesMax);
            byte[] bytes = new byte[header.size() + length];
            header.from(0).get(bytes, 0, header.size());
            parcel.get(bytes, header.size(), length);
            frames.add(new Frame(bytes));
        } while (parcel.hasRemaining());
        return frames;
    }

    private static final int HEADER_BYTES = 64;

    /**
     * Takes a frame.
     *
     * @return the parcel, if this frame completes one
     * @throws IllegalArgumentException if the bytes are no frame, or the parcel is too large
     */
    public Optional<Whole> take(Frame frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame.bytes());
        RecordReader reader = new RecordReader(bytes);
        NodeId from = NodeId.of(reader.text());
        long life = reader.number();
        long number = reader.number();
        long size = reader.number();
        long begin = reader.number();
        if (begin < 0 || size < begin + bytes.remaining()) {
            throw new IllegalArgumentException(
                    "a frame of " + bytes.remaining() + " bytes at " + begin + " of a parcel of " + size);
        }
        if (size > parcelBytesMax) {
            throw new IllegalArgumentException("a parcel of " + size + " bytes: at most " + parcelBytesMax
                    + " are allowed, see epidemic.cluster.parcel-max");
        }
        if (begin == 0 && bytes.remaining() == size) {
            return Optional.of(new Whole(from, life, bytes));
        }
        return add(from, new Unfinished(life, number, bytes(bytes), (int) size), (int) begin);
    }

    private static byte[] bytes(ByteBuffer source) {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        return bytes;
    }

    private Optional<Whole> add(NodeId from, Unfinished piece, int begin) {
        Unfinished before = unfinished.get(from);
        if (begin == 0) {
            before = new Unfinished(piece.life(), piece.number(), new byte[piece.size()], 0);
        } else if (before == null
                || before.life() != piece.life()
                || before.number() != piece.number()
                || before.size() != begin
                || before.bytes().length != piece.size()) {
            unfinished.remove(from);
            return Optional.empty();
        }
        System.arraycopy(piece.bytes(), 0, before.bytes(), begin, piece.bytes().length);
        int have = begin + piece.bytes().length;
        if (have == piece.size()) {
            unfinished.remove(from);
            return Optional.of(new Whole(from, piece.life(), ByteBuffer.wrap(before.bytes())));
        }
        unfinished.put(from, new Unfinished(piece.life(), piece.number(), before.bytes(), have));
        return Optional.empty();
    }
}
