package epidemic.lab.shrink;

import epidemic.kernel.Settings;
import epidemic.sim.TimeText;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Settings of which some are written down as text. Notes what is asked for, in the same text. */
final class PinnedSettings implements Settings {
    private static final String OFF = "off";

    private final Settings base;
    private final Map<String, String> pinned;
    private final Map<String, String> noted = new TreeMap<>();

    /**
     * Settings.
     *
     * @param base what is not pinned
     */
    PinnedSettings(Settings base, Map<String, String> pinned) {
        this.base = base;
        this.pinned = pinned;
    }

    /** What was asked for so far, pinned or not, by name. */
    Map<String, String> noted() {
        return noted;
    }

    @Override
    public long number(String name) {
        return value(name, "a whole number", Long::parseLong, base::number, number -> Long.toString(number));
    }

    @Override
    public Duration duration(String name) {
        return value(name, "a time such as 250ms", PinnedSettings::time, base::duration, PinnedSettings::text);
    }

    @Override
    public Optional<Duration> optionalDuration(String name) {
        return value(
                name,
                "a time such as 250ms, or off,",
                text -> text.equals(OFF) ? Optional.empty() : Optional.of(time(text)),
                base::optionalDuration,
                duration -> duration.map(PinnedSettings::text).orElse(OFF));
    }

    @Override
    public boolean flag(String name) {
        return value(name, "true or false", PinnedSettings::truth, base::flag, truth -> Boolean.toString(truth));
    }

    private static boolean truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new ArithmeticException(text);
        }
        return text.equals("true");
    }

    @Override
    public String text(String name) {
        return value(name, "a text", text -> text, base::text, text -> text);
    }

    private <T> T value(
            String name,
            String allowed,
            Function<String, T> reader,
            Function<String, T> fromBase,
            Function<T, String> writer) {
        String text = pinned.get(name);
        T value;
        try {
            value = text == null ? fromBase.apply(name) : reader.apply(text);
        } catch (NumberFormatException | ArithmeticException unreadable) {
            throw new IllegalArgumentException(name + " = " + text + ": " + allowed + " is allowed", unreadable);
        }
        noted.put(name, writer.apply(value));
        return value;
    }

    private static Duration time(String text) {
        try {
            return Duration.ofNanos(TimeText.parse(text));
        } catch (IllegalArgumentException unreadable) {
            throw new ArithmeticException(unreadable.getMessage());
        }
    }

    private static String text(Duration duration) {
        return TimeText.of(duration.toNanos());
    }
}
