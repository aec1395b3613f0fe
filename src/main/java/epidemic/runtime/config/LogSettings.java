package epidemic.runtime.config;

import java.util.List;
import java.util.Locale;

/**
 * The block {@code epidemic.log}.
 *
 * @param format {@code text} or {@code json}
 * @param level the least level that is logged, in capitals
 */
public record LogSettings(String format, String level) {
    private static final List<String> FORMATS = List.of("text", "json");
    private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");

    /**
     * Reads the block.
     *
     * @throws ConfigurationException if a value is not one of those that are allowed
     */
    static LogSettings read(StrategySettings log) {
        String format = log.text("format");
        if (!FORMATS.contains(format)) {
            throw log.outOfRange("format", String.join(" or ", FORMATS));
        }
        String level = log.text("level").toUpperCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw log.outOfRange("level", "one of " + String.join(", ", LEVELS));
        }
        return new LogSettings(format, level);
    }
}
