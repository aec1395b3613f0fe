package epidemic.web;

import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.Topology;
import epidemic.runtime.actor.NodeStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is known of every node, and what follows from it: how far nodes are behind. Not thread-safe. */
final class NodeBook {
    private static final ReplicaView UNSEEN = new ReplicaView("", 0, 0, 0, List.of(), false, "", List.of());

    private final Map<NodeId, Page> pages = new LinkedHashMap<>();
    private final VersionTimeline timeline = new VersionTimeline();

    /** What is known of one node. */
    private static final class Page {
        private final int layer;
        private NodeStatus.State state = NodeStatus.State.STARTING;
        private String whyStopped = "stopped";
        private ReplicaView view = UNSEEN;
        private long version;
        private long askedAtNanos = Long.MIN_VALUE;

        private Page(int layer) {
            this.layer = layer;
        }

        /** Its version; 0 while it holds what contradicts the others, since it has to be started empty. */
        private long counted() {
            return view.isDiverged() ? 0 : version;
        }
    }

    NodeBook(Topology topology) {
        for (NodeId node : topology.nodes()) {
            pages.put(node, new Page(topology.layerOf(node).orElseThrow()));
        }
    }

    /**
     * Notes a node's answer, unless an answer to a later question is known.
     *
     * @param askedAtNanos when it was asked
     */
    void answered(long askedAtNanos, NodeStatus status) {
        Page page = pages.get(status.node());
        if (page == null || askedAtNanos < page.askedAtNanos) {
            return;
        }
        page.askedAtNanos = askedAtNanos;
        page.state = status.state();
        page.view = status.view();
        boolean isReadingItsLog = status.state() == NodeStatus.State.STARTING;
        page.version = isReadingItsLog
                ? Math.max(page.version, status.view().version())
                : status.view().version();
    }

    /** Notes that the node runs; if it was known as stopped, nothing more is known of its new life. */
    void running(NodeId node) {
        Page page = pages.get(node);
        if (page.state == NodeStatus.State.STOPPED) {
            page.state = NodeStatus.State.STARTING;
            page.version = page.counted();
            page.view = UNSEEN;
        }
    }

    /** Notes that the node does not run. */
    void stopped(NodeId node) {
        stopped(node, "stopped");
    }

    /** Notes that the node does not run, or cannot be reached. */
    void stopped(NodeId node, String why) {
        pages.get(node).state = NodeStatus.State.STOPPED;
        pages.get(node).whyStopped = why;
    }

    /** Notes how long the log of a stopped node is. */
    void stored(NodeId node, long version) {
        Page page = pages.get(node);
        if (page.state == NodeStatus.State.STOPPED) {
            page.version = version;
        }
    }

    /** Notes that a version was the newest anywhere from a moment on; calls are in the order of time. */
    void wasNewest(long timeMillis, long version) {
        timeline.note(timeMillis, version);
    }

    /** The newest version known anywhere, but for nodes that are diverged. */
    long newestVersion() {
        return pages.values().stream().mapToLong(Page::counted).max().orElse(0);
    }

    /** The stopped nodes, in the order of the topology. */
    List<NodeId> stoppedNodes() {
        List<NodeId> stopped = new ArrayList<>();
        pages.forEach((node, page) -> {
            if (page.state == NodeStatus.State.STOPPED) {
                stopped.add(node);
            }
        });
        return stopped;
    }

    /** All nodes, in the order of the topology. */
    List<NodeReport> reports(long nowMillis) {
        long newest = newestVersion();
        long newestOfCore = pages.values().stream()
                .filter(page -> page.layer == 0)
                .mapToLong(Page::counted)
                .max()
                .orElse(0);
        timeline.note(nowMillis, newest);
        List<NodeReport> reports = new ArrayList<>(pages.size());
        pages.forEach((node, page) -> reports.add(report(node, page, newest, newestOfCore, nowMillis)));
        return reports;
    }

    private NodeReport report(NodeId node, Page page, long newest, long newestOfCore, long nowMillis) {
        boolean isStopped = page.state == NodeStatus.State.STOPPED;
        ReplicaView view = page.view;
        long ofCore = isStopped ? 0 : view.pending();
        return new NodeReport(
                node,
                page.layer,
                page.state,
                view.role(),
                page.version,
                page.layer == 0 ? ofCore : Math.max(0, newestOfCore - page.counted()),
                newest - page.counted(),
                page.counted() == newest ? 0 : timeline.ageMillis(nowMillis, page.counted()),
                view.epoch(),
                isStopped ? List.of() : view.members(),
                page.state == NodeStatus.State.UP && view.serving(),
                reason(page),
                isStopped ? List.of() : view.feeds(),
                isStopped ? List.of() : view.details());
    }

    private static String reason(Page page) {
        return switch (page.state) {
            case UP -> page.view.reason();
            case STARTING -> "reading its log";
            case STOPPED -> page.whyStopped;
        };
    }
}
