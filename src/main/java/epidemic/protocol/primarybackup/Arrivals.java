package epidemic.protocol.primarybackup;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * When the updates came that a primary sends, noted at its beats: so it can tell what every backup has been owed for too
 * long. Moments closer to one another than a part in {@value #PARTS} of that time count as one, so few are known.
 */
final class Arrivals {
    private static final int PARTS = 1_000;

    private final long mostNanos;
    private final Deque<Note> notes = new ArrayDeque<>();
    private long overdue;

    /** By this moment all versions up to this one had come. */
    private record Note(long version, long nanos) {}

    /**
     * Nothing has come.
     *
     * @param mostNanos how long an update may wait for a backup; 0 for ever
     */
    Arrivals(long mostNanos) {
        this.mostNanos = mostNanos;
    }

    /** All versions up to this one have come by now. */
    void note(long version, long nowNanos) {
        while (!notes.isEmpty() && nowNanos - notes.peek().nanos() > mostNanos) {
            overdue = notes.remove().version();
        }
        Note last = notes.peekLast();
        boolean isNews = version > (last == null ? overdue : last.version());
        boolean isApart = last == null || nowNanos - last.nanos() >= mostNanos / PARTS;
        if (mostNanos > 0 && isNews && isApart) {
            notes.add(new Note(version, nowNanos));
        }
    }

    /** The newest version that has waited for too long, 0 for none: who lacks it or an earlier one is late. */
    long overdue() {
        return overdue;
    }
}
