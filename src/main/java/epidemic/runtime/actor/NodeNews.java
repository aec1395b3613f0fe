package epidemic.runtime.actor;

import epidemic.kernel.NodeId;
import java.util.List;

/**
 * What happened at one process, for the dashboards of the others. Immutable.
 *
 * @param counts how many messages took each way since the process began
 * @param events the newest events behind the one that the asker named, oldest first
 * @param lastEvent the number of the newest event, 0 for none; numbers begin at 1 with the process
 */
public record NodeNews(List<Count> counts, List<Event> events, long lastEvent) {
    /** Nothing has happened. */
    public static final NodeNews NONE = new NodeNews(List.of(), List.of(), 0);

    /** Copies the lists. */
    public NodeNews {
        counts = List.copyOf(counts);
        events = List.copyOf(events);
    }

    /**
     * How many messages of a kind took a way.
     *
     * @param lost whether they are known not to arrive
     */
    public record Count(NodeId from, NodeId to, String kind, boolean lost, long count) {}

    /** Something that people want to know of. */
    public record Event(long timeMillis, NodeId node, String kind, String text) {}

    /** Who keeps the news of this process. Thread-safe. */
    @FunctionalInterface
    public interface Source {
        /** The news, with the events behind the one of that number. */
        NodeNews newsAfter(long event);
    }
}
