package epidemic.maelstrom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import epidemic.check.Guarantee;
import epidemic.check.history.HistoryReader;
import epidemic.check.history.RunRecord;
import epidemic.check.verdict.Verdict;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/** What clients asked and heard, in the form that the judges read. */
final class TestHistory {
    private final List<ObjectNode> events = new ArrayList<>();
    private final long beganNanos = System.nanoTime();

    /** An operation begins. */
    synchronized ObjectNode invoke(long process, JsonNode steps) {
        return add(process, "invoke", steps);
    }

    /** It has ended; with ok, its steps show what was read. */
    synchronized void complete(ObjectNode invocation, String type, JsonNode steps) {
        if (!invocation.get("value").equals(steps)
                && steps.size() != invocation.get("value").size()) {
            invocation.set("value", steps);
        }
        add(invocation.get("process").longValue(), type, steps);
    }

    private ObjectNode add(long process, String type, JsonNode steps) {
        ObjectNode event = Json.object();
        event.put("index", events.size())
                .put("time", System.nanoTime() - beganNanos)
                .put("process", process)
                .put("type", type)
                .put("f", "txn")
                .set("value", steps);
        events.add(event);
        return event;
    }

    synchronized long count(String type) {
        return events.stream()
                .filter(event -> event.get("type").asText().equals(type))
                .count();
    }

    synchronized Verdict judge(Guarantee guarantee) {
        StringBuilder lines = new StringBuilder();
        events.forEach(event -> lines.append(event).append('\n'));
        try {
            return guarantee.judge(RunRecord.of(HistoryReader.read("test", new StringReader(lines.toString()))));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
