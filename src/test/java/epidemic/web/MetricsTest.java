package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.runtime.actor.LinkFault;
import epidemic.runtime.actor.NodePair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /metrics} says is what happens. */
class MetricsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private static Path data;

    private static RunningSystem lab;

    @BeforeAll
    static void start() {
        lab = new RunningSystem(data, RunningSystem.settings());
        await().atMost(PATIENCE).until(lab::isReady);
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @Test
    void updatesAreCountedWhereTheyAreExecuted() {
        Scrape before = Scrape.of(lab);
        lab.update("b, w(1,a), c @A2");
        lab.update("b, w(1,b), c @A2");
        Scrape after = Scrape.of(lab);
        assertThat(grown(before, after, "epidemic_transactions_total{node=\"A2\",outcome=\"committed\"}"))
                .isEqualTo(2);
        assertThat(grown(before, after, "epidemic_transactions_total{node=\"A1\",outcome=\"committed\"}"))
                .isZero();
        assertThat(grown(before, after, "epidemic_transaction_seconds_count{node=\"A2\"}"))
                .isEqualTo(2);
        assertThat(grown(before, after, "epidemic_node_version{node=\"A2\"}")).isEqualTo(2);
        String toA1 = "{kind=\"Replicate\",node=\"A2\",peer=\"A1\"}";
        assertThat(after.value("epidemic_answer_seconds_count" + toA1)).isGreaterThanOrEqualTo(2);
        assertThat(after.value("epidemic_batch_updates_sum" + toA1)).isGreaterThanOrEqualTo(2);
        assertThat(grown(before, after, "epidemic_disk_size_bytes{file=\"log\",node=\"A2\"}"))
                .isPositive();
        assertThat(after.value("epidemic_disk_errors_total{file=\"log\",node=\"A2\"}"))
                .isZero();
    }

    @Test
    void refusalsAreCountedByReason() {
        String wrongLayer = "epidemic_refused_total{node=\"B1\",reason=\"session-ahead\"}";
        Scrape before = Scrape.of(lab);
        long version = lab.update("b, w(2,a), c");
        RunningSystem.Reply late = lab.send(lab.request("/api/transactions?node=B1")
                .header("Content-Type", "text/plain")
                .header("Session", Long.toString(version + 1_000))
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("b1, r(2), c")));
        assertThat(late.status()).isEqualTo(503);
        assertThat(grown(before, Scrape.of(lab), wrongLayer)).isEqualTo(1);
    }

    @Test
    void everyReasonIsThereBeforeItIsNeededAndNoOther() {
        String text = Scrape.of(lab).text();
        for (Outcome.Reason reason : Outcome.Reason.values()) {
            assertThat(text).contains("epidemic_refused_total{node=\"A1\",reason=\"" + reason.code() + "\"}");
        }
        assertThat(text.lines().filter(line -> line.startsWith("epidemic_refused_total{node=\"A1\"")))
                .hasSize(Outcome.Reason.values().length);
    }

    @Test
    void aFeedWhoseLinkIsCutFallsBehindAndCatchesUp() {
        String lag = "epidemic_link_lag_versions{node=\"A2\",peer=\"B1\"}";
        NodePair link = NodePair.of(NodeId.of("A2"), NodeId.of("B1"));
        lab.links.set(List.of(link), LinkFault.CUT);
        for (int update = 0; update < 25; update++) {
            lab.update("b, w(3,a), c");
        }
        Scrape behind = Scrape.of(lab);
        assertThat(behind.value(lag)).isGreaterThanOrEqualTo(20);
        assertThat(behind.value("epidemic_node_behind_versions{node=\"B1\"}")).isGreaterThanOrEqualTo(20);
        await().atMost(PATIENCE)
                .until(() -> Scrape.of(lab).value("epidemic_silences_total{kind=\"Propagate\",node=\"A2\",peer=\"B1\"}")
                        > 0);
        lab.links.set(List.of(link), LinkFault.NONE);
        await().atMost(PATIENCE).until(() -> Scrape.of(lab).value(lag) < 10);
    }

    @Test
    void aNodeThatIsStoppedIsSeenAndKeepsItsCounts() {
        String committed = "epidemic_transactions_total{node=\"A3\",outcome=\"committed\"}";
        lab.update("b, w(4,a), c @A3");
        double before = Scrape.of(lab).value(committed);
        lab.postJson("/api/faults", "{\"crash\":\"A3\"}");
        await().atMost(PATIENCE).until(() -> !lab.isRunning("A3"));
        Scrape down = Scrape.of(lab);
        assertThat(down.value("epidemic_node_up{layer=\"0\",node=\"A3\"}")).isZero();
        assertThat(down.value("epidemic_node_serving{layer=\"0\",node=\"A3\"}")).isZero();
        assertThat(down.value("epidemic_node_role{node=\"A3\",role=\"core\",state=\"stopped\"}"))
                .isEqualTo(1);
        assertThat(down.text()).doesNotContain("epidemic_mailbox_messages{node=\"A3\"");
        lab.postJson("/api/faults", "{\"restart\":\"A3\"}");
        await().atMost(PATIENCE).until(lab::isReady);
        await().atMost(PATIENCE)
                .until(() -> Scrape.of(lab).value("epidemic_node_serving{layer=\"0\",node=\"A3\"}") == 1);
        Scrape again = Scrape.of(lab);
        assertThat(again.value(committed)).isGreaterThanOrEqualTo(before);
        assertThat(again.value("epidemic_view_changes_total{node=\"A3\"}")).isGreaterThanOrEqualTo(2);
        assertThat(again.value("epidemic_mailbox_messages{node=\"A3\",queue=\"requests\"}"))
                .isZero();
    }

    @Test
    void requestsAreCountedByRouteAndNeverByWhatClientsPutIntoPaths() {
        lab.get("/api/nodes/secret-name");
        lab.get("/api/transactions/client:1");
        lab.get("/api/whatever/secret-name");
        lab.get("/no/such/secret-name");
        Scrape scrape = Scrape.of(lab);
        assertThat(scrape.text()).doesNotContain("secret-name").doesNotContain("whatever");
        assertThat(scrape.value("epidemic_http_requests_total{method=\"GET\",route=\"/api/nodes\",status=\"404\"}"))
                .isPositive();
        assertThat(scrape.value("epidemic_http_request_seconds_count{route=\"/metrics\"}"))
                .isPositive();
    }

    @Test
    void namesFollowTheConventions() {
        List<String> own = Scrape.of(lab).labelsByName().keySet().stream()
                .filter(name -> name.startsWith("epidemic_"))
                .toList();
        assertThat(own).hasSizeGreaterThan(30);
        assertThat(own).allMatch(name -> name.matches("[a-z]+(_[a-z]+)*"));
        assertThat(own).noneMatch(name -> name.matches(".*_(millis|ms|kb|nanos)(_.*)?"));
    }

    private static double grown(Scrape before, Scrape after, String sample) {
        return after.value(sample) - before.value(sample);
    }
}
