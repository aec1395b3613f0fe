package epidemic.protocol.primarybackup;

import epidemic.kernel.Message;
import epidemic.kernel.Outcome;
import epidemic.kernel.Transaction;
import epidemic.kernel.VersionEntry;
import java.util.List;

/**
 * What nodes tell one another. Every message is a question or its answer.
 *
 * <table>
 * <caption>Messages</caption>
 * <tr><th>message</th><th>sender → receiver</th><th>meaning</th></tr>
 * <tr><td>Stand</td><td>candidate → all</td><td>promise me this epoch; I hold so much</td></tr>
 * <tr><td>Granted, Declined</td><td>all → candidate</td><td>promised; no, and what I have promised before</td></tr>
 * <tr><td>Replicate</td><td>primary → backup</td><td>hold these updates; so much is committed; are you still mine?</td></tr>
 * <tr><td>Replicated</td><td>backup → primary</td><td>my disk has everything up to this version; I am yours</td></tr>
 * <tr><td>Fenced</td><td>backup → primary</td><td>your epoch is over: I have promised a later one</td></tr>
 * <tr><td>Forward</td><td>any node → primary</td><td>a client of mine asks for this</td></tr>
 * <tr><td>Forwarded, NotPrimary</td><td>primary → that node</td><td>its outcome; I am not the primary of that epoch</td></tr>
 * </table>
 */
public sealed interface PrimaryBackupMessage extends Message {
    /**
     * Asks for the promise of an epoch.
     *
     * @param label the epoch whose log the candidate holds
     * @param end the newest version that it holds
     * @param isProbe whether it only asks if it would be promised: who promises in vain would fence a primary that works
     */
    record Stand(long epoch, long label, long end, boolean isProbe) implements PrimaryBackupMessage {}

    /**
     * Promised, on disk.
     *
     * @param isMember whether the node is sure of its earlier promises; if not it counts only if all nodes grant
     * @param life the life that it says so in
     */
    record Granted(boolean isMember, long life) implements PrimaryBackupMessage {}

    /** Not promised. */
    record Declined(long promised) implements PrimaryBackupMessage {}

    /**
     * Updates, and the sign of life of a primary.
     *
     * @param round counts the primary's questions: an answer confirms the epoch after everything before the question
     * @param lineage where the primary's epochs began, this one the last; empty if the backup has joined
     * @param after the version before the first entry
     * @param entries without gaps, none or more
     * @param committed the newest version that is committed
     * @param admittedLife the life of the backup that has been admitted to this epoch, 0 for none in particular
     */
    record Replicate(
            long epoch,
            long round,
            List<Span> lineage,
            long after,
            List<VersionEntry> entries,
            long committed,
            long admittedLife)
            implements PrimaryBackupMessage {
        /** Copies the lists. */
        public Replicate {
            lineage = List.copyOf(lineage);
            entries = List.copyOf(entries);
        }

        @Override
        public int updateCount() {
            return entries.size();
        }

        @Override
        public boolean isBackground() {
            return entries.isEmpty();
        }
    }

    /**
     * What a backup has.
     *
     * @param standing how it stands to this epoch
     * @param isMember whether it is sure of its promises, so that its word counts
     * @param life the life that it says so in
     * @param held the newest version up to which its disk has everything, as the primary has it
     * @param next the newest version up to which it need not be sent anything again; of a diverged one the newest that it
     *     has at all, so that what is behind {@code held} is its own
     */
    record Replicated(Standing standing, boolean isMember, long life, long held, long next)
            implements PrimaryBackupMessage {
        @Override
        public boolean isBackground() {
            return true;
        }
    }

    /** How a node stands to an epoch. */
    enum Standing {
        /** It is brought up to where the epoch began. */
        BEHIND,
        /** It holds the log of the epoch. */
        IN_STEP,
        /** It has versions that nobody else has. */
        DIVERGED
    }

    /** The epoch of the question is over. */
    record Fenced(long promised) implements PrimaryBackupMessage {}

    /**
     * A client's request.
     *
     * @param epoch the epoch whose primary is asked
     * @param life the life of the node that asks
     * @param number counts that node's requests
     * @param attempt counts all its questions, so that copies are known
     */
    record Forward(long epoch, long life, long number, long attempt, Transaction transaction)
            implements PrimaryBackupMessage {}

    /** What the client is to be told. */
    record Forwarded(Outcome outcome) implements PrimaryBackupMessage {}

    /** The request has no effect by this question: whoever was asked is not the primary of that epoch. */
    record NotPrimary() implements PrimaryBackupMessage {}
}
