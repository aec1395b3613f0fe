package epidemic.runtime.logging;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** Logback's JSON, one object a line, with the {@code node} that the line is about, if it is about one. */
public final class JsonLines extends JsonEncoder {
    /** Without what is the same in every line, or stands in another field already. */
    public JsonLines() {
        setWithSequenceNumber(false);
        setWithNanoseconds(false);
        setWithContext(false);
        setWithMessage(false);
        setWithArguments(false);
        setWithKVPList(false);
        setWithMarkers(false);
        setWithFormattedMessage(true);
    }

    @Override
    protected void appendCustomFields(StringBuilder json, ILoggingEvent line) {
        String node = NodeOfLine.find(line, getContext());
        if (!node.isEmpty()) {
            appendValueSeparator(json, true);
            appenderMember(json, NodeLog.NODE, node);
        }
    }
}
