package epidemic.lab.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import epidemic.lab.CampaignReport;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Figures for programs. */
public final class BenchJson {
    private BenchJson() {}

    /**
     * One JSON object.
     *
     * @param facts what was measured and on what, in order
     * @param simulated runs in the simulator, if there were any
     */
    public static String of(Map<String, Object> facts, List<Figures> all, Optional<CampaignReport> simulated)
            throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            for (Map.Entry<String, Object> fact : facts.entrySet()) {
                json.writeFieldName(fact.getKey());
                write(fact.getValue(), json);
            }
            json.writeArrayFieldStart("loads");
            for (Figures figures : all) {
                write(figures, json);
            }
            json.writeEndArray();
            if (simulated.isPresent()) {
                write(simulated.get(), json);
            }
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static void write(Object fact, JsonGenerator json) throws IOException {
        if (fact instanceof Number number) {
            json.writeNumber(number.toString());
        } else {
            json.writeString(fact.toString());
        }
    }

    private static void write(Figures figures, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("loop", figures.shape().isOpen() ? "open" : "closed");
        json.writeNumberField("outstanding", figures.shape().outstanding());
        json.writeNumberField("rate", figures.shape().perSecond());
        json.writeNumberField("seconds", figures.seconds());
        json.writeNumberField("committed", figures.committed());
        json.writeNumberField("refused", figures.refused());
        json.writeNumberField("unknown", figures.unknown());
        json.writeNumberField("unanswered", figures.unanswered());
        json.writeNumberField("committedPerSecond", figures.throughput());
        write("latencyMillis", figures.latency(), json);
        write("refusalMillis", figures.refusals(), json);
        json.writeNumberField("cpuSeconds", figures.cpuSeconds());
        json.writeNumberField("allocatedBytesPerAnswer", figures.bytesPerAnswer());
        json.writeNumberField("collectionMillis", figures.collectionMillis());
        json.writeNumberField("logBytes", figures.logBytes());
        json.writeNumberField("heapPeakBytes", figures.heapPeakBytes());
        json.writeNumberField("heapLiveBytes", figures.heapLiveBytes());
        json.writeEndObject();
    }

    private static void write(CampaignReport simulated, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("simulated");
        json.writeNumberField("runs", simulated.runs());
        json.writeNumberField("violations", simulated.violationCount());
        json.writeStringField("digest", simulated.digest());
        json.writeNumberField("runsPerSecond", Math.round(simulated.runsPerSecond()));
        json.writeNumberField("eventsPerSecond", Math.round(simulated.eventsPerSecond()));
        json.writeEndObject();
    }

    private static void write(String name, Figures.Percentiles percentiles, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("count", percentiles.count());
        json.writeNumberField("p50", percentiles.p50());
        json.writeNumberField("p90", percentiles.p90());
        json.writeNumberField("p99", percentiles.p99());
        json.writeNumberField("p99.9", percentiles.p999());
        json.writeNumberField("max", percentiles.max());
        json.writeEndObject();
    }
}
