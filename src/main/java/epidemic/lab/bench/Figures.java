package epidemic.lab.bench;

import org.HdrHistogram.Histogram;

/**
 * The figures of one load, warm-up excluded.
 *
 * @param shape how much load
 * @param seconds measured
 * @param committed answers
 * @param refused answers
 * @param unknown answers
 * @param unanswered requests that had no answer ten seconds after the load's end
 * @param latency of committed updates
 * @param refusals latency of refused ones
 * @param cpuSeconds of the whole JVM, the load's own work included
 * @param allocatedBytes of the whole JVM
 * @param collectionMillis of garbage collection
 * @param logBytes that version logs have grown by
 * @param heapPeakBytes the most heap, garbage included
 * @param heapLiveBytes the heap that was in use after a collection at the end
 */
public record Figures(
        LoadShape shape,
        double seconds,
        long committed,
        long refused,
        long unknown,
        long unanswered,
        Percentiles latency,
        Percentiles refusals,
        double cpuSeconds,
        long allocatedBytes,
        long collectionMillis,
        long logBytes,
        long heapPeakBytes,
        long heapLiveBytes) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Milliseconds that so many per cent of the requests did not exceed. */
    public record Percentiles(long count, double p50, double p90, double p99, double p999, double max) {
        private static final double NANOS_PER_MILLI = 1e6;

        static Percentiles of(Histogram histogram) {
            return new Percentiles(
                    histogram.getTotalCount(),
                    histogram.getValueAtPercentile(50) / NANOS_PER_MILLI,
                    histogram.getValueAtPercentile(90) / NANOS_PER_MILLI,
                    histogram.getValueAtPercentile(99) / NANOS_PER_MILLI,
                    histogram.getValueAtPercentile(99.9) / NANOS_PER_MILLI,
                    histogram.getMaxValue() / NANOS_PER_MILLI);
        }
    }

    static Figures of(LoadShape shape, Tally tally, Resources used, long heapPeakBytes, long heapLiveBytes) {
        return new Figures(
                shape,
                used.nanos() / NANOS_PER_SECOND,
                tally.committed(),
                tally.refused(),
                tally.unknown(),
                tally.unanswered(),
                Percentiles.of(tally.latency()),
                Percentiles.of(tally.refusals()),
                used.cpuNanos() / NANOS_PER_SECOND,
                used.allocatedBytes(),
                used.collectionMillis(),
                used.logBytes(),
                heapPeakBytes,
                heapLiveBytes);
    }

    /** Committed updates each second. */
    public double throughput() {
        return committed / seconds;
    }

    /** Bytes that the JVM allocated for each answer. */
    public double bytesPerAnswer() {
        return allocatedBytes / (double) Math.max(1, committed + refused + unknown);
    }
}
