package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Detail;
import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.Topology;
import epidemic.runtime.actor.NodeStatus;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What strategies tell of nodes beyond what all do, as metrics. */
class NodeMetricsTest {
    private static final NodeId N1 = NodeId.of("N1");
    private static final NodeId N2 = NodeId.of("N2");

    private static String scraped(Detail... details) throws IOException {
        NodeReport report = new NodeReport(
                N1, 0, NodeStatus.State.UP, "primary", 1, 0, 0, 0, 1, List.of(), true, "", List.of(), List.of(details));
        return scraped(new Topology(List.of(), List.of()), report);
    }

    private static String scraped(Topology topology, NodeReport... reports) throws IOException {
        MetricTable table = new MetricTable();
        new NodeMetrics(table).nodes(topology, List.of(reports));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(text, table.snapshots());
        return text.toString(StandardCharsets.UTF_8);
    }

    @Test
    void countsTimesAndSharesAreThereInBaseUnits() throws IOException {
        assertThat(scraped(
                        Detail.count("writes", 7),
                        Detail.count("lag", 3).about(N2),
                        Detail.time("mean write latency", 2_500_000),
                        Detail.share("errors before append", 25)))
                .contains("epidemic_detail_count{detail=\"writes\",node=\"N1\"} 7.0")
                .contains("epidemic_detail_count{detail=\"lag\",node=\"N1\",peer=\"N2\"} 3.0")
                .contains("epidemic_detail_seconds{detail=\"mean write latency\",node=\"N1\"} 0.0025")
                .contains("epidemic_detail_ratio{detail=\"errors before append\",node=\"N1\"} 0.25");
    }

    @Test
    void wordsNeverBecomeLabels() throws IOException {
        assertThat(scraped(Detail.word("data", "what a client has sent"))).doesNotContain("client");
    }

    @Test
    void aDivergedNodeHoldsNothingOfTheOneThatFeedsIt() throws IOException {
        NodeReport parent = report(
                N1, "primary", 2, List.of(new ReplicaView.Feed(N2, 1, false, Optional.empty(), Optional.empty())));
        Topology topology = new Topology(
                List.of(new Topology.Layer("l", "g", List.of(N1, N2))),
                List.of(new Topology.Link(N1, N2, Topology.Kind.LAZY, "every update")));
        assertThat(scraped(topology, parent, report(N2, "backup", 2, List.of())))
                .contains("epidemic_link_lag_versions{node=\"N1\",peer=\"N2\"} 0.0");
        assertThat(scraped(topology, parent, report(N2, ReplicaView.DIVERGED, 7, List.of())))
                .contains("epidemic_link_lag_versions{node=\"N1\",peer=\"N2\"} 2.0");
    }

    private static NodeReport report(NodeId node, String role, long version, List<ReplicaView.Feed> feeds) {
        return new NodeReport(
                node, 0, NodeStatus.State.UP, role, version, 0, 0, 0, 1, List.of(), true, "", feeds, List.of());
    }
}
