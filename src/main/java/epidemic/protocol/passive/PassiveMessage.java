package epidemic.protocol.passive;

import epidemic.kernel.Message;
import epidemic.kernel.VersionEntry;
import epidemic.model.transfer.SnapshotPart;
import java.util.List;

/**
 * What the nodes of {@code passive} tell one another. The replicas ask, so that nobody has to know what they hold: who was
 * away asks for what it has missed.
 *
 * <table>
 * <caption>Messages</caption>
 * <tr><th>message</th><th>sender</th><th>receiver</th><th>meaning</th></tr>
 * <tr><td>Fetch / Fetched</td><td>replica</td><td>main</td><td>send what follows, as soon as it may be copied / this
 * does</td></tr>
 * <tr><td>Differs</td><td>main</td><td>replica</td><td>what you hold is not of my history: you get nothing; the answer to
 * Fetch</td></tr>
 * <tr><td>FetchSnapshot / SnapshotFetched</td><td>replica</td><td>main</td><td>send the next piece of an older state / this
 * is it; also the answer to Fetch, if the versions are not there any more</td></tr>
 * </table>
 */
public sealed interface PassiveMessage extends Message {
    /**
     * The sender holds this version, and wants those behind it. It waits at the main replica until there is one.
     *
     * @param afterVersion 0 or more
     * @param mark of that version, see {@link Mark}; {@link Mark#UNKNOWN} of 0, and of one that came as a snapshot
     * @param wasRefused whether the last answer was {@link Differs}: then nothing waits, so that the sender knows at once
     *     whether it still is
     */
    record Fetch(long afterVersion, long mark, boolean wasRefused) implements PassiveMessage {
        @Override
        public boolean isBackground() {
            return true;
        }
    }

    /**
     * Versions that are to be copied now.
     *
     * @param entries those behind the version that was named, without gaps; none if that version was refused before and
     *     is not any more
     */
    record Fetched(List<VersionEntry> entries) implements PassiveMessage {
        /** Copies the entries. */
        public Fetched {
            entries = List.copyOf(entries);
        }

        @Override
        public int updateCount() {
            return entries.size();
        }
    }

    /**
     * The version that was named is not of the main replica's history, or not there.
     *
     * @param version the main replica's newest
     */
    record Differs(long version) implements PassiveMessage {}

    /**
     * The sender has the beginning of a snapshot.
     *
     * @param version the snapshot's
     * @param from how many of its items the sender has
     */
    record FetchSnapshot(long version, long from) implements PassiveMessage {}

    /** A piece of a snapshot; of another one than was asked for, if that is not there any more. */
    record SnapshotFetched(SnapshotPart part) implements PassiveMessage {}
}
