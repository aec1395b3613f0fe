package epidemic.runtime.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** {@code %node} in logback's patterns: the node that a line is about, or nothing. */
public final class NodeConverter extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent line) {
        return NodeOfLine.find(line, getContext());
    }
}
