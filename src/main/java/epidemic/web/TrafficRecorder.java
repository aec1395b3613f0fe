package epidemic.web;

import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.actor.NodeNews;
import epidemic.runtime.actor.NodeObserver;
import epidemic.runtime.figures.NodeFigures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what nodes do, and keeps the newest events until they are taken. Thread-safe, and quick on the nodes' side: no
 * locks but a short one for an event. Memory is bounded by the links times the kinds of messages, and by {@value #EVENTS_MAX} events; the oldest go
 * first.
 */
public final class TrafficRecorder implements NodeObserver, NodeNews.Source {
    static final int EVENTS_MAX = 1_000;

    private final NodeClock clock;
    private final Map<MessageLink, Sent> sent = new ConcurrentHashMap<>();
    private final Map<NodeId, NodeFigures> figures = new ConcurrentHashMap<>();
    private final NodeFigures nowhere = new NodeFigures();
    private final LongAccumulator newestVersion = new LongAccumulator(Math::max, 0);
    private volatile Set<NodeId> refusing = Set.of();
    private final ConcurrentLinkedQueue<StatusEvent> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger eventCount = new AtomicInteger();
    private final RecentEvents recent = new RecentEvents();

    /** How many messages took a way. */
    private record Sent(boolean isBackground, LongAdder count) {}

    /**
     * A recorder that has seen nothing.
     *
     * @param clock dates the events
     */
    public TrafficRecorder(NodeClock clock) {
        this.clock = clock;
    }

    @Override
    public NodeFigures figures(NodeId node) {
        return figures.computeIfAbsent(node, first -> new NodeFigures());
    }

    @Override
    public void sent(NodeId from, NodeId to, Message message) {
        sent.computeIfAbsent(
                        new MessageLink(from, to, message.kind()),
                        link -> new Sent(message.isBackground(), new LongAdder()))
                .count()
                .increment();
    }

    @Override
    public void lost(NodeId from, NodeId to, Message message) {
        sent.computeIfAbsent(
                        new MessageLink(from, to, message.kind(), true),
                        link -> new Sent(message.isBackground(), new LongAdder()))
                .count()
                .increment();
    }

    @Override
    public void observed(NodeId node, Observation observation) {
        event(node, observation.kind(), observation.text());
    }

    @Override
    public void replied(NodeId node, Outcome outcome) {
        if (outcome instanceof Outcome.Committed committed) {
            sawVersion(committed.version());
        }
    }

    /** Counts an outcome that no node has told. */
    void counted(Outcome outcome) {
        nowhere.counted(outcome);
    }

    /** Notes an event. */
    void event(NodeId node, String kind, String text) {
        StatusEvent event = new StatusEvent(clock.wallClockMillis(), node, kind, text);
        recent.add(event);
        events.add(event);
        if (eventCount.incrementAndGet() > EVENTS_MAX && events.poll() != null) {
            eventCount.decrementAndGet();
        }
    }

    /** Takes the events since the last call, oldest first. For one caller only. */
    List<StatusEvent> drainEvents() {
        List<StatusEvent> drained = new ArrayList<>();
        StatusEvent event = events.poll();
        while (event != null) {
            eventCount.decrementAndGet();
            drained.add(event);
            event = drained.size() < EVENTS_MAX ? events.poll() : null;
        }
        return drained;
    }

    /** Notes that some node holds this version. */
    void sawVersion(long version) {
        newestVersion.accumulate(version);
    }

    /** The newest version seen anywhere, 0 for none. */
    long newestVersion() {
        return newestVersion.get();
    }

    /** Notes which nodes run and say that they do not serve; of all others nothing of the kind is known. */
    void sawRefusing(Set<NodeId> nodes) {
        refusing = nodes;
    }

    /** Whether a node has said last that it does not serve. */
    boolean isRefusing(NodeId node) {
        return refusing.contains(node);
    }

    /** All messages that were sent so far, background ones included; those known to be lost stand apart, too. */
    Map<MessageLink, Long> allMessages() {
        Map<MessageLink, Long> all = new HashMap<>();
        sent.forEach((link, count) -> all.put(link, count.count().sum()));
        return all;
    }

    /**
     * How many messages worth drawing there were so far: background ones are left out, those known to be lost stand
     * apart.
     */
    Map<MessageLink, Long> drawnMessages() {
        Map<MessageLink, Long> drawn = new HashMap<>();
        sent.forEach((link, count) -> {
            if (!count.isBackground()) {
                long sum = count.count().sum();
                drawn.merge(link, sum, Long::sum);
                if (link.lost()) {
                    drawn.merge(new MessageLink(link.from(), link.to(), link.kind()), -sum, Long::sum);
                }
            }
        });
        return drawn;
    }

    /** What the nodes of this JVM have counted. */
    Map<NodeId, NodeFigures> allFigures() {
        return Collections.unmodifiableMap(figures);
    }

    @Override
    public NodeNews newsAfter(long event) {
        List<NodeNews.Count> counts = new ArrayList<>();
        drawnMessages()
                .forEach((link, count) ->
                        counts.add(new NodeNews.Count(link.from(), link.to(), link.kind(), link.lost(), count)));
        return recent.newsAfter(event, counts);
    }

    /** Outcomes that no node has told. */
    NodeFigures nowhere() {
        return nowhere;
    }
}
