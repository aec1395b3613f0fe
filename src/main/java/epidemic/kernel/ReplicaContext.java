package epidemic.kernel;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a replica can know of the world and do to it, within one turn.
 *
 * <p>Effects are carried out after the turn. The host keeps them in this order: appends and the journal, then sends, asks
 * and answers, then replies, then timers. Nothing here waits, and nothing here throws for a peer's or a disk's sake.
 */
public interface ReplicaContext {
    /** The node that the replica is on. */
    NodeId self();

    /**
     * How often this node was started, as far as its host can tell: a later life has a larger number. Messages of a
     * node's earlier lives may still arrive after it came back.
     */
    long incarnation();

    /** Monotonic time in nanoseconds since an arbitrary moment; constant within a turn. */
    long nowNanos();

    /** Wall-clock time in milliseconds since 1970 UTC, to show to people. It may jump: never decide by it. */
    long wallClockMillis();

    /** The node's own source of randomness, seeded by the host. */
    RandomGenerator random();

    /** Sends a message. It may be lost, duplicated, delayed and overtaken. */
    void send(NodeId to, Message message);

    /**
     * Asks a question. Exactly one of {@link Replica#onAnswer} and {@link Replica#onSilence} follows, unless this node
     * crashes. The question may reach the peer even if silence follows, and may reach it more than once.
     *
     * @param timeoutNanos how long to wait for the answer, above 0
     */
    void ask(NodeId to, Message question, long timeoutNanos);

    /** Answers a peer's question. It may be lost. A second answer to the same question is ignored by the asker. */
    void answer(Handle.Asker asker, Message answer);

    /** Tells a client the outcome of its transaction. To be called exactly once for each request. */
    void reply(Handle.Client client, Outcome outcome);

    /**
     * Appends the next entry to the version log. {@link Replica#onDurable} tells when it is on disk.
     *
     * @param entry its version is one above that of the entry before it
     */
    void append(VersionEntry entry);

    /**
     * Appends a record to the journal: what the replica must remember beside its versions, such as promises. {@link
     * Replica#onJournaled} tells when it is on disk. Records and rewrites are numbered together, from 1 on in each life.
     *
     * @param record of a class that the strategy's {@link Strategy#codec} knows
     */
    void journal(Message record);

    /**
     * Puts these records in place of the whole journal, at once or, after a crash, not at all. Counts as one record.
     *
     * @param records what {@link Replica#recoverJournal} is to bring; the version log must hold on disk what they omit
     */
    void rewriteJournal(List<Message> records);

    /**
     * Whether what is called durable survives the loss of power. If not, a node that was started again cannot know that
     * its journal is complete.
     */
    boolean isSynced();

    /**
     * Reads old entries of the own version log; {@link Replica#onLoaded} brings them.
     *
     * @param afterVersion 0 or more: the version before the first one wanted
     * @param limit how many to read at most, above 0
     */
    void load(long afterVersion, int limit);

    /**
     * Sets a timer. A timer already set under the same key is replaced and does not fire.
     *
     * @param delayNanos from now, 0 or more
     */
    void setTimer(TimerKey key, long delayNanos);

    /** Cancels a timer; it does not fire any more. No effect if none is set. */
    void cancelTimer(TimerKey key);

    /** Tells a fact to whoever watches. */
    void observe(Observation observation);
}
