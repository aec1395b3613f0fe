package epidemic.web;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.NodeNews;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What other processes told of their messages and events. What a process did before it was first heard is not drawn; its
 * newest events are told. Not thread-safe. Bounded by the nodes, the links, and the events of one answer each.
 */
final class OtherTraffic {
    private final Map<NodeId, Told> told = new HashMap<>();
    private final List<StatusEvent> events = new ArrayList<>();

    /** The last answer of a process, and its counts when it was first heard. */
    private record Told(Map<MessageLink, Long> first, Map<MessageLink, Long> last, long lastEvent) {}

    /** The newest event that a process told of, 0 for none. */
    long lastEvent(NodeId node) {
        Told known = told.get(node);
        return known == null ? 0 : known.lastEvent();
    }

    /** An answer came. A process that has started anew counts from the beginning. */
    void heard(NodeId node, NodeNews news) {
        Map<MessageLink, Long> counts = new HashMap<>();
        news.counts().forEach(count -> counts.put(linkOf(count), count.count()));
        Told before = told.get(node);
        boolean isAnew = before == null
                || news.lastEvent() < before.lastEvent()
                || before.last().entrySet().stream()
                        .anyMatch(item -> counts.getOrDefault(item.getKey(), 0L) < item.getValue());
        told.put(node, new Told(isAnew ? counts : before.first(), counts, news.lastEvent()));
        long known = isAnew ? 0 : before.lastEvent();
        long number = news.lastEvent() - news.events().size();
        for (NodeNews.Event event : news.events()) {
            number++;
            if (number > known) {
                events.add(new StatusEvent(event.timeMillis(), event.node(), event.kind(), event.text()));
            }
        }
        while (events.size() > ChangeSet.EVENTS_MAX) {
            events.remove(0);
        }
    }

    private static MessageLink linkOf(NodeNews.Count count) {
        return new MessageLink(count.from(), count.to(), count.kind(), count.lost());
    }

    /** How many messages there were since each process was first heard. */
    Map<MessageLink, Long> drawnMessages() {
        Map<MessageLink, Long> drawn = new HashMap<>();
        for (Told known : told.values()) {
            known.last()
                    .forEach((link, count) ->
                            drawn.merge(link, count - known.first().getOrDefault(link, 0L), Long::sum));
        }
        return drawn;
    }

    /** Takes the events since the last call. */
    List<StatusEvent> drainEvents() {
        List<StatusEvent> drained = List.copyOf(events);
        events.clear();
        return drained;
    }
}
