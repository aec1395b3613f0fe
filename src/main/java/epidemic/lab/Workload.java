package epidemic.lab;

import epidemic.kernel.Operation;
import epidemic.sim.Draw;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What the clients of a run do.
 *
 * @param clients how many, each with one operation at a time, 1 or more
 * @param operationsPerClient 1 or more
 * @param appends whether updates append to lists; otherwise they write single values
 * @param keys how many keys are in use at a time, 1 or more
 * @param zipf how much more often the first keys are used than the last: the exponent of a Zipf distribution, 0 for all
 *     alike
 * @param thinkNanos the mean pause between two operations of a client, 0 or more
 * @param patienceNanos how long a client waits for an outcome before it takes it for lost, above 0
 * @param attempts how often a client asks for the same request at most, 1 or more
 * @param sessions the part of the clients that show what they have seen, 0 to 1
 * @param orders makes the writes that a few updates are in place of what they would be; empty for none
 */
public record Workload(
        int clients,
        int operationsPerClient,
        boolean appends,
        int keys,
        double zipf,
        long thinkNanos,
        long patienceNanos,
        int attempts,
        double sessions,
        Optional<Orders> orders) {
    private static final long STREAM = 0x776F726BL;
    private static final long BUSY_STREAM = 0x62757379L;
    private static final int BUSY_IN = 3;
    private static final int BUSY_FACTOR = 3;
    private static final long MILLISECOND = 1_000_000;

    /** Makes writes that are orders to the strategy itself, for example another time to wait. */
    public interface Orders {
        /**
         * The next one.
         *
         * @param number which no other value of the run has: values are not to be written twice
         */
        Operation.Write next(SplittableRandom random, String number);
    }

    /** Without orders. */
    public Workload(
            int clients,
            int operationsPerClient,
            boolean appends,
            int keys,
            double zipf,
            long thinkNanos,
            long patienceNanos,
            int attempts,
            double sessions) {
        this(
                clients,
                operationsPerClient,
                appends,
                keys,
                zipf,
                thinkNanos,
                patienceNanos,
                attempts,
                sessions,
                Optional.empty());
    }

    /** The same with orders. */
    public Workload with(Orders made) {
        return new Workload(
                clients,
                operationsPerClient,
                appends,
                keys,
                zipf,
                thinkNanos,
                patienceNanos,
                attempts,
                sessions,
                Optional.of(made));
    }

    /**
     * Draws the workload of a seed so that its operations spread over the safety phase. In a third of the runs clients ask
     * for three times as much.
     */
    public static Workload draw(long seed, long phaseNanos) {
        boolean busy = new SplittableRandom(Draw.mix(seed, BUSY_STREAM)).nextInt(BUSY_IN) == 0;
        return draw(seed, phaseNanos, busy);
    }

    /** Draws the workload of a seed in which clients ask for three times as much for sure. */
    public static Workload busy(long seed, long phaseNanos) {
        return draw(seed, phaseNanos, true);
    }

    private static Workload draw(long seed, long phaseNanos, boolean busy) {
        SplittableRandom random = new SplittableRandom(Draw.mix(seed, STREAM));
        int clients = 2 + random.nextInt(5);
        int operations = (6 + random.nextInt(20)) * (busy ? BUSY_FACTOR : 1);
        return new Workload(
                clients,
                operations,
                random.nextBoolean(),
                2 + random.nextInt(6),
                random.nextBoolean() ? 1.1 : 0,
                phaseNanos / operations,
                random.nextLong(100, 900) * MILLISECOND,
                1 + random.nextInt(4),
                0.5);
    }
}
