package epidemic.protocol.replicatedlog;

import epidemic.kernel.Message;
import epidemic.kernel.Texts;
import epidemic.kernel.VersionEntry;
import epidemic.model.lineage.LogMark;
import java.util.List;

/**
 * What the nodes of {@code replicated-log} tell one another.
 *
 * <table>
 * <caption>Messages</caption>
 * <tr><th>message</th><th>sender</th><th>receiver</th><th>meaning</th></tr>
 * <tr><td>Push / Held, Failed</td><td>master</td><td>secondary</td><td>append these behind that / my log goes so far / I did not</td></tr>
 * <tr><td>Heartbeat</td><td>secondary</td><td>master</td><td>I am there, and my log goes so far</td></tr>
 * <tr><td>Differs</td><td>master</td><td>secondary</td><td>your log is another than mine</td></tr>
 * </table>
 */
public sealed interface ReplicatedLogMessage extends Message {
    /**
     * Messages for the log.
     *
     * @param epoch which life of the master sends them; those of an earlier one than was heard of are ignored
     * @param before the digest of the master's log before the first of them: they fit no other log
     * @param entries one or more, without gaps; all of them on the master's disk
     */
    record Push(long epoch, long before, List<VersionEntry> entries) implements ReplicatedLogMessage {
        /** Copies the entries. */
        public Push {
            entries = List.copyOf(entries);
        }

        /** The id of the first message. */
        public long first() {
            return entries.get(0).version();
        }

        /** The id of the last message. */
        public long last() {
            return entries.get(entries.size() - 1).version();
        }

        /** The bytes of all texts. */
        long textBytes() {
            long bytes = 0;
            for (VersionEntry entry : entries) {
                bytes += textBytes(entry);
            }
            return bytes;
        }

        /** The bytes of a message's text. */
        static int textBytes(VersionEntry entry) {
            return Texts.utf8Bytes(entry.writes().get(0).value());
        }

        @Override
        public int updateCount() {
            return entries.size();
        }
    }

    /** How far a secondary's log goes. */
    sealed interface Position extends ReplicatedLogMessage {
        /** Which life of the secondary says so. */
        long life();

        /** The newest id on its disk, and what its log is up to there. */
        LogMark log();

        /** The newest id on its disk; it has all before it, too. */
        default long durable() {
            return log().version();
        }
    }

    /** The answer to a push whose messages are on the disk. */
    record Held(long life, LogMark log) implements Position {}

    /**
     * The answer to a push that came to nothing, or is said to have: it has to be sent again.
     *
     * @param reason for people
     */
    record Failed(long life, LogMark log, String reason) implements Position {}

    /** Sent at a fixed interval, and at once by a secondary that has started. */
    record Heartbeat(long life, LogMark log) implements Position {
        @Override
        public boolean isBackground() {
            return true;
        }
    }

    /**
     * The answer to who says that its log is what the master's is not.
     *
     * @param epoch which life of the master says so
     * @param log what the master's log is, up to where the secondary's goes
     */
    record Differs(long epoch, LogMark log) implements ReplicatedLogMessage {
        @Override
        public boolean isBackground() {
            return true;
        }
    }
}
