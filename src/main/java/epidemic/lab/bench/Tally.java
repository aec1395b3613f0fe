package epidemic.lab.bench;

import org.HdrHistogram.Histogram;

/**
 * What requests came to.
 *
 * @param committed answers within the measured time
 * @param refused answers within the measured time
 * @param unknown answers within the measured time
 * @param latency in nanoseconds, of the committed ones that were to leave within the measured time
 * @param refusals in nanoseconds, of the refused ones that were to leave within the measured time
 * @param unanswered that never had an answer, at the load's end
 */
record Tally(long committed, long refused, long unknown, Histogram latency, Histogram refusals, long unanswered) {
    private static final int DIGITS = 3;

    static Histogram histogram() {
        return new Histogram(DIGITS);
    }

    static Tally none() {
        return new Tally(0, 0, 0, histogram(), histogram(), 0);
    }

    /** Both together. */
    Tally plus(Tally other) {
        Histogram latencies = latency.copy();
        latencies.add(other.latency);
        Histogram refusalLatencies = refusals.copy();
        refusalLatencies.add(other.refusals);
        return new Tally(
                committed + other.committed,
                refused + other.refused,
                unknown + other.unknown,
                latencies,
                refusalLatencies,
                unanswered + other.unanswered);
    }
}
