package epidemic.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in requests: a whole number and a unit, such as {@code 200ms}. */
final class DurationText {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(us|ms|s|m)");
    private static final Map<String, TimeUnit> UNITS = Map.of(
            "us", TimeUnit.MICROSECONDS, "ms", TimeUnit.MILLISECONDS, "s", TimeUnit.SECONDS, "m", TimeUnit.MINUTES);

    private DurationText() {}

    /**
     * The duration of a text.
     *
     * @param what what it is, for the message
     * @throws IllegalArgumentException if it is none
     */
    static Duration parse(String what, String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    what + ": a duration such as 200ms or 2s is allowed, not '" + text + "'");
        }
        return Duration.of(
                Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2)).toChronoUnit());
    }
}
