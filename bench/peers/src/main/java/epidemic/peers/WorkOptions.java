package epidemic.peers;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** What is asked of every contender, on the command line. */
final class WorkOptions {
    private static final int OUTSTANDING_MAX = 100_000;
    private static final int VALUE_BYTES_MAX = 10_000;
    private static final int KEYS_MAX = 100_000;

    @Option(
            names = "--loads",
            paramLabel = "LIST",
            split = ",",
            description = "Outstanding requests, one load after the other. Default: 1,16,256,4096.")
    private List<Integer> loads = List.of(1, 16, 256, 4096);

    @Option(names = "--keys", paramLabel = "N", description = "How many keys are written. Default: 10000.")
    private int keys = 10_000;

    @Option(names = "--value-bytes", paramLabel = "N", description = "Length of values. Default: 16.")
    private int valueBytes = 16;

    @Option(
            names = "--heat-up",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "How long a turn runs at 256 outstanding before its loads, not measured. Default: 2s.")
    private Duration heatUp = Duration.ofSeconds(2);

    @Option(
            names = "--warm-up",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "How long each load goes on before it is measured. Default: 300ms.")
    private Duration warmUp = Duration.ofMillis(300);

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "How long each load is measured. Default: 700ms.")
    private Duration duration = Duration.ofMillis(700);

    @Option(names = "--heap", paramLabel = "MB", description = "Heap of each JVM at most. Default: 2048.")
    private int heapMegabytes = 2048;

    /** The work, if all values are in their ranges. */
    Work work() {
        for (int outstanding : loads) {
            requireRange("--loads", outstanding, OUTSTANDING_MAX);
        }
        requireRange("--keys", keys, KEYS_MAX);
        requireRange("--value-bytes", valueBytes, VALUE_BYTES_MAX);
        if (duration.isZero()) {
            throw new UsageException("--duration 0s: more is needed");
        }
        return new Work(loads, keys, valueBytes, heatUp, warmUp, duration);
    }

    int heapMegabytes() {
        requireRange("--heap", heapMegabytes, 1 << 20);
        return heapMegabytes;
    }

    static void requireRange(String option, long value, long most) {
        if (value < 1 || value > most) {
            throw new UsageException(option + " " + value + ": 1 to " + most + " is allowed");
        }
    }
}
