package epidemic.hybrid;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Keeps planted failures out of the log of a test run. */
public final class QuietLogs implements AutoCloseable {
    private final Map<Logger, Level> before = new LinkedHashMap<>();

    /** Nothing of these loggers is written until it is closed. */
    public QuietLogs(String... names) {
        for (String name : names) {
            Logger logger = (Logger) LoggerFactory.getLogger(name);
            before.put(logger, logger.getEffectiveLevel());
            logger.setLevel(Level.OFF);
        }
    }

    /** Nothing of actors and those who host them. */
    public static QuietLogs ofHosts() {
        return new QuietLogs("epidemic.runtime", "org.apache.pekko");
    }

    @Override
    public void close() {
        before.forEach(Logger::setLevel);
    }
}
