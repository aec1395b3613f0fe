package epidemic.lab.history;

import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.Transaction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A line of a history: a client's transaction begins or ends.
 *
 * @param timeNanos since the start, by the one clock of the driver
 * @param process who; single-threaded
 * @param type invoke, or how it ended
 * @param function {@code txn}, or {@code final} for the full reads at the end
 * @param value the steps; reads without a value but for {@code ok}
 * @param node whom the client talks to; on completion, who executed it
 * @param layer that node's layer, 0 or more
 * @param transaction the request id, unique in the run
 * @param version of {@code ok} only: the version created or read
 * @param nodeSequence of {@code ok} reads only: the order of the snapshots of that node
 * @param hash of final reads only: the hash of the node's state
 * @param error of {@code fail} and {@code info} only: why
 */
public record HistoryEvent(
        long timeNanos,
        long process,
        Type type,
        String function,
        List<MicroOperation> value,
        NodeId node,
        int layer,
        String transaction,
        Optional<Long> version,
        Optional<Long> nodeSequence,
        Optional<String> hash,
        Optional<String> error) {
    /** The name of ordinary transactions. */
    public static final String TRANSACTION = "txn";

    /** The name of the full reads at the end. */
    public static final String FINAL = "final";

    /**
     * A transaction begins.
     *
     * @param function {@link #TRANSACTION} or {@link #FINAL}
     */
    public static HistoryEvent invoked(
            long timeNanos, long process, String function, Transaction transaction, NodeId node) {
        return new HistoryEvent(
                timeNanos,
                process,
                Type.INVOKE,
                function,
                MicroOperation.asked(transaction),
                node,
                transaction.layer(),
                transaction.id().toString(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * It ends.
     *
     * @param node whom the client asked; who executed it, a committed outcome says itself
     * @param sequence the number of the reply among those of its node, if it is known
     * @param hash of the node's state, for final reads
     */
    public static HistoryEvent completed(
            long timeNanos,
            long process,
            String function,
            Transaction transaction,
            NodeId node,
            Outcome outcome,
            Optional<Long> sequence,
            Optional<String> hash) {
        Optional<Outcome.Committed> committed =
                outcome instanceof Outcome.Committed told ? Optional.of(told) : Optional.empty();
        return new HistoryEvent(
                timeNanos,
                process,
                typeOf(outcome),
                function,
                MicroOperation.told(
                        transaction, committed.map(Outcome.Committed::reads).orElse(List.of())),
                committed.map(Outcome.Committed::node).orElse(node),
                committed.map(Outcome.Committed::layer).orElse(transaction.layer()),
                transaction.id().toString(),
                committed.map(Outcome.Committed::version),
                committed.filter(any -> !transaction.isUpdate()).flatMap(any -> sequence),
                committed.isPresent() ? hash : Optional.empty(),
                errorOf(outcome));
    }

    private static Type typeOf(Outcome outcome) {
        if (outcome instanceof Outcome.Committed) {
            return Type.OK;
        }
        return outcome instanceof Outcome.Refused ? Type.FAIL : Type.INFO;
    }

    private static Optional<String> errorOf(Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            return Optional.of(refused.reason().code() + ": " + refused.message());
        }
        return outcome instanceof Outcome.Unknown unknown ? Optional.of(unknown.message()) : Optional.empty();
    }

    /** Copies the steps. */
    public HistoryEvent {
        value = List.copyOf(value);
    }

    /** How a line stands to its transaction. */
    public enum Type {
        /** It begins. */
        INVOKE,
        /** It happened. */
        OK,
        /** It certainly did not and will not happen. */
        FAIL,
        /** It may or may not have happened. */
        INFO;

        /** As it is written. */
        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
