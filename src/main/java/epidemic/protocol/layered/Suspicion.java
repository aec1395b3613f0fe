package epidemic.protocol.layered;

/**
 * How long one peer may be silent until it is suspected: learnt from the times between its heartbeats.
 *
 * <p>The timeout is their mean plus {@value #DEVIATIONS} times their mean deviation, both moving averages in whole
 * nanoseconds, and stays between two bounds. Regular heartbeats make it short, irregular ones long. The deviation rises
 * quickly and falls slowly, so a peer that was late now and then is given time for a while. Until {@value
 * #INTERVALS_MIN} intervals are known the upper bound holds. An interval above the upper bound was an absence, not a
 * delay, and teaches nothing.
 *
 * <p>O(1) for each heartbeat. It may be wrong at any time: suspicion decides nothing but when to try something.
 *
 * <p>Literature: V. Jacobson, "Congestion Avoidance and Control", SIGCOMM 1988, appendix A (mean plus deviations, by
 * shifts); M. Bertier, O. Marin, P. Sens, "Implementation and Performance Evaluation of an Adaptable Failure Detector",
 * DSN 2002 (the same for heartbeats); N. Hayashibara et al., "The Phi Accrual Failure Detector", SRDS 2004, is the
 * alternative with a distribution.
 */
final class Suspicion {
    private static final int INTERVALS_MIN = 8;
    private static final int DEVIATIONS = 4;
    private static final int MEAN_SHIFT = 3;
    private static final int RISE_SHIFT = 2;
    private static final int FALL_SHIFT = 7;

    private final long leastNanos;
    private final long mostNanos;
    private long lastNanos;
    private boolean hasLast;
    private int intervals;
    private long meanNanos;
    private long deviationNanos;

    /**
     * Nothing is known yet.
     *
     * @param leastNanos the timeout is never below it
     * @param mostNanos nor above this, not below {@code leastNanos}
     */
    Suspicion(long leastNanos, long mostNanos) {
        this.leastNanos = leastNanos;
        this.mostNanos = mostNanos;
    }

    /** The peer has begun a new life, of which nothing is known. */
    void forget() {
        hasLast = false;
        intervals = 0;
    }

    /**
     * A heartbeat came.
     *
     * @param awakeNanos when, by {@link AwakeTime}
     */
    void arrived(long awakeNanos) {
        if (hasLast && awakeNanos - lastNanos <= mostNanos) {
            learn(awakeNanos - lastNanos);
        }
        lastNanos = awakeNanos;
        hasLast = true;
    }

    private void learn(long intervalNanos) {
        if (intervals == 0) {
            meanNanos = intervalNanos;
            deviationNanos = intervalNanos >> 1;
        } else {
            long error = intervalNanos - meanNanos;
            meanNanos += error >> MEAN_SHIFT;
            long more = Math.abs(error) - deviationNanos;
            deviationNanos += more >> (more > 0 ? RISE_SHIFT : FALL_SHIFT);
        }
        intervals = Math.min(intervals + 1, INTERVALS_MIN);
    }

    /** The silence after which the peer is suspected. */
    long timeoutNanos() {
        if (intervals < INTERVALS_MIN) {
            return mostNanos;
        }
        return Math.max(leastNanos, Math.min(mostNanos, meanNanos + DEVIATIONS * deviationNanos));
    }
}
