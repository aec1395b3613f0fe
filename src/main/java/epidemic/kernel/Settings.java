package epidemic.kernel;

import java.time.Duration;
import java.util.Optional;

/** A strategy's block of the configuration, read by the names below the strategy's own. Missing names are errors. */
public interface Settings {
    /** A whole number. */
    long number(String name);

    /** A duration. */
    Duration duration(String name);

    /** A duration, or empty if the setting is {@code off}. */
    Optional<Duration> optionalDuration(String name);

    /** True or false. */
    boolean flag(String name);

    /** A text. */
    String text(String name);
}
