package epidemic.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import epidemic.lab.CampaignReport;
import epidemic.lab.SeedResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** The result of many simulated runs, for people and for programs. */
final class SimulateReport {
    private static final int SHOWN_MAX = 10;

    private final CampaignReport report;
    private final LongFunction<String> replay;

    /**
     * A report.
     *
     * @param replay the command that runs a seed again
     */
    SimulateReport(CampaignReport report, LongFunction<String> replay) {
        this.report = report;
        this.replay = replay;
    }

    void print(PrintWriter out) {
        List<SeedResult> violations = report.violations();
        for (SeedResult result : violations.subList(0, Math.min(SHOWN_MAX, violations.size()))) {
            SeedResult.Violation violation = result.violation().orElseThrow();
            out.printf("seed %d: %s does not hold: %s%n", result.seed(), violation.guarantee(), violation.message());
            out.printf("  replay (add --trace FILE to see it): %s%n", replay.apply(result.seed()));
        }
        if (report.violationCount() > SHOWN_MAX) {
            out.printf("and %d more%n", report.violationCount() - SHOWN_MAX);
        }
        out.printf(
                "%s: %d runs, %d violations, digest %s%n",
                report.strategy(), report.runs(), report.violationCount(), report.digest());
        out.printf(
                "%.0f runs/s, %.0f events/s, %.0f virtual seconds per second%n",
                report.runsPerSecond(), report.eventsPerSecond(), report.virtualSecondsPerSecond());
        List<String> unseen = report.unseenProbes();
        out.println("probes: " + (report.probes().size() - unseen.size()) + " of "
                + report.probes().size() + " seen"
                + (unseen.isEmpty() ? "" : "; never seen: " + String.join(", ", unseen)));
    }

    String json() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("strategy", report.strategy());
            json.writeNumberField("runs", report.runs());
            json.writeArrayFieldStart("violations");
            for (SeedResult result : report.violations()) {
                violation(json, result);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("probes");
            for (Map.Entry<String, Long> probe : report.probes().entrySet()) {
                json.writeNumberField(probe.getKey(), probe.getValue());
            }
            json.writeEndObject();
            json.writeStringField("digest", report.digest());
            json.writeNumberField("runsPerSecond", Math.round(report.runsPerSecond()));
            json.writeNumberField("eventsPerSecond", Math.round(report.eventsPerSecond()));
            json.writeNumberField("virtualSecondsPerSecond", Math.round(report.virtualSecondsPerSecond()));
            json.writeEndObject();
        }
        return text.toString();
    }

    private void violation(JsonGenerator json, SeedResult result) throws IOException {
        SeedResult.Violation violation = result.violation().orElseThrow();
        json.writeStartObject();
        json.writeNumberField("seed", result.seed());
        json.writeStringField("guarantee", violation.guarantee());
        json.writeStringField("message", violation.message());
        json.writeStringField("replay", replay.apply(result.seed()));
        json.writeEndObject();
    }
}
