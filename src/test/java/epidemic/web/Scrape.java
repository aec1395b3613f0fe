package epidemic.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a scrape says: sample names with their labels, and values. */
record Scrape(String text) {
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)(\\{[^\\n]*\\})? (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    static Scrape of(RunningSystem lab) {
        return new Scrape(lab.get("/metrics").text());
    }

    /** The names of all samples, each with the names of its labels. */
    Map<String, Set<String>> labelsByName() {
        Map<String, Set<String>> names = new LinkedHashMap<>();
        Matcher samples = SAMPLE.matcher(text);
        while (samples.find()) {
            Set<String> labels = names.computeIfAbsent(samples.group(1), first -> new TreeSet<>());
            if (samples.group(2) != null) {
                Matcher label = LABEL.matcher(samples.group(2));
                while (label.find()) {
                    labels.add(label.group(1));
                }
            }
        }
        return names;
    }

    /** The value of a sample, as it is spelled with its labels. */
    double value(String sample) {
        return text.lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(sample + " is not in\n" + text));
    }
}
