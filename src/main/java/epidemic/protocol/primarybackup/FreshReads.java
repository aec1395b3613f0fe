package epidemic.protocol.primarybackup;

import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * Reads at the primary. Each waits until a majority has confirmed the epoch by answers to questions that were asked after the
 * read had come: so no later epoch had begun by then.
 *
 * <p>Literature: D. Ongaro, "Consensus: Bridging Theory and Practice", 2014, section 6.4.
 */
final class FreshReads {
    private final NodeId self;
    private final Ledger ledger;
    private final Map<Object, Read> waiting = new LinkedHashMap<>();
    /** The newest round of questions. */
    private long round;
    /** Whether reads wait for a round that has not begun. */
    private boolean wantsRound;

    private record Read(Transaction transaction, Waiter waiter, long round, long sinceNanos) {}

    FreshReads(NodeId self, Ledger ledger) {
        this.self = self;
        this.ledger = ledger;
    }

    int size() {
        return waiting.size();
    }

    /** Whether it is asked for again. */
    boolean isRepeat(Object request) {
        return waiting.containsKey(request);
    }

    void await(Object request, Transaction transaction, Waiter waiter, long nowNanos) {
        waiting.put(request, new Read(transaction, waiter, round + 1, nowNanos));
        wantsRound = true;
    }

    /** The round of the next questions. */
    long nextRound() {
        if (wantsRound) {
            wantsRound = false;
            round++;
        }
        return round;
    }

    /** Answers those whose round is confirmed. */
    void answer(LongPredicate isConfirmed, ReplicaContext context) {
        if (waiting.isEmpty()) {
            return;
        }
        List<Object> done = new ArrayList<>();
        for (Map.Entry<Object, Read> entry : waiting.entrySet()) {
            Read read = entry.getValue();
            if (isConfirmed.test(read.round())) {
                done.add(entry.getKey());
                read.waiter().tell(outcome(read.transaction()), context);
            }
        }
        done.forEach(waiting::remove);
    }

    /** What a read is told that sees the newest committed version. */
    Outcome outcome(Transaction transaction) {
        long seen = transaction.session().version();
        if (seen > ledger.version()) {
            return behind(self, seen, ledger.version());
        }
        return new Outcome.Committed(self, 0, ledger.version(), ledger.state().read(transaction));
    }

    /** The refusal of a session that has seen what a promotion has lost. */
    static Outcome.Refused behind(NodeId self, long seen, long version) {
        return new Outcome.Refused(
                Outcome.Reason.SESSION_AHEAD,
                "the session has seen version " + seen + ", the primary " + self + " holds version " + version
                        + ": with async a promotion may lose the newest versions; begin a new session");
    }

    /** Those that came before a moment are refused. */
    void refuse(long beforeNanos, Outcome.Refused refusal, ReplicaContext context) {
        List<Object> late = new ArrayList<>();
        for (Map.Entry<Object, Read> entry : waiting.entrySet()) {
            if (entry.getValue().sinceNanos() - beforeNanos < 0) {
                late.add(entry.getKey());
                entry.getValue().waiter().tell(refusal, context);
            }
        }
        late.forEach(waiting::remove);
    }

    /** All are refused. */
    void refuseAll(Outcome.Refused refusal, ReplicaContext context) {
        for (Read read : waiting.values()) {
            read.waiter().tell(refusal, context);
        }
        waiting.clear();
    }
}
