package epidemic.kernel;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a replica can know of the world and do to it, within one turn.
 *
 * <p>Effects are carried out at the end of the turn's batch, in this order: appends, the journal, loads, then sends, asks and answers,
 * then replies, then timers, then observations; of one kind in the order in which they were asked for. Nothing here waits,
 * and nothing here throws for a peer's or a disk's sake. What is forbidden (a second reply, an append that leaves a gap, a
 * negative delay, no time for an answer, a load of nothing) is an error like an exception out of a turn: the node stops,
 * and the simulator ends the run. Whatever {@link Effects} finds is found within the turn, so nothing of the batch gets out.
 *
 * <p>docs/effects.md is the whole contract; each clause of it is a test that every host passes.
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

    /**
     * Sends a message. It may be lost, duplicated, delayed and overtaken. To a node that is stopped or does not exist it is
     * lost; to this node itself it comes in a later turn.
     */
    void send(NodeId to, Message message);

    /**
     * Asks a question. Exactly one of {@link Replica#onAnswer} and {@link Replica#onSilence} follows, unless this node
     * crashes. The question may reach the peer even if silence follows, and may reach it more than once. A peer that is
     * stopped or does not exist is silent.
     *
     * @param timeoutNanos how long to wait for the answer, above 0. Silence comes then or some milliseconds later, never
     *     earlier; until it comes an answer counts
     * @throws Invariants.Violation if the timeout is not above 0
     */
    void ask(NodeId to, Message question, long timeoutNanos);

    /** Answers a peer's question. It may be lost. A second answer to the same question is ignored by the asker. */
    void answer(Handle.Asker asker, Message answer);

    /**
     * Tells a client the outcome of its transaction, in the turn of its request or later. To be called exactly once for
     * each request: a second time stops the node.
     */
    void reply(Handle.Client client, Outcome outcome);

    /**
     * Appends the next entry to the version log. {@link Replica#onDurable} tells when it is on disk.
     *
     * @param entry its version is one above that of the entry before it
     * @throws Invariants.Violation if it is another version; a host may find that at the batch's end instead
     */
    void append(VersionEntry entry);

    /**
     * Puts a snapshot and the entries behind it in place of the whole version log, at once or, after a crash, not at all:
     * what a node that is too far behind was sent. Takes its turn among the appends; {@link Replica#onDurable} tells when
     * the last of it is on disk.
     *
     * @param snapshot of a version above all in the log
     * @param entries those behind it, without gaps; none is allowed
     * @throws Invariants.Violation if a version is another one; a host may find that at the batch's end instead
     */
    void replaceLog(Snapshot snapshot, List<VersionEntry> entries);

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
     * Reads old entries of the own version log; {@link Replica#onLoaded} brings them. Appends of the same turn and before
     * are seen, confirmed or not.
     *
     * @param afterVersion 0 or more: the version before the first one wanted
     * @param limit how many to read at most, above 0
     * @throws Invariants.Violation if an argument is out of its range
     */
    void load(long afterVersion, int limit);

    /**
     * Sets a timer, which fires once. A timer already set under the same key is replaced and does not fire from this turn
     * on, not even in the batch of this turn.
     *
     * @param delayNanos at least so long from now, 0 or more; with 0 it fires in a later turn
     * @throws Invariants.Violation if the delay is negative
     */
    void setTimer(TimerKey key, long delayNanos);

    /** Cancels a timer; it does not fire from this turn on. No effect if none is set. */
    void cancelTimer(TimerKey key);

    /** Tells a fact to whoever watches. */
    void observe(Observation observation);
}
