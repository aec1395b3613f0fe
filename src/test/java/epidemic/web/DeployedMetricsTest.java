package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files in {@code deploy} ask Prometheus for is there, and the other way round. */
class DeployedMetricsTest {
    private static final Path GRAFANA = Path.of("deploy/grafana/epidemic.json");
    private static final Path PROMETHEUS = Path.of("deploy/prometheus/prometheus.yml");
    private static final Path ALERTS = Path.of("deploy/prometheus/alerts.yml");
    private static final Path DOCUMENTED = Path.of("docs/operations.md");
    private static final Pattern METRIC = Pattern.compile("\\b((?:epidemic|jvm|process|system)_\\w+)(\\{[^}]*\\})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
    private static final Pattern BY = Pattern.compile("\\bby \\(([^)]*)\\)");
    private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

    @TempDir
    private static Path data;

    private static RunningSystem lab;
    private static Map<String, Set<String>> scraped;

    @BeforeAll
    static void start() {
        lab = new RunningSystem(data, RunningSystem.settings());
        await().atMost(Duration.ofSeconds(20)).until(lab::isReady);
        for (int update = 0; update < 10; update++) {
            lab.update("b, w(1,a), c");
        }
        scraped = Scrape.of(lab).labelsByName();
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @Test
    void everyExpressionOfTheDashboardAsksForWhatIsThere() throws IOException {
        List<String> expressions = dashboardExpressions();
        assertThat(expressions).hasSizeGreaterThan(30);
        assertThat(expressions).allSatisfy(DeployedMetricsTest::isAnswered);
    }

    @Test
    void panelsHaveTheirPlacesAndNumbers() throws IOException {
        JsonNode panels = new ObjectMapper().readTree(GRAFANA.toFile()).get("panels");
        Set<Integer> ids = new TreeSet<>();
        Set<String> places = new TreeSet<>();
        for (JsonNode panel : panels) {
            JsonNode place = panel.get("gridPos");
            ids.add(panel.get("id").asInt());
            places.add(place.get("x").asInt() + " " + place.get("y").asInt());
            assertThat(place.get("x").asInt() + place.get("w").asInt()).isLessThanOrEqualTo(24);
            assertThat(panel.get("title").asText()).isNotEmpty();
        }
        assertThat(ids).hasSize(panels.size());
        assertThat(places).hasSize(panels.size());
    }

    @Test
    void everyAlertAsksForWhatIsThere() throws IOException {
        List<JsonNode> rules = alerts();
        assertThat(rules).hasSizeGreaterThan(5);
        assertThat(rules).allSatisfy(rule -> {
            assertThat(rule.get("alert").asText()).matches("Epidemic[A-Z][A-Za-z]+");
            isAnswered(rule.get("expr").asText());
            assertThat(rule.at("/labels/severity").asText()).isIn("warning", "critical");
            assertThat(rule.at("/annotations/summary").asText()).isNotEmpty();
            assertThat(rule.at("/annotations/description").asText()).isNotEmpty();
            assertThat(rule.path("for").asText("0s")).matches("\\d+[sm]");
        });
    }

    @Test
    void prometheusIsToldOfTheAlertsAndOfARouteThatIsThere() throws IOException {
        JsonNode prometheus = new YAMLMapper().readTree(PROMETHEUS.toFile());
        for (JsonNode file : prometheus.get("rule_files")) {
            assertThat(PROMETHEUS.resolveSibling(file.asText())).exists();
        }
        JsonNode job = prometheus.at("/scrape_configs/0");
        assertThat(lab.get(job.get("metrics_path").asText()).status()).isEqualTo(200);
        assertThat(job.at("/static_configs/0/targets/0").asText()).isEqualTo("127.0.0.1:8080");
    }

    /** The table of docs/operations.md names exactly our own families, as they are scraped. */
    @Test
    void everyMetricIsDocumentedAndEveryDocumentedOneIsThere() throws IOException {
        Set<String> documented = new TreeSet<>();
        Matcher rows = Pattern.compile("(?m)^\\| `(epidemic_\\w+)`").matcher(Files.readString(DOCUMENTED));
        while (rows.find()) {
            documented.add(rows.group(1));
        }
        Set<String> own = new TreeSet<>();
        scraped.keySet().stream()
                .filter(name -> name.startsWith("epidemic_"))
                .map(DeployedMetricsTest::family)
                .forEach(own::add);
        own.add("epidemic_messages_lost_total");
        own.addAll(Set.of("epidemic_detail_count", "epidemic_detail_seconds", "epidemic_detail_ratio"));
        assertThat(documented).isEqualTo(own);
    }

    /** Else the checks above could not fail. */
    @Test
    void anExpressionThatAsksForNothingIsFound() {
        assertThat(unanswered("sum by (node) (rate(epidemic_no_such_total[1m]))"))
                .contains("epidemic_no_such_total");
        assertThat(unanswered("epidemic_node_up{colour=\"red\"}")).contains("colour");
        assertThat(unanswered("sum by (colour) (epidemic_node_up)")).contains("colour");
        assertThat(unanswered("sum(epidemic_node_up")).contains("brackets");
        assertThat(unanswered("42 > 1")).isNotEmpty();
    }

    private static List<String> dashboardExpressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        new ObjectMapper().readTree(GRAFANA.toFile()).findValues("expr").forEach(one -> expressions.add(one.asText()));
        return expressions;
    }

    private static List<JsonNode> alerts() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        new YAMLMapper().readTree(ALERTS.toFile()).at("/groups/0/rules").forEach(rules::add);
        return rules;
    }

    private static void isAnswered(String expression) {
        assertThat(unanswered(expression)).as(expression).isEmpty();
    }

    /** What an expression asks for in vain: metrics, labels, or brackets that do not match. */
    private static Set<String> unanswered(String expression) {
        Set<String> missing = new TreeSet<>();
        Set<String> labels = new TreeSet<>(OF_PROMETHEUS);
        Matcher metrics = METRIC.matcher(expression);
        boolean any = false;
        while (metrics.find()) {
            any = true;
            Set<String> ofMetric = new TreeSet<>(scraped.getOrDefault(metrics.group(1), Set.of()));
            if (!scraped.containsKey(metrics.group(1))) {
                missing.add(metrics.group(1));
            }
            ofMetric.addAll(OF_PROMETHEUS);
            labels.addAll(ofMetric);
            Matcher matcher = MATCHER.matcher(metrics.group(2) == null ? "" : metrics.group(2));
            while (matcher.find()) {
                if (!ofMetric.contains(matcher.group(1))) {
                    missing.add(matcher.group(1));
                }
            }
        }
        Matcher by = BY.matcher(expression);
        while (by.find()) {
            for (String label : by.group(1).split(", ")) {
                if (!labels.contains(label)) {
                    missing.add(label);
                }
            }
        }
        if (count(expression, '(') != count(expression, ')') || count(expression, '[') != count(expression, ']')) {
            missing.add("brackets");
        }
        if (!any) {
            missing.add("no metric");
        }
        return missing;
    }

    private static long count(String text, char bracket) {
        return text.chars().filter(character -> character == bracket).count();
    }

    private static String family(String sample) {
        return sample.replaceFirst("_(bucket|sum|count)$", "");
    }
}
