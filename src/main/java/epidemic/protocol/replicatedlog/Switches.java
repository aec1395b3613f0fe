package epidemic.protocol.replicatedlog;

import epidemic.kernel.Operation;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a secondary does wrong on purpose, to see replicas that lag, retries and what comes twice. Set by the configuration,
 * or while it runs by writes at the names of the settings, which no log takes down.
 *
 * @param delayNanos how long messages lie before they are appended, 0 for not at all. Heartbeats are not held back
 * @param errorBefore so many of 100 pushes fail before anything is appended
 * @param errorAfter so many of 100 pushes are appended, and then said to have failed
 */
record Switches(long delayNanos, int errorBefore, int errorAfter) {
    static final Switches OFF = new Switches(0, 0, 0);

    static final String DELAY = "test.append-delay";
    static final String ERROR_BEFORE = "test.error-before-append";
    static final String ERROR_AFTER = "test.error-after-append";
    private static final long MILLISECOND = 1_000_000;
    private static final long DELAY_MILLIS_MAX = 3_600_000;

    /** Whether a write is at one of the switches. */
    static boolean areSetBy(Operation operation) {
        return operation instanceof Operation.Write && isSwitch(operation.key());
    }

    static boolean isSwitch(String key) {
        return key.equals(DELAY) || key.equals(ERROR_BEFORE) || key.equals(ERROR_AFTER);
    }

    /**
     * The switches after a write at one of them: of milliseconds for the delay, of per cent for the errors.
     *
     * @return empty if the value is not allowed
     */
    Optional<Switches> after(Operation.Write write) {
        if (write.key().equals(DELAY)) {
            return numberOf(write, DELAY_MILLIS_MAX)
                    .map(millis -> new Switches(millis * MILLISECOND, errorBefore, errorAfter));
        }
        Optional<Long> percent = numberOf(write, 100);
        return write.key().equals(ERROR_BEFORE)
                ? percent.map(number -> new Switches(delayNanos, number.intValue(), errorAfter))
                : percent.map(number -> new Switches(delayNanos, errorBefore, number.intValue()));
    }

    /** What is allowed at a switch, for people. */
    static String allowed(String key) {
        return key.equals(DELAY) ? "0 to " + DELAY_MILLIS_MAX + " milliseconds" : "0 to 100 per cent";
    }

    private static Optional<Long> numberOf(Operation.Write write, long most) {
        String digits = write.value();
        boolean isNumber = digits.length() <= 9 && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return isNumber && Long.parseLong(digits) <= most ? Optional.of(Long.parseLong(digits)) : Optional.empty();
    }

    boolean failsBefore(RandomGenerator random) {
        return errorBefore > 0 && random.nextInt(100) < errorBefore;
    }

    boolean failsAfter(RandomGenerator random) {
        return errorAfter > 0 && random.nextInt(100) < errorAfter;
    }
}
