package epidemic.protocol.layered;

/**
 * Time as a node has lived through it: a clock that stands still while the node handles nothing, since a node that was
 * paused has heard nobody meanwhile, and that says nothing about the others.
 *
 * <p>The node owes itself a sign of life each period, its beat. Where one is late by more than a period, the node was
 * paused, and what is beyond one period does not count. Confined to one turn at a time.
 */
final class AwakeTime {
    private final long periodNanos;
    private long lastBeatNanos;
    private long missedNanos;

    /**
     * A clock that has not started.
     *
     * @param periodNanos the time between two beats, above 0
     */
    AwakeTime(long periodNanos) {
        this.periodNanos = periodNanos;
    }

    /** A life begins. */
    void start(long nowNanos) {
        lastBeatNanos = nowNanos;
    }

    /** The beat that was due by now. */
    void beat(long nowNanos) {
        at(nowNanos);
        lastBeatNanos = nowNanos;
    }

    /** The awake time at this moment, whether the beat or something else comes first after a pause. */
    long at(long nowNanos) {
        long lateNanos = nowNanos - lastBeatNanos - periodNanos;
        if (lateNanos > periodNanos) {
            missedNanos += lateNanos;
            lastBeatNanos += lateNanos;
        }
        return nowNanos - missedNanos;
    }
}
