package epidemic.web;

import epidemic.kernel.Detail;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.Topology;
import epidemic.runtime.actor.NodeStatus;
import epidemic.runtime.figures.FileFigures;
import epidemic.runtime.figures.NodeFigures;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is known and counted of nodes and of the links between them, as metrics. */
final class NodeMetrics {
    private static final double MILLIS_A_SECOND = 1e3;
    private static final double NANOS_A_SECOND = 1e9;
    private static final double PERCENT = 100;
    private static final String NODE = "node";
    /** Stands for the node of an outcome that no node has told. */
    private static final String NOWHERE = "none";

    private final MetricTable table;

    NodeMetrics(MetricTable table) {
        this.table = table;
    }

    // What nodes say of themselves, here and elsewhere.

    void nodes(Topology topology, List<NodeReport> reports) {
        Map<NodeId, NodeReport> byNode = new TreeMap<>();
        reports.forEach(report -> byNode.put(report.id(), report));
        reports.forEach(this::node);
        for (Topology.Link link : topology.links()) {
            if (link.kind() == Topology.Kind.LAZY) {
                link(byNode.get(link.from()), byNode.get(link.to()));
            }
        }
    }

    private void node(NodeReport report) {
        boolean isUp = report.state() == NodeStatus.State.UP;
        String layer = Integer.toString(report.layer());
        String name = report.id().name();
        table.gauge("epidemic_node_up", "1 if the node runs", isUp ? 1 : 0, NODE, name, "layer", layer);
        table.gauge(
                "epidemic_node_serving",
                "1 if the node takes the transactions of its role",
                report.serving() ? 1 : 0,
                NODE,
                name,
                "layer",
                layer);
        table.gauge(
                "epidemic_node_role",
                "1, with the role of the node and whether it is up, starting or stopped",
                1,
                NODE,
                name,
                "role",
                report.role().isEmpty() ? "none" : report.role(),
                "state",
                report.state().name().toLowerCase(java.util.Locale.ROOT));
        ofNode("epidemic_node_version", "Updates applied", report.version(), report);
        ofNode("epidemic_node_pending", "Updates known and not yet applied", report.pending(), report);
        ofNode("epidemic_node_behind_versions", "Versions behind the newest known", report.behind(), report);
        ofNode(
                "epidemic_node_stale_seconds",
                "How long ago this node's version was the newest",
                report.ageMillis() / MILLIS_A_SECOND,
                report);
        ofNode("epidemic_node_epoch", "Epoch of the view, 0 for none", report.epoch(), report);
        ofNode("epidemic_node_members", "Nodes in the view", report.members().size(), report);
        report.details().forEach(detail -> detail(name, detail));
    }

    /** Words are left out: they may come from a client. */
    private void detail(String node, Detail detail) {
        String[] labels = detail.peer()
                .map(peer -> new String[] {NODE, node, "detail", detail.name(), "peer", peer.name()})
                .orElseGet(() -> new String[] {NODE, node, "detail", detail.name()});
        if (detail.figure() instanceof Detail.Count count) {
            table.gauge("epidemic_detail_count", "What the strategy counts", count.count(), labels);
        } else if (detail.figure() instanceof Detail.Time time) {
            double seconds = time.nanos() / NANOS_A_SECOND;
            table.gauge("epidemic_detail_seconds", "Times that the strategy tells", seconds, labels);
        } else if (detail.figure() instanceof Detail.Share share) {
            double ratio = share.percent() / PERCENT;
            table.gauge("epidemic_detail_ratio", "Shares that the strategy tells", ratio, labels);
        }
    }

    private void ofNode(String name, String help, double value, NodeReport report) {
        table.gauge(name, help, value, NODE, report.id().name());
    }

    /**
     * A child holds what it says itself or what it has acknowledged, whichever is known to be more. One that is diverged has to
     * be started empty, and holds nothing.
     */
    private void link(NodeReport parent, NodeReport child) {
        long acknowledged = 0;
        boolean isBusy = false;
        for (ReplicaView.Feed feed : parent.feeds()) {
            if (feed.target().equals(child.id())) {
                acknowledged = feed.acknowledged();
                isBusy = feed.inFlight();
            }
        }
        String[] labels = {NODE, parent.id().name(), "peer", child.id().name()};
        long held = child.isDiverged() ? 0 : Math.max(acknowledged, child.version());
        table.gauge(
                "epidemic_link_lag_versions",
                "Versions of the feeding node that the fed one (peer) does not hold",
                Math.max(0, parent.version() - held),
                labels);
        table.gauge("epidemic_link_busy", "1 while versions are on their way", isBusy ? 1 : 0, labels);
    }

    // What the nodes of this JVM count.

    void figures(Map<NodeId, NodeFigures> figures, NodeFigures nowhere) {
        new TreeMap<>(figures).forEach((node, counted) -> {
            String name = node.name();
            outcomes(name, counted);
            host(name, counted);
            links(name, counted);
            file(name, "log", counted.log());
            file(name, "journal", counted.journal());
        });
        outcomes(NOWHERE, nowhere);
    }

    private void outcomes(String node, NodeFigures figures) {
        long refused = 0;
        for (Outcome.Reason reason : Outcome.Reason.values()) {
            refused += figures.refused(reason);
            table.counter(
                    "epidemic_refused",
                    "Clients that were refused",
                    figures.refused(reason),
                    NODE,
                    node,
                    "reason",
                    reason.code());
        }
        outcome(node, "committed", figures.committed());
        outcome(node, "refused", refused);
        outcome(node, "unknown", figures.unknown());
    }

    private void outcome(String node, String outcome, long count) {
        table.counter("epidemic_transactions", "Clients that were told", count, NODE, node, "outcome", outcome);
    }

    private void host(String node, NodeFigures figures) {
        table.histogram(
                "epidemic_transaction_seconds",
                "From the request at the node to its outcome",
                figures.transactions(),
                NODE,
                node);
        table.histogram("epidemic_batch_turns", "Turns in one batch of the node's host", figures.turns(), NODE, node);
        table.gauge("epidemic_open_requests", "Clients that wait at the node", figures.openRequests(), NODE, node);
        table.counter(
                "epidemic_view_changes",
                "Views that the node began to work in",
                figures.facts(Observation.VIEW_INSTALLED),
                NODE,
                node);
        figures.eachFact((kind, count) ->
                table.counter("epidemic_events", "Facts that the node told", count, NODE, node, "kind", kind));
    }

    private void links(String node, NodeFigures figures) {
        figures.eachLink((peer, link) -> {
            String[] labels = {NODE, node, "peer", peer.name(), "kind", link.kind()};
            table.histogram("epidemic_answer_seconds", "From a question to the peer's answer", link.answers(), labels);
            table.counter("epidemic_silences", "Questions without an answer in time", link.silences(), labels);
            if (link.updates().count() > 0) {
                table.histogram(
                        "epidemic_batch_updates",
                        "Updates in one question to the peer, those without any left out",
                        link.updates(),
                        labels);
            }
        });
    }

    private void file(String node, String file, FileFigures figures) {
        String[] labels = {NODE, node, "file", file};
        table.gauge("epidemic_disk_size_bytes", "Size of the file", figures.sizeBytes(), labels);
        table.histogram("epidemic_disk_group_bytes", "Bytes of one write", figures.groups(), labels);
        table.histogram("epidemic_disk_write_seconds", "Time of one write", figures.writes(), labels);
        table.histogram("epidemic_disk_sync_seconds", "Time of one force to the disk", figures.syncs(), labels);
        table.counter("epidemic_disk_errors", "Reads, writes and forces that failed", figures.errors(), labels);
    }

    // Messages and mailboxes.

    void messages(Map<MessageLink, Long> messages) {
        messages.forEach((link, count) -> table.counter(
                link.lost() ? "epidemic_messages_lost" : "epidemic_messages",
                link.lost() ? "Messages that cut or lossy links swallowed" : "Messages that were sent",
                count,
                NODE,
                link.from().name(),
                "peer",
                link.to().name(),
                "kind",
                link.kind()));
    }

    void mailbox(NodeId node, String queue, int depth) {
        table.gauge(
                "epidemic_mailbox_messages",
                "What waits in the node's mailbox",
                depth,
                NODE,
                node.name(),
                "queue",
                queue);
    }
}
