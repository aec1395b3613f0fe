package epidemic.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReadResult;
import epidemic.kernel.Value;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The JSON of the parts of a summary, field by field as users' scripts know it. */
final class SummaryJson {
    static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private SummaryJson() {}

    static void transaction(JsonGenerator json, String file, LineOutcome line) throws IOException {
        json.writeStartObject();
        json.writeStringField("file", file);
        json.writeNumberField("line", line.line());
        json.writeStringField("outcome", line.outcomeName());
        json.writeStringField("node", line.node().name());
        json.writeNumberField("layer", line.layer());
        outcome(json, line.outcome());
        json.writeEndObject();
    }

    private static void outcome(JsonGenerator json, Outcome outcome) throws IOException {
        if (outcome instanceof Outcome.Committed committed) {
            json.writeNumberField("version", committed.version());
            json.writeArrayFieldStart("reads");
            for (ReadResult read : committed.reads()) {
                read(json, read);
            }
            json.writeEndArray();
        } else if (outcome instanceof Outcome.Refused refused) {
            json.writeStringField("message", refused.reason().code() + ": " + refused.message());
        } else if (outcome instanceof Outcome.Unknown unknown) {
            json.writeStringField("message", unknown.message());
        }
    }

    private static void read(JsonGenerator json, ReadResult read) throws IOException {
        json.writeStartArray();
        json.writeString(read.key());
        if (read.value().isPresent()) {
            value(json, read.value().get());
        } else {
            json.writeNull();
        }
        json.writeEndArray();
    }

    private static void value(JsonGenerator json, Value value) throws IOException {
        if (value instanceof Value.Sequence sequence) {
            List<String> items = sequence.items();
            json.writeArray(items.toArray(String[]::new), 0, items.size());
        } else {
            json.writeString(value.toString());
        }
    }

    static void error(JsonGenerator json, FileLine.Bad bad) throws IOException {
        json.writeStartObject();
        json.writeStringField("file", bad.file());
        json.writeNumberField("line", bad.line());
        json.writeStringField("message", bad.message());
        json.writeEndObject();
    }

    static void node(JsonGenerator json, NodeSummary node) throws IOException {
        NodeId id = node.id();
        json.writeStartObject();
        json.writeStringField("id", id.name());
        json.writeNumberField("layer", node.layer());
        json.writeNumberField("version", node.version());
        json.writeNumberField("pending", node.pending());
        if (node.data().isPresent()) {
            json.writeObjectFieldStart("data");
            for (Map.Entry<String, Value> entry : node.data().get().entrySet()) {
                json.writeFieldName(entry.getKey());
                value(json, entry.getValue());
            }
            json.writeEndObject();
        } else {
            json.writeNullField("data");
        }
        json.writeEndObject();
    }
}
