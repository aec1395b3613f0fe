package epidemic.kernel;

import java.util.List;

/**
 * One node's part of a replication protocol: a deterministic state machine.
 *
 * <p>A host calls it from one driver, never re-entrantly. Each call is a <em>turn</em>: atomic, its effects happen after
 * its batch ended, in the order append, send, reply, timers. Crashes happen between turns and lose everything but what
 * {@link #onDurable} and {@link #onJournaled} have confirmed; what was not yet confirmed may be kept, lost or torn, of
 * version log and journal each a tail of its own. The same calls with
 * the same context give the same effects: a replica has no clock, thread, random source or file of its own.
 *
 * <p>Life: {@link #recover(Snapshot)} if the log begins with one, {@link #recover(VersionEntry)} for each entry of the log that the last life left, then {@link #onStart}, then anything.
 * Turns come in batches; after the last one that was waiting the host calls {@link #onBatchEnd}, so what a replica
 * gathers until then grows with the load and no timer is needed.
 */
public interface Replica {
    /**
     * Takes over the snapshot that the version log found on disk begins with. Called first of all, and not if the log
     * begins with version 1.
     */
    default void recover(Snapshot snapshot) {
        throw new Invariants.Violation("no recovery from a " + snapshot);
    }

    /**
     * Takes over the next entry of the version log found on disk. Called before {@link #onStart}, in version order,
     * without gaps, beginning at version 1 or behind the snapshot.
     */
    void recover(VersionEntry entry);

    /**
     * Takes over the next record of the journal found on disk, after all of the version log and before {@link #onStart}.
     * A replica that writes no journal finds none.
     */
    default void recoverJournal(Message record) {
        throw Invariants.unhandled("recovery", record);
    }

    /** The node is up; everything on disk was handed to {@link #recover(VersionEntry)} and {@link #recoverJournal}. */
    void onStart(ReplicaContext context);

    /**
     * A client asks for a transaction. It gets exactly one {@link ReplicaContext#reply}, in this turn or later.
     *
     * @param client whom to reply to
     */
    void onRequest(Handle.Client client, Transaction transaction, ReplicaContext context);

    /**
     * A client that waits has gone: it has closed its connection, or its patience is over. A hint, which may be late and need
     * not come. If the replica has not replied yet it may do so now, or as if nothing had happened; nobody hears it.
     *
     * @param client of a request that has had no reply, or one in this very batch
     */
    default void onClientGone(Handle.Client client, ReplicaContext context) {}

    /** A peer told something by {@link ReplicaContext#send}. */
    void onMessage(NodeId from, Message message, ReplicaContext context);

    /**
     * A peer asks something by {@link ReplicaContext#ask}.
     *
     * @param asker whom to {@link ReplicaContext#answer}, in this turn, later or never
     */
    void onQuestion(NodeId from, Handle.Asker asker, Message question, ReplicaContext context);

    /**
     * The answer to an own question came before silence did.
     *
     * @param question the very object that was asked
     */
    void onAnswer(NodeId from, Message question, Message answer, ReplicaContext context);

    /**
     * The deadline of an own question passed without an answer: the question, the answer or the peer was lost, or is
     * slow. No answer to this question comes any more.
     *
     * @param question the very object that was asked
     */
    void onSilence(NodeId to, Message question, ReplicaContext context);

    /**
     * The host believes that a peer is gone: it said farewell, or the hosts lost sight of it. A hint, which may be wrong
     * or late and need not come: no safety may rest on it.
     *
     * @param peer any other node
     */
    default void onSuspect(NodeId peer, ReplicaContext context) {}

    /** A timer set by {@link ReplicaContext#setTimer} fired. */
    void onTimer(TimerKey key, ReplicaContext context);

    /**
     * Appended entries reached the disk as surely as the host's configuration promises.
     *
     * @param version the newest such version, above that of every earlier call; all before it are on disk too
     */
    void onDurable(long version, ReplicaContext context);

    /**
     * Records of the journal reached the disk as surely as the host's configuration promises.
     *
     * @param count so many of this life did, from the first on
     */
    default void onJournaled(long count, ReplicaContext context) {}

    /**
     * Entries asked for by {@link ReplicaContext#load} were read from the own log.
     *
     * @param afterVersion as in the call
     * @param entries versions {@code afterVersion + 1} and on, without gaps; at most as many as asked for, fewer (even
     *     none) at the end of the log; none if a snapshot stands for the first of them. The newest need not be confirmed
     *     by {@link #onDurable}
     */
    void onLoaded(long afterVersion, List<VersionEntry> entries, ReplicaContext context);

    /** No further turn is waiting: now send what was gathered. */
    void onBatchEnd(ReplicaContext context);

    /**
     * What this node is and holds now. Immutable, made on request.
     *
     * @param nowNanos the host's monotonic clock, for what is counted down
     */
    ReplicaView view(long nowNanos);

    /** The data and recent versions that this node holds; to be used between turns only. */
    VersionHistory history();
}
