package epidemic.sim;

import epidemic.kernel.NodeId;

/**
 * How a node's clocks are wrong.
 *
 * @param node whose
 * @param driftPpm by how many millionths the monotonic clock is too fast, -500,000 to 500,000
 * @param wallOffsetNanos how much the wall clock is ahead
 */
public record ClockConditions(NodeId node, long driftPpm, long wallOffsetNanos) {
    private static final long DRIFT_MAX_PPM = 500_000;

    /** Checks the range. */
    public ClockConditions {
        if (Math.abs(driftPpm) > DRIFT_MAX_PPM) {
            throw new IllegalArgumentException(
                    "drift of " + driftPpm + " ppm: up to " + DRIFT_MAX_PPM + " in both directions is allowed");
        }
    }
}
