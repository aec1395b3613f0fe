package epidemic.web;

import epidemic.kernel.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * What changed in a stretch of time. Immutable, and bounded: by the nodes, by the links times the kinds of messages, and
 * by {@value #EVENTS_MAX} events. Sets of adjoining stretches merge into one that is bounded the same way.
 *
 * @param timeMillis the end of the stretch, in milliseconds since 1970 UTC
 * @param nodes the newest state of the nodes that changed
 * @param versions the versions that nodes appended
 * @param messages how many messages went which way
 * @param events the newest events, oldest first
 * @param faults what is wrong on purpose, if that changed
 * @param replay where the player is, if this is a replay
 */
record ChangeSet(
        long timeMillis,
        Map<NodeId, NodeReport> nodes,
        Map<NodeId, VersionNews> versions,
        Map<MessageLink, Long> messages,
        List<StatusEvent> events,
        Optional<FaultReport> faults,
        Optional<ReplayPosition> replay) {
    static final int EVENTS_MAX = 50;

    /** Gives up the oldest events beyond the bound. */
    ChangeSet {
        events = newest(events);
    }

    /** What changed with nodes that run. */
    ChangeSet(
            long timeMillis,
            Map<NodeId, NodeReport> nodes,
            Map<NodeId, VersionNews> versions,
            Map<MessageLink, Long> messages,
            List<StatusEvent> events,
            Optional<FaultReport> faults) {
        this(timeMillis, nodes, versions, messages, events, faults, Optional.empty());
    }

    /** Whether nothing changed. */
    boolean isEmpty() {
        return nodes.isEmpty()
                && versions.isEmpty()
                && messages.isEmpty()
                && events.isEmpty()
                && faults.isEmpty()
                && replay.isEmpty();
    }

    /** The same with where the player is at the end of the stretch. */
    ChangeSet at(ReplayPosition position) {
        return new ChangeSet(timeMillis, nodes, versions, messages, events, faults, Optional.of(position));
    }

    /** This stretch and the one after it: the newest state wins, counts are added, versions and events joined. */
    ChangeSet merge(ChangeSet later) {
        List<StatusEvent> joined = new ArrayList<>(events);
        joined.addAll(later.events);
        return new ChangeSet(
                later.timeMillis,
                merged(nodes, later.nodes, (before, after) -> after),
                merged(versions, later.versions, VersionNews::merge),
                merged(messages, later.messages, Long::sum),
                joined,
                later.faults.isPresent() ? later.faults : faults,
                later.replay.isPresent() ? later.replay : replay);
    }

    /** The newest events of a list, as many as a set keeps. */
    static List<StatusEvent> newest(List<StatusEvent> events) {
        return List.copyOf(events.subList(Math.max(0, events.size() - EVENTS_MAX), events.size()));
    }

    private static <K, V> Map<K, V> merged(Map<K, V> earlier, Map<K, V> later, BinaryOperator<V> both) {
        Map<K, V> merged = new LinkedHashMap<>(earlier);
        later.forEach((key, value) -> merged.merge(key, value, both));
        return merged;
    }
}
