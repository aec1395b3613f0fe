package epidemic.runtime.actor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with a link, in both directions.
 *
 * @param cut whether nothing gets through
 * @param delay how much later than otherwise a message arrives, 0 to {@link #DELAY_MAX}
 * @param drop the share of messages that are lost, 0 to 1
 * @param duplicate the share of messages that arrive twice, 0 to 1
 */
public record LinkFault(boolean cut, Duration delay, double drop, double duplicate) {
    /** The longest delay. */
    public static final Duration DELAY_MAX = Duration.ofMinutes(1);

    /** Nothing is wrong. */
    public static final LinkFault NONE = new LinkFault(false, Duration.ZERO, 0, 0);

    /** Nothing gets through. */
    public static final LinkFault CUT = new LinkFault(true, Duration.ZERO, 0, 0);

    private static final int PERCENT = 100;

    /**
     * Checks the figures.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public LinkFault {
        if (delay.isNegative() || delay.compareTo(DELAY_MAX) > 0) {
            throw new IllegalArgumentException("field 'delay': 0s to " + DELAY_MAX.toSeconds() + "s are allowed");
        }
        requireShare("drop", drop);
        requireShare("duplicate", duplicate);
    }

    /** A link that carries messages, badly. */
    public static LinkFault of(Duration delay, double drop, double duplicate) {
        return new LinkFault(false, delay, drop, duplicate);
    }

    private static void requireShare(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("field '" + name + "': " + share + ": 0 to 1 is allowed");
        }
    }

    /** The fault in a few words, for people. */
    public String words() {
        if (cut) {
            return "cut";
        }
        List<String> words = new ArrayList<>();
        if (!delay.isZero()) {
            words.add(delay.toMillis() + " ms later");
        }
        if (drop > 0) {
            words.add(percent(drop) + " lost");
        }
        if (duplicate > 0) {
            words.add(percent(duplicate) + " twice");
        }
        return words.isEmpty() ? "as it should be" : String.join(", ", words);
    }

    private static String percent(double share) {
        return BigDecimal.valueOf(share * PERCENT)
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString()
                + " %";
    }
}
