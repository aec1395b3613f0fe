package epidemic.web;

import epidemic.kernel.NodeId;
import epidemic.kernel.VersionEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was told last, and how what is known now differs from it. Not thread-safe.
 *
 * <p>What was told is what a new socket is shown, so that what differs next follows it without gap or overlap.
 */
final class StatusNews {
    private final TrafficRecorder traffic;
    private final OtherTraffic others;
    private final Map<NodeId, NodeReport> told = new LinkedHashMap<>();
    private final Map<NodeId, List<VersionEntry>> entries = new HashMap<>();
    private Map<MessageLink, Long> toldMessages = Map.of();
    private FaultReport toldFaults = FaultReport.NONE;
    private List<StatusEvent> toldEvents = List.of();

    StatusNews(TrafficRecorder traffic, OtherTraffic others, List<NodeReport> reports) {
        this.traffic = traffic;
        this.others = others;
        reports.forEach(report -> told.put(report.id(), report));
    }

    /** The version of a node that was told last. */
    long toldVersion(NodeId node) {
        return told.get(node).version();
    }

    /** Keeps a node's newest entries until they are told. */
    void heard(NodeId node, List<VersionEntry> newest) {
        if (!newest.isEmpty()) {
            entries.put(node, newest);
        }
    }

    /** What was told last, all of it. */
    StatusJson.Snapshot snapshot(long nowMillis, Shown shown) {
        return new StatusJson.Snapshot(nowMillis, shown, List.copyOf(told.values()), toldFaults, toldEvents);
    }

    /** What is new since the last call; from now on it counts as told. */
    ChangeSet next(long nowMillis, List<NodeReport> reports, FaultReport faults) {
        List<StatusEvent> events = traffic.drainEvents();
        events.addAll(others.drainEvents());
        ChangeSet changes = new ChangeSet(
                nowMillis,
                changed(reports),
                versions(reports),
                messages(),
                events,
                faults.equals(toldFaults) ? Optional.empty() : Optional.of(faults));
        reports.forEach(report -> told.put(report.id(), report));
        entries.clear();
        toldFaults = faults;
        List<StatusEvent> all = new ArrayList<>(toldEvents);
        all.addAll(events);
        toldEvents = ChangeSet.newest(all);
        return changes;
    }

    private Map<NodeId, NodeReport> changed(List<NodeReport> reports) {
        Map<NodeId, NodeReport> changed = new LinkedHashMap<>();
        for (NodeReport report : reports) {
            if (!report.saysTheSameAs(told.get(report.id()))) {
                changed.put(report.id(), report);
            }
        }
        return changed;
    }

    private Map<NodeId, VersionNews> versions(List<NodeReport> reports) {
        Map<NodeId, VersionNews> versions = new LinkedHashMap<>();
        for (NodeReport report : reports) {
            long before = toldVersion(report.id());
            if (report.version() > before) {
                List<VersionEntry> newest = entries.getOrDefault(report.id(), List.of()).stream()
                        .filter(entry -> entry.version() > before && entry.version() <= report.version())
                        .toList();
                versions.put(report.id(), new VersionNews(before + 1, report.version(), newest));
            }
        }
        return versions;
    }

    private Map<MessageLink, Long> messages() {
        Map<MessageLink, Long> counts = traffic.drawnMessages();
        others.drawnMessages().forEach((link, count) -> counts.merge(link, count, Long::sum));
        Map<MessageLink, Long> since = new LinkedHashMap<>();
        counts.forEach((link, count) -> {
            long more = count - toldMessages.getOrDefault(link, 0L);
            if (more > 0) {
                since.put(link, more);
            }
        });
        toldMessages = counts;
        return since;
    }
}
