package epidemic.sim;

import epidemic.kernel.Message;
import epidemic.kernel.Observation;
import epidemic.kernel.Outcome;
import epidemic.kernel.Snapshot;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import java.util.List;

/**
 * Watches a run from outside. Invariants, probes and histories are made of it. It must not change what happens; what it
 * throws ends the run.
 */
public interface SimObserver {
    /** A node hands something to the network. */
    default void sent(SimNode from, SimNode to, Message message, boolean isAnswer) {}

    /** Something reaches a node that takes it; its turn follows. */
    default void delivered(SimNode from, SimNode to, Message message, boolean isAnswer) {}

    /** Something does not reach a node's replica. */
    default void ignored(SimNode from, SimNode to, Message message, Ignored why) {}

    /** A node gives entries to its disk. */
    default void appended(SimNode node, List<VersionEntry> entries) {}

    /** A node puts a snapshot and the entries behind it in place of its log. */
    default void replaced(SimNode node, Snapshot snapshot, List<VersionEntry> entries) {}

    /** A node hears that its disk has confirmed its log up to this version. */
    default void durable(SimNode node, long version) {}

    /** A node's disk has put a snapshot in place of confirmed entries. */
    default void compacted(SimNode node, Snapshot snapshot) {}

    /** A node's replica has read old entries of its own log. */
    default void loaded(SimNode node, int entryCount) {}

    /** A life has begun; {@code node.recoveredVersion()} entries were recovered. */
    default void started(SimNode node) {}

    /**
     * A life has ended.
     *
     * @param lostCount entries given to the disk and not found on it again
     * @param torn whether a torn entry was cut off
     */
    default void crashed(SimNode node, int lostCount, boolean torn) {}

    /** A write failed; the node's crash follows. */
    default void writeFailed(SimNode node) {}

    /** A stopped node's disk was emptied. */
    default void emptied(SimNode node) {}

    /** A client's request reached a replica. */
    default void requested(SimNode node, Transaction transaction) {}

    /** A node tells a client its outcome. */
    default void replied(SimNode node, Transaction transaction, Outcome outcome) {}

    /** A replica observed something. */
    default void observed(SimNode node, Observation observation) {}

    /** A fault of the plan happens, at this virtual time. */
    default void fault(long atNanos, Fault fault) {}

    /** The safety phase is over, everything heals. */
    default void healed(long atNanos) {}

    /** Why something did not reach a replica. */
    enum Ignored {
        /** The network lost it. */
        LOST,
        /** The receiver is down. */
        DOWN,
        /** It came from an earlier life of its sender, and a later one was heard of. */
        EARLIER_LIFE,
        /** The question was answered before, or its deadline has passed. */
        LATE_ANSWER,
        /** The receiver is starting and holds as much early mail as it may. */
        EARLY
    }
}
