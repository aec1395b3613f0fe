package epidemic.cli;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as configurations spell them: {@code 10s}, {@code 500ms}. */
final class Durations implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            Duration duration = ConfigFactory.parseMap(Map.of("duration", text)).getDuration("duration");
            if (duration.isNegative()) {
                throw new TypeConversionException("'" + text + "' is negative: 0s or more is allowed");
            }
            return duration;
        } catch (ConfigException malformed) {
            throw new TypeConversionException("'" + text + "' is no duration: 10s or 500ms is allowed");
        }
    }
}
