package epidemic.runtime.figures;

import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/**
 * What one node of this JVM counts, through all its lives. Thread-safe. Bounded by the node's peers times the kinds of
 * its questions, and by {@value #FACTS_MAX} kinds of facts; what is beyond counts as {@value #OTHER}.
 */
public final class NodeFigures {
    static final int FACTS_MAX = 32;
    static final String OTHER = "other";

    private final FileFigures log = new FileFigures();
    private final FileFigures journal = new FileFigures();
    private final Distribution transactions = new Distribution(Scale.SECONDS);
    private final Distribution turns = new Distribution(Scale.COUNT);
    private final LongAdder committed = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final Map<Outcome.Reason, LongAdder> refused = new EnumMap<>(Outcome.Reason.class);
    private final Map<NodeId, Map<Class<?>, LinkFigures>> links = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> facts = new ConcurrentHashMap<>();
    private volatile int openRequests;

    /** A node that has done nothing yet. */
    public NodeFigures() {
        for (Outcome.Reason reason : Outcome.Reason.values()) {
            refused.put(reason, new LongAdder());
        }
        facts.put(Observation.VIEW_INSTALLED, new LongAdder());
    }

    // What the node says.

    /** A batch of so many turns ended, and so many clients wait. */
    public void flushed(int turnCount, int openRequestCount) {
        turns.record(turnCount);
        openRequests = openRequestCount;
    }

    /** A client was told, so long after its request was taken. */
    public void replied(Outcome outcome, long nanos) {
        counted(outcome);
        transactions.record(nanos);
    }

    /** A client was told without having waited. */
    public void counted(Outcome outcome) {
        if (outcome instanceof Outcome.Committed) {
            committed.increment();
        } else if (outcome instanceof Outcome.Refused refusal) {
            refused.get(refusal.reason()).increment();
        } else {
            unknown.increment();
        }
    }

    /** The replica told a fact. */
    public void observed(Observation observation) {
        boolean isCounted = facts.containsKey(observation.kind()) || facts.size() < FACTS_MAX;
        facts.computeIfAbsent(isCounted ? observation.kind() : OTHER, kind -> new LongAdder())
                .increment();
    }

    /** The figures of such questions to a peer: to be kept with the question until its end. */
    public LinkFigures link(NodeId peer, Message question) {
        return links.computeIfAbsent(peer, first -> new ConcurrentHashMap<>())
                .computeIfAbsent(question.getClass(), first -> new LinkFigures(question.kind()));
    }

    // What is read.

    /** Its version log. */
    public FileFigures log() {
        return log;
    }

    /** Its journal. */
    public FileFigures journal() {
        return journal;
    }

    /** Times from a request to its outcome. */
    public Distribution transactions() {
        return transactions;
    }

    /** Turns in each batch of the host. */
    public Distribution turns() {
        return turns;
    }

    /** Clients that were told {@code committed}. */
    public long committed() {
        return committed.sum();
    }

    /** Clients that were told {@code unknown}. */
    public long unknown() {
        return unknown.sum();
    }

    /** Clients that were refused for this reason. */
    public long refused(Outcome.Reason reason) {
        return refused.get(reason).sum();
    }

    /** Clients that wait, as of the last batch. */
    public int openRequests() {
        return openRequests;
    }

    /** Facts of this kind. */
    public long facts(String kind) {
        LongAdder count = facts.get(kind);
        return count == null ? 0 : count.sum();
    }

    /** All kinds of facts, with how many there were. */
    public void eachFact(BiConsumer<String, Long> taker) {
        facts.forEach((kind, count) -> taker.accept(kind, count.sum()));
    }

    /** All questions, by peer and kind. */
    public void eachLink(BiConsumer<NodeId, LinkFigures> taker) {
        links.forEach((peer, kinds) -> kinds.values().forEach(link -> taker.accept(peer, link)));
    }
}
