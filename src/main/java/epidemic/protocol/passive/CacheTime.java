package epidemic.protocol.passive;

import epidemic.kernel.Operation;
import epidemic.kernel.Transaction;
import java.util.Locale;
import java.util.Optional;

/** The cache time as it is spelled at its key: seconds, or a number with its unit. */
final class CacheTime {
    /** The key of M's data that holds it. */
    static final String KEY = "cache";

    private static final String SPELLING = "\\d{1,9}(\\.\\d{1,9})? ?(ms|s|m|h)?";
    private static final long SECOND = 1_000_000_000;
    private static final long MAX_NANOS = 365L * 24 * 3600 * SECOND;
    private static final String ALLOWED =
            "seconds, 0 or more, at most 365 days, are allowed, such as 20, or with a unit ms, s, m or h, such as 500ms";

    private CacheTime() {}

    /**
     * The time in nanoseconds.
     *
     * @throws IllegalArgumentException if it is none; the message says what is allowed
     */
    static long parse(String text) {
        String spelled = text.strip();
        if (!spelled.matches(SPELLING)) {
            throw new IllegalArgumentException("cache time '" + text + "': " + ALLOWED);
        }
        int end = endOfNumber(spelled);
        long unit = nanosOf(spelled.substring(end).strip());
        int point = spelled.indexOf('.');
        long whole = Long.parseLong(spelled.substring(0, point < 0 ? end : point));
        if (whole > MAX_NANOS / unit) {
            throw new IllegalArgumentException("cache time '" + text + "': " + ALLOWED);
        }
        return whole * unit + (point < 0 ? 0 : Math.round(Double.parseDouble(spelled.substring(point, end)) * unit));
    }

    private static int endOfNumber(String spelled) {
        int end = 0;
        while (end < spelled.length() && "0123456789.".indexOf(spelled.charAt(end)) >= 0) {
            end++;
        }
        return end;
    }

    private static long nanosOf(String unit) {
        return switch (unit) {
            case "ms" -> SECOND / 1_000;
            case "m" -> 60 * SECOND;
            case "h" -> 3_600 * SECOND;
            default -> SECOND;
        };
    }

    /** In seconds, without zeros at the end: 10, 0.5. */
    static String seconds(long nanos) {
        if (nanos % SECOND == 0) {
            return Long.toString(nanos / SECOND);
        }
        String text = String.format(Locale.ROOT, "%d.%09d", nanos / SECOND, nanos % SECOND);
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, end);
    }

    /** Why the changes that a transaction makes at the key cannot be, or empty if they can. */
    static Optional<String> problem(Transaction update) {
        for (Operation.Change change : update.changes()) {
            if (change.key().equals(KEY)) {
                Optional<String> problem = problem(change);
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> problem(Operation.Change change) {
        if (change instanceof Operation.Append) {
            return Optional.of("key " + KEY + " holds the cache time: only writes are allowed");
        }
        try {
            parse(change.value());
            return Optional.empty();
        } catch (IllegalArgumentException bad) {
            return Optional.of(bad.getMessage());
        }
    }

    /** What a version makes the cache time, in nanoseconds; empty if it leaves it as it was. */
    static Optional<Long> madeBy(Iterable<Operation.Change> changes) {
        Optional<Long> last = Optional.empty();
        for (Operation.Change change : changes) {
            if (change.key().equals(KEY)) {
                last = Optional.of(parse(change.value()));
            }
        }
        return last;
    }
}
