package epidemic.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import epidemic.lab.CampaignReport;
import epidemic.lab.SeedResult;
import epidemic.lab.shrink.GoldenScenario;
import epidemic.lab.shrink.Shrinker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What running or shrinking a scenario has shown. */
final class GoldenReport {
    private static final double SECOND = 1e9;
    private static final String JUDGED = "strict-serializable,exactly-once,prefix,convergence";

    private final PrintWriter out;

    GoldenReport(PrintWriter out) {
        this.out = out;
    }

    /** The command that runs a scenario file. */
    static String replay(Path file) {
        return "scripts/epidemic simulate --scenario " + Shell.quoted(file.toString());
    }

    private static String title(GoldenScenario golden) {
        return golden.strategy()
                + golden.mutant().map(name -> " with mutant " + name).orElse("") + ", seed " + golden.seed();
    }

    /** A scenario file was run. */
    void replayed(Path file, GoldenScenario golden, CampaignReport report) {
        out.println(file + ": " + title(golden) + "; " + golden.size());
        GoldenListing.print(out, golden);
        Optional<SeedResult> violated = report.violations().stream().findFirst();
        out.println(violated.map(SimulateReport::verdict).orElse("all checks hold"));
        Optional<String> found =
                violated.map(result -> result.violation().orElseThrow().guarantee());
        if (found.equals(golden.violates())) {
            out.println("as the file says; digest " + report.digest());
        } else {
            out.println("the file says: "
                    + golden.violates().map(name -> name + " does not hold").orElse("all hold") + "; digest "
                    + report.digest());
        }
    }

    /** A scenario was shrunk. */
    void shrunk(
            String what,
            SeedResult before,
            GoldenScenario start,
            Shrinker.Shrunk shrunk,
            SeedResult last,
            Path output,
            long wallNanos) {
        out.println(what + ": " + SimulateReport.verdict(before));
        out.println();
        out.printf(Locale.ROOT, "shrunk in %d runs, %.1f s%n", shrunk.runs(), wallNanos / SECOND);
        out.println("  from     " + start.size());
        out.println("  to       " + shrunk.golden().size());
        if (!shrunk.isMinimal()) {
            out.println("  not as small as can be: time or runs were used up; --scenario FILE --shrink goes on");
        }
        out.println();
        out.println(title(shrunk.golden()));
        GoldenListing.print(out, shrunk.golden());
        out.println(SimulateReport.verdict(last));
        out.println();
        out.println("written: " + output);
        out.println("replay:  " + replay(output));
        out.println("look:    " + replay(output) + " --history RUN --trace trace.txt");
        out.println("         scripts/epidemic check RUN --guarantee " + JUDGED + " --timeline why.html");
    }

    /** The first lines of a scenario file. */
    List<String> remarks(String what, GoldenScenario start, Shrinker.Shrunk shrunk, SeedResult last, Path output) {
        SeedResult.Violation violation = last.violation().orElseThrow();
        List<String> remarks = new ArrayList<>();
        remarks.add(violation.guarantee() + " does not hold"
                + start.mutant()
                        .map(name -> " with the mutant " + name + "; without it all checks hold")
                        .orElse("")
                + ":");
        violation.message().lines().forEach(remarks::add);
        remarks.add("Shrunk from " + what + ", which has " + start.size() + ".");
        remarks.add("Replay: " + replay(output));
        return remarks;
    }

    /** A scenario was shrunk, for programs. */
    String json(GoldenScenario start, Shrinker.Shrunk shrunk, SeedResult last, Path output) throws IOException {
        SeedResult.Violation violation = last.violation().orElseThrow();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("strategy", start.strategy());
            json.writeNumberField("seed", start.seed());
            json.writeStringField("mutant", start.mutant().orElse(null));
            json.writeStringField("guarantee", violation.guarantee());
            json.writeStringField("message", violation.message());
            json.writeNumberField("virtualNanos", last.virtualNanos());
            json.writeNumberField("runs", shrunk.runs());
            json.writeBooleanField("minimal", shrunk.isMinimal());
            size(json, "from", start.size());
            size(json, "to", shrunk.golden().size());
            json.writeStringField("scenario", output.toString());
            json.writeStringField("replay", replay(output));
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void size(JsonGenerator json, String name, GoldenScenario.Size size) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("faults", size.faults());
        json.writeNumberField("clients", size.clients());
        json.writeNumberField("transactions", size.transactions());
        json.writeNumberField("operations", size.operations());
        json.writeEndObject();
    }
}
