package epidemic.peers;

import org.HdrHistogram.Histogram;

/**
 * What one load came to.
 *
 * @param outstanding requests at any time
 * @param perSecond committed within the measured time
 * @param failed answers without a commit within the measured time
 * @param unanswered requests at the end
 * @param p50Millis of committed requests that left within the measured time
 * @param p99Millis likewise
 */
public record Sample(
        int outstanding, double perSecond, long failed, long unanswered, double p50Millis, double p99Millis) {
    private static final double NANOS_PER_MILLI = 1e6;

    static Sample of(int outstanding, double seconds, long committed, long failed, long unanswered, Histogram latency) {
        return new Sample(
                outstanding,
                committed / seconds,
                failed,
                unanswered,
                latency.getValueAtPercentile(50) / NANOS_PER_MILLI,
                latency.getValueAtPercentile(99) / NANOS_PER_MILLI);
    }
}
