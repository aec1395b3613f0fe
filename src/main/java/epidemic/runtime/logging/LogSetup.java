package epidemic.runtime.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import epidemic.kernel.NodeId;
import epidemic.runtime.config.LogSettings;
import java.net.URL;
import org.slf4j.LoggerFactory;

/** Has the process log as its configuration says, by the packaged {@code logback.xml}. To be called before it works. */
public final class LogSetup {
    private static final String OWN_FILE = "logback.configurationFile";
    private static final String FORMAT = "EPIDEMIC_LOG_FORMAT";
    private static final String LEVEL = "EPIDEMIC_LOG_LEVEL";

    private LogSetup() {}

    /** Sets format and level, unless they are so already or a configuration of logback's own is named. */
    public static void apply(LogSettings settings) {
        boolean isOwn = System.getProperty(OWN_FILE) != null;
        if (!isOwn && LoggerFactory.getILoggerFactory() instanceof LoggerContext context && !isSo(context, settings)) {
            configure(context, settings);
        }
    }

    /** The whole process is one node: lines that name no other are about it. */
    public static void processIs(NodeId node) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.putProperty(NodeLog.NODE, node.name());
        }
    }

    private static boolean isSo(LoggerContext context, LogSettings settings) {
        boolean isLevel = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
                .getLevel()
                .levelStr
                .equals(settings.level());
        return isLevel && context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender(settings.format()) != null;
    }

    private static void configure(LoggerContext context, LogSettings settings) {
        URL packaged = LogSetup.class.getResource("/logback.xml");
        String node = context.getProperty(NodeLog.NODE);
        context.reset();
        context.putProperty(FORMAT, settings.format());
        context.putProperty(LEVEL, settings.level());
        if (node != null) {
            context.putProperty(NodeLog.NODE, node);
        }
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(packaged);
        } catch (JoranException broken) {
            throw new IllegalStateException("the packaged logback.xml cannot be used", broken);
        }
    }
}
