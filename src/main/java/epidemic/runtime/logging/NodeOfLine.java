package epidemic.runtime.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;

/** Which node a log line is about: the one that it names ({@link NodeLog}), else the one that the whole process is. */
final class NodeOfLine {
    private NodeOfLine() {}

    /** The node's id, or nothing. */
    static String find(ILoggingEvent line, Context context) {
        String named = line.getMDCPropertyMap().get(NodeLog.NODE);
        if (named != null) {
            return named;
        }
        String process = context.getProperty(NodeLog.NODE);
        return process == null ? "" : process;
    }
}
