package epidemic.sim;

/**
 * How links behave.
 *
 * @param minNanos the least latency, 0 or more
 * @param meanNanos the mean of what comes on top, exponentially distributed, 0 or more
 * @param drop the chance that a message is lost, 0 to 1
 * @param duplicate the chance that it arrives twice, 0 to 1
 * @param reorder the chance that it comes late, by a mean of {@link #REORDER_FACTOR} times {@code meanNanos}, 0 to 1
 * @param lostAnswer the chance that a question arrives and its answer does not, 0 to 1
 */
public record LinkConditions(
        long minNanos, long meanNanos, double drop, double duplicate, double reorder, double lostAnswer) {
    /** How much later a reordered message is, in the mean. */
    public static final int REORDER_FACTOR = 20;

    private static final long HEALED_MEAN_NANOS_MAX = 2_000_000;

    /** Checks the ranges. */
    public LinkConditions {
        if (minNanos < 0 || meanNanos < 0) {
            throw new IllegalArgumentException(
                    "latency " + minNanos + "ns + " + meanNanos + "ns: 0 or more is allowed");
        }
        requireChance("drop", drop);
        requireChance("duplicate", duplicate);
        requireChance("reorder", reorder);
        requireChance("lost-answer", lostAnswer);
    }

    /** The same latency, if it is not too long, without faults. */
    public LinkConditions healed() {
        return new LinkConditions(minNanos, Math.min(meanNanos, HEALED_MEAN_NANOS_MAX), 0, 0, 0, 0);
    }

    private static void requireChance(String name, double chance) {
        if (!(chance >= 0 && chance <= 1)) {
            throw new IllegalArgumentException(name + "=" + chance + ": a chance of 0 to 1 is allowed");
        }
    }
}
