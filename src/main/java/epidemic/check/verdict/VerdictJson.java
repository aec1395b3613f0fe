package epidemic.check.verdict;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import epidemic.check.history.Op;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** Verdicts for machines: one JSON object with all of them. */
public final class VerdictJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private VerdictJson() {}

    /**
     * The object; its fields are in docs/checking.md.
     *
     * @param file what was judged
     */
    public static String of(String file, List<Verdict> verdicts) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("file", file);
            json.writeArrayFieldStart("verdicts");
            for (Verdict verdict : verdicts) {
                write(json, verdict);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Verdict verdict) throws IOException {
        json.writeStartObject();
        json.writeStringField("guarantee", verdict.guarantee());
        json.writeStringField("verdict", verdict.ruling().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("operations", verdict.operations());
        json.writeNumberField("found", verdict.found());
        json.writeArrayFieldStart("notes");
        for (String note : verdict.notes()) {
            json.writeString(note);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("anomalies");
        for (Anomaly anomaly : verdict.anomalies()) {
            write(json, anomaly);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Anomaly anomaly) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", anomaly.name());
        json.writeStringField("explanation", anomaly.explanation());
        json.writeArrayFieldStart("operations");
        for (Op op : anomaly.operations()) {
            json.writeStartObject();
            json.writeNumberField("index", op.invoked().index());
            json.writeNumberField("process", op.process());
            json.writeStringField("text", op.toString());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("edges");
        for (Edge edge : anomaly.edges()) {
            json.writeStartObject();
            json.writeNumberField("from", edge.from().invoked().index());
            json.writeNumberField("to", edge.to().invoked().index());
            json.writeStringField("kind", edge.kind());
            json.writeStringField("because", edge.because());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
