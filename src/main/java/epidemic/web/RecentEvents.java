package epidemic.web;

import epidemic.runtime.actor.NodeNews;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The newest {@value ChangeSet#EVENTS_MAX} events of this process, numbered from 1, for other processes. Thread-safe. */
final class RecentEvents {
    private final Deque<NodeNews.Event> newest = new ArrayDeque<>();
    private long lastNumber;

    synchronized void add(StatusEvent event) {
        lastNumber++;
        newest.addLast(new NodeNews.Event(event.timeMillis(), event.node(), event.kind(), event.text()));
        if (newest.size() > ChangeSet.EVENTS_MAX) {
            newest.removeFirst();
        }
    }

    /** The events behind the one of that number, as far as they are kept; all, if it is one of an earlier process. */
    synchronized NodeNews newsAfter(long number, List<NodeNews.Count> counts) {
        List<NodeNews.Event> all = new ArrayList<>(newest);
        long firstNumber = lastNumber - all.size() + 1;
        long skipped = number > lastNumber ? 0 : Math.max(0, number + 1 - firstNumber);
        return new NodeNews(counts, all.subList((int) skipped, all.size()), lastNumber);
    }
}
