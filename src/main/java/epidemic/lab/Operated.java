package epidemic.lab;

import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.Transaction;
import java.util.Optional;

/** An operation of a client, over all its attempts. Filled in as it goes on. */
public final class Operated {
    private final int client;
    private final long process;
    private final long invokedNanos;
    private final Transaction transaction;
    private final boolean isFinal;
    private long completedNanos;
    private NodeId node;
    private int attemptCount;
    private int refusedCount;
    private long nodeSequence;
    private Optional<Outcome> outcome = Optional.empty();
    private Optional<Outcome.Committed> committed = Optional.empty();

    Operated(int client, long process, long invokedNanos, Transaction transaction, NodeId node, boolean isFinal) {
        this.client = client;
        this.process = process;
        this.invokedNanos = invokedNanos;
        this.transaction = transaction;
        this.node = node;
        this.isFinal = isFinal;
    }

    /** The client's number. */
    public int client() {
        return client;
    }

    /** The client's number in the history: a new one after each unknown outcome. */
    public long process() {
        return process;
    }

    /** When the first attempt left the client. */
    public long invokedNanos() {
        return invokedNanos;
    }

    /** When the outcome reached the client, or it gave up. */
    public long completedNanos() {
        return completedNanos;
    }

    /** What was asked for. */
    public Transaction transaction() {
        return transaction;
    }

    /** Whether it is one of the full reads at the end. */
    public boolean isFinal() {
        return isFinal;
    }

    /** The node of the last attempt. */
    public NodeId node() {
        return node;
    }

    /** The number of the reply among those of its node. */
    public long nodeSequence() {
        return nodeSequence;
    }

    /**
     * What the client knows in the end: committed if any attempt was, refused if all were, else unknown. Empty while it
     * goes on.
     */
    public Optional<Outcome> outcome() {
        return outcome;
    }

    /** The outcome if it is committed. */
    public Optional<Outcome.Committed> committed() {
        return committed;
    }

    int attemptCount() {
        return attemptCount;
    }

    void attemptAt(NodeId at) {
        attemptCount++;
        node = at;
    }

    /** An attempt was refused. Whether no other attempt may have an effect. */
    boolean refusedForGood() {
        refusedCount++;
        return refusedCount == attemptCount;
    }

    boolean isOpen() {
        return outcome.isEmpty();
    }

    void complete(long atNanos, Outcome with, long sequence) {
        completedNanos = atNanos;
        outcome = Optional.of(with);
        committed = with instanceof Outcome.Committed told ? Optional.of(told) : Optional.empty();
        nodeSequence = sequence;
    }

    @Override
    public String toString() {
        return transaction.id() + " [" + Notation.of(transaction.operations()) + "] at " + node + " ["
                + invokedNanos / 1_000 + ".." + (isOpen() ? "" : completedNanos / 1_000) + "us] "
                + outcome.map(Notation::of).orElse("open");
    }
}
