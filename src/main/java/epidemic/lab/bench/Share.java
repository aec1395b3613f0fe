package epidemic.lab.bench;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What one JVM contributes to the figures of a load.
 *
 * @param tally of the clients in it
 * @param used by it, while the load was measured
 * @param heapPeakBytes the most heap, garbage included
 * @param heapLiveBytes the heap that was in use after a collection at the end
 */
record Share(Tally tally, Resources used, long heapPeakBytes, long heapLiveBytes) {
    private static final String GAP = " ";
    private static final int FIELDS = 12;

    /** Of two JVMs: the time is the longer one, all else is added. */
    Share plus(Share other) {
        return new Share(
                tally.plus(other.tally),
                used.plus(other.used),
                heapPeakBytes + other.heapPeakBytes,
                heapLiveBytes + other.heapLiveBytes);
    }

    /** The figures of a load that this is all of. */
    Figures figures(LoadShape shape) {
        return Figures.of(shape, tally, used, heapPeakBytes, heapLiveBytes);
    }

    /** One line, for another process. */
    String line() {
        return String.join(
                GAP,
                Long.toString(tally.committed()),
                Long.toString(tally.refused()),
                Long.toString(tally.unknown()),
                Long.toString(tally.unanswered()),
                text(tally.latency()),
                text(tally.refusals()),
                Long.toString(used.nanos()),
                Long.toString(used.cpuNanos()),
                Long.toString(used.allocatedBytes()),
                Long.toString(used.collectionMillis()),
                Long.toString(heapPeakBytes),
                Long.toString(heapLiveBytes));
    }

    /**
     * Reads what {@link #line} wrote.
     *
     * @throws IllegalArgumentException if it is not that
     */
    static Share parse(String line) {
        String[] fields = line.split(GAP);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(fields.length + " fields: " + FIELDS + " are allowed");
        }
        Tally tally = new Tally(
                Long.parseLong(fields[0]),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                histogram(fields[4]),
                histogram(fields[5]),
                Long.parseLong(fields[3]));
        Resources used = new Resources(
                Long.parseLong(fields[6]),
                Long.parseLong(fields[7]),
                Long.parseLong(fields[8]),
                Long.parseLong(fields[9]),
                0);
        return new Share(tally, used, Long.parseLong(fields[10]), Long.parseLong(fields[11]));
    }

    private static String text(Histogram histogram) {
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int size = histogram.encodeIntoCompressedByteBuffer(bytes);
        bytes.flip();
        byte[] used = new byte[size];
        bytes.get(used);
        return Base64.getEncoder().encodeToString(used);
    }

    private static Histogram histogram(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
            Histogram histogram = Tally.histogram();
            histogram.add(Histogram.decodeFromCompressedByteBuffer(bytes, 0));
            return histogram;
        } catch (DataFormatException broken) {
            throw new IllegalArgumentException("no histogram", broken);
        }
    }
}
