package epidemic.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import epidemic.lab.CampaignReport;
import epidemic.lab.SeedResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;

/** The result of many simulated runs, for people and for programs. */
final class SimulateReport {
    private static final int SHOWN_MAX = 10;
    private static final double MILLISECOND = 1e6;

    private final CampaignReport report;
    private final LongFunction<String> replay;
    private final LongFunction<String> shrink;

    /**
     * A report.
     *
     * @param replay the command that runs a seed again
     * @param shrink the command that makes its run small
     */
    SimulateReport(CampaignReport report, LongFunction<String> replay, LongFunction<String> shrink) {
        this.report = report;
        this.replay = replay;
        this.shrink = shrink;
    }

    /** What did not hold in a run, and when; in lines for people. */
    static String verdict(SeedResult result) {
        SeedResult.Violation violation = result.violation().orElseThrow();
        return String.format(
                Locale.ROOT,
                "%s does not hold, at %.3f ms of virtual time%n  %s",
                violation.guarantee(),
                result.virtualNanos() / MILLISECOND,
                violation.message());
    }

    void print(PrintWriter out) {
        List<SeedResult> violations = report.violations();
        for (SeedResult result : violations.subList(0, Math.min(SHOWN_MAX, violations.size()))) {
            out.printf("seed %d: %s%n", result.seed(), verdict(result));
            out.printf("  replay: %s%n", replay.apply(result.seed()));
            out.printf("  shrink: %s%n%n", shrink.apply(result.seed()));
        }
        if (report.violationCount() > 0) {
            out.println("Add --trace FILE to a replay to read all that happens in it.");
        }
        if (report.violationCount() > SHOWN_MAX) {
            out.printf("%d more seeds are not shown; --json lists them.%n", report.violationCount() - SHOWN_MAX);
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
        json.writeNumberField("virtualNanos", result.virtualNanos());
        json.writeStringField("replay", replay.apply(result.seed()));
        json.writeStringField("shrink", shrink.apply(result.seed()));
        json.writeEndObject();
    }
}
