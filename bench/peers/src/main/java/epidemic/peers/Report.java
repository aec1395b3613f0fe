package epidemic.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A comparison as tables, which are Markdown too, and as JSON.
 *
 * @param facts of the machine and the run
 * @param variants who took part
 * @param skipped who did not, and why
 * @param reference the contender whose throughput is divided by that of the others
 * @param loads outstanding requests
 * @param turns all of them
 */
record Report(
        Map<String, Object> facts,
        List<Variant> variants,
        Map<String, String> skipped,
        String reference,
        List<Integer> loads,
        List<Turn> turns) {

    /** For people. */
    void print(PrintStream out) {
        facts.forEach((name, value) -> out.printf("- %s: %s%n", name, value));
        out.println();
        for (Storage storage : Storage.values()) {
            printRatios(storage, out);
        }
        for (Storage storage : Storage.values()) {
            for (int outstanding : loads) {
                printTable(storage, outstanding, out);
            }
        }
        printContenders(out);
        skipped.forEach((id, reason) -> out.printf("skipped: %s: %s%n", id, reason));
        failures().forEach((id, reason) -> out.printf("failed: %s: %s%n", id, reason));
    }

    /** How many times the reference does what each does, under all loads. */
    private void printRatios(Storage storage, PrintStream out) {
        List<Variant> those = variants.stream()
                .filter(variant -> variant.storage() == storage)
                .toList();
        if (those.isEmpty()) {
            return;
        }
        out.printf("%s: committed/s of %s, divided by those of each (min-max over rounds)%n%n", storage, reference);
        out.print("| contender | replicas in |");
        loads.forEach(outstanding -> out.printf(" %,d outstanding |", outstanding));
        out.printf("%n| --- | --- |%s%n", " --- |".repeat(loads.size()));
        for (Variant variant : those) {
            out.printf(
                    "| %s | %s |",
                    variant.entry().name(), variant.entry().hosting().label());
            for (int outstanding : loads) {
                Optional<Spread> ratio =
                        Standing.of(variant, outstanding, reference, turns).flatMap(Standing::ratio);
                out.printf(" %s |", ratio.map(spread -> text(spread, "%.2f")).orElse("-"));
            }
            out.println();
        }
        out.println();
    }

    private void printTable(Storage storage, int outstanding, PrintStream out) {
        List<Standing> standings = standings(storage, outstanding);
        if (standings.isEmpty()) {
            return;
        }
        out.printf("%s, %d outstanding%n%n", storage, outstanding);
        out.printf(
                "| %-14s | %-11s | %-32s | %-24s | %-24s | %-24s |%n",
                "contender",
                "replicas in",
                "committed/s (min-max)",
                "p50 ms (min-max)",
                "p99 ms (min-max)",
                reference + " / it");
        out.println("| --- | --- | --- | --- | --- | --- |");
        for (Standing standing : standings) {
            out.printf(
                    "| %-14s | %-11s | %-32s | %-24s | %-24s | %-24s |%s%n",
                    standing.variant().entry().name(),
                    standing.variant().entry().hosting().label(),
                    text(standing.perSecond(), "%,.0f"),
                    text(standing.p50Millis(), "%.3f"),
                    text(standing.p99Millis(), "%.3f"),
                    standing.ratio().map(ratio -> text(ratio, "%.2f")).orElse("-"),
                    standing.failed() > 0 ? " " + standing.failed() + " answers without a commit" : "");
        }
        out.println();
    }

    private List<Standing> standings(Storage storage, int outstanding) {
        List<Standing> standings = new ArrayList<>();
        for (Variant variant : variants) {
            if (variant.storage() == storage) {
                Standing.of(variant, outstanding, reference, turns).ifPresent(standings::add);
            }
        }
        return standings;
    }

    private static String text(Spread spread, String format) {
        return String.format(Locale.ROOT, format, spread.median())
                + String.format(Locale.ROOT, " (" + format + "-" + format + ")", spread.min(), spread.max());
    }

    private void printContenders(PrintStream out) {
        out.printf("| contender | version | replicas in | set |%n| --- | --- | --- | --- |%n");
        for (Variant variant : variants) {
            out.printf(
                    "| %s | %s | %s | %s |%n",
                    variant.id(),
                    variant.entry().version().get(),
                    variant.entry().hosting().label(),
                    variant.entry().variants().get(variant.storage()));
        }
        out.println();
    }

    /** The last failure of everybody who failed. */
    Map<String, String> failures() {
        Map<String, List<Turn>> failed = new TreeMap<>();
        for (Turn turn : turns) {
            if (turn.failure() != null) {
                failed.computeIfAbsent(turn.contender(), id -> new ArrayList<>())
                        .add(turn);
            }
        }
        Map<String, String> reasons = new LinkedHashMap<>();
        failed.forEach((id, all) -> reasons.put(
                id, all.size() + " turn(s); " + all.get(all.size() - 1).failure()));
        return reasons;
    }

    /** For programs. */
    void write(Path file) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("facts", facts);
        json.put("reference", reference);
        json.put("contenders", variants.stream().map(Report::described).toList());
        List<Map<String, Object>> standings = new ArrayList<>();
        for (Storage storage : Storage.values()) {
            for (int outstanding : loads) {
                standings(storage, outstanding).forEach(standing -> standings.add(described(standing)));
            }
        }
        json.put("standings", standings);
        json.put("turns", turns);
        json.put("skipped", skipped);
        json.put("failed", failures());
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), json);
    }

    private static Map<String, Object> described(Variant variant) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", variant.id());
        json.put("version", variant.entry().version().get());
        json.put("hosting", variant.entry().hosting().label());
        json.put("storage", variant.storage().toString());
        json.put("set", variant.entry().variants().get(variant.storage()));
        return json;
    }

    private static Map<String, Object> described(Standing standing) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("contender", standing.variant().id());
        json.put("outstanding", standing.outstanding());
        json.put("perSecond", standing.perSecond());
        json.put("p50Millis", standing.p50Millis());
        json.put("p99Millis", standing.p99Millis());
        Optional<Spread> ratio = standing.ratio();
        json.put("referenceDividedByIt", ratio.orElse(null));
        json.put("failed", standing.failed());
        return json;
    }
}
