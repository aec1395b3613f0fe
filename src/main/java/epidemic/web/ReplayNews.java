package epidemic.web;

import epidemic.kernel.NodeId;
import epidemic.kernel.VersionEntry;
import epidemic.replay.Happening;
import epidemic.replay.Recording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a page is told of a recorded run. Thread-safe. */
final class ReplayNews {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Recording recording;
    private final Shown shown;

    ReplayNews(Recording recording, Shown shown) {
        this.recording = recording;
        this.shown = shown;
    }

    /** All that a page shows at a moment. */
    StatusJson.Snapshot snapshot(ReplayMoment moment, ReplayPosition position) {
        List<StatusEvent> events = recording.timeline().toldUntil(moment.atNanos(), ChangeSet.EVENTS_MAX).stream()
                .map(this::event)
                .toList();
        return new StatusJson.Snapshot(
                millisOf(moment.atNanos()),
                shown,
                moment.nodes(),
                FaultReport.of(moment.crashed()),
                events,
                Optional.of(position));
    }

    /**
     * What happened between two moments.
     *
     * @param after a moment that {@linkplain ReplayMoment#continues continues} the one before
     * @param position where the player is, if that has to be told
     */
    ChangeSet changes(ReplayMoment before, ReplayMoment after, Optional<ReplayPosition> position) {
        Map<MessageLink, Long> messages = new LinkedHashMap<>();
        List<StatusEvent> events = new ArrayList<>();
        for (Happening happening : recording.timeline().between(before.atNanos(), after.atNanos())) {
            if (happening instanceof Happening.Sent sent) {
                messages.merge(new MessageLink(sent.from(), sent.to(), sent.kind(), sent.lost()), 1L, Long::sum);
            } else if (happening instanceof Happening.Told told) {
                events.add(event(told));
            }
        }
        return new ChangeSet(
                millisOf(after.atNanos()),
                changed(before, after),
                versions(before, after),
                messages,
                events,
                after.crashed().equals(before.crashed())
                        ? Optional.empty()
                        : Optional.of(FaultReport.of(after.crashed())),
                position);
    }

    private static Map<NodeId, NodeReport> changed(ReplayMoment before, ReplayMoment after) {
        Map<NodeId, NodeReport> changed = new LinkedHashMap<>();
        for (int index = 0; index < after.nodes().size(); index++) {
            NodeReport report = after.nodes().get(index);
            if (!report.saysTheSameAs(before.nodes().get(index))) {
                changed.put(report.id(), report);
            }
        }
        return changed;
    }

    private static Map<NodeId, VersionNews> versions(ReplayMoment before, ReplayMoment after) {
        Map<NodeId, VersionNews> versions = new LinkedHashMap<>();
        for (int index = 0; index < after.nodes().size(); index++) {
            NodeReport report = after.nodes().get(index);
            long from = before.nodes().get(index).version();
            if (report.version() > from) {
                long first = Math.max(from, report.version() - VersionNews.ENTRIES_MAX);
                List<VersionEntry> entries =
                        after.logs().get(report.id()).entries(first, (int) (report.version() - first));
                versions.put(report.id(), new VersionNews(from + 1, report.version(), entries));
            }
        }
        return versions;
    }

    private StatusEvent event(Happening.Told told) {
        return new StatusEvent(millisOf(told.atNanos()), told.node(), told.kind(), told.text());
    }

    private long millisOf(long atNanos) {
        return recording.facts().epochMillis() + atNanos / NANOS_PER_MILLI;
    }
}
