package epidemic.protocol.layered;

import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.VersionEntry;
import epidemic.model.transfer.SnapshotPart;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the nodes of {@code layered} tell one another.
 *
 * <table>
 * <caption>Messages</caption>
 * <tr><th>message</th><th>sender</th><th>receiver</th><th>meaning</th></tr>
 * <tr><td>Heartbeat</td><td>core</td><td>core</td><td>I am here, in this phase, this far</td></tr>
 * <tr><td>Replicate / Replicated</td><td>origin</td><td>core</td><td>hold this batch / I hold it</td></tr>
 * <tr><td>Commit</td><td>origin</td><td>core</td><td>so far all members hold my batches</td></tr>
 * <tr><td>FetchVersions / VersionsFetched</td><td>learner</td><td>core</td><td>send versions that I miss</td></tr>
 * <tr><td>Confirm / Confirmed</td><td>reader</td><td>core</td><td>are you still in the view? / I am</td></tr>
 * <tr><td>Prepare / Prepared</td><td>coordinator</td><td>core</td><td>leave your view / left, this is what I hold</td></tr>
 * <tr><td>Install / Installed</td><td>coordinator</td><td>core</td><td>begin the new view with this / begun</td></tr>
 * <tr><td>Rejected</td><td>core</td><td>core</td><td>not in my epoch</td></tr>
 * <tr><td>Propagate / Propagated</td><td>feeding node</td><td>fed node</td><td>newer versions / I hold versions up to</td></tr>
 * <tr><td>PropagateSnapshot / SnapshotHeld</td><td>feeding node</td><td>fed node</td><td>a piece of an older state, for a
 * node too far behind / I hold so much of it</td></tr>
 * <tr><td>FetchSnapshot / SnapshotFetched</td><td>learner</td><td>core</td><td>send the next piece of that state / this is
 * it</td></tr>
 * <tr><td>Announce / Announced</td><td>fed node</td><td>feeding node</td><td>I have started with this version / noted</td></tr>
 * <tr><td>Renew / Renewed</td><td>fed node</td><td>feeding node</td><td>go on feeding me, or begin to / I do</td></tr>
 * </table>
 */
public sealed interface LayeredMessage extends Message {
    /**
     * The sender is alive. Sent at a fixed interval to every core node, and at once to one that has just started.
     *
     * @param incarnation which life of the sender
     * @param promised the highest epoch it has promised, 0 for none
     * @param epoch the epoch of the view that it has accepted, 0 for none
     * @param version its version
     * @param progress its own batches in {@code epoch}
     * @param hears the core nodes that are not away for it
     * @param sentNanos its clock
     * @param leaseFrom the receiver's clock in the heartbeat from which on a lease is granted, empty for none
     */
    record Heartbeat(
            long incarnation,
            Phase phase,
            long promised,
            long epoch,
            long version,
            Progress progress,
            List<NodeId> hears,
            long sentNanos,
            Optional<Long> leaseFrom)
            implements LayeredMessage {
        /** Copies the nodes. */
        public Heartbeat {
            hears = List.copyOf(hears);
        }

        /** Whether another heartbeat was sent later in the same life. */
        boolean isBefore(Heartbeat other) {
            return incarnation == other.incarnation && sentNanos < other.sentNanos;
        }

        @Override
        public boolean isBackground() {
            return true;
        }
    }

    /** Hold this batch; and this is how far my batches are committed. */
    record Replicate(Batch batch, Progress progress) implements LayeredMessage {
        @Override
        public int updateCount() {
            return batch.transactions().size();
        }
    }

    /**
     * I hold that batch, and every stamp that I give from now on is above its stamp.
     *
     * @param issued the sequence of the answering node's own last batch: one that is to come before the acknowledged
     *     batch is not above it
     */
    record Replicated(long epoch, long sequence, long issued) implements LayeredMessage {}

    /** How far the sender's batches are committed. */
    record Commit(long epoch, Progress progress) implements LayeredMessage {}

    /**
     * The receiver does not take part in what was asked.
     *
     * @param promised the highest epoch it has promised
     */
    record Rejected(long promised) implements LayeredMessage {}

    /** Send versions behind this one. */
    record FetchVersions(long afterVersion, int limit) implements LayeredMessage {}

    /** Versions {@code afterVersion + 1} and on, without gaps. */
    record VersionsFetched(long afterVersion, List<VersionEntry> entries) implements LayeredMessage {
        /** Copies the entries. */
        public VersionsFetched {
            entries = List.copyOf(entries);
        }
    }

    /**
     * Leave your view for this epoch and tell what you hold.
     *
     * @param coordinatorLife which life of the coordinator
     * @param version the coordinator's version: entries up to it need not be sent
     */
    record Prepare(long epoch, long coordinatorLife, long version) implements LayeredMessage {}

    /**
     * Left. From now on nothing of a lower epoch is acknowledged, applied or served.
     *
     * @param incarnation which life of the sender
     * @param isPromise whether it counts as a promise; a learner's does not
     * @param accepted the epoch of the view that it has accepted, 0 for none
     * @param version its version
     * @param entries its versions behind the coordinator's
     * @param pending batches of that view that it holds and has not applied, in order
     * @param leases for how many nanoseconds reads may go on at a node without its knowing of the new view
     */
    record Prepared(
            long epoch,
            long incarnation,
            boolean isPromise,
            long accepted,
            long version,
            List<VersionEntry> entries,
            List<Batch> pending,
            Map<NodeId, Long> leases)
            implements LayeredMessage {
        /** Copies the collections. */
        public Prepared {
            entries = List.copyOf(entries);
            pending = List.copyOf(pending);
            leases = Collections.unmodifiableMap(new TreeMap<>(leases));
        }
    }

    /**
     * Begin this view.
     *
     * @param coordinatorLife which life of the coordinator
     * @param incarnations which life of each node has answered
     * @param version the version that every member begins with
     * @param entries what the receiver misses of it
     * @param inherited batches of earlier epochs that all commit, in order, before any of the new epoch
     */
    record Install(
            View view,
            long coordinatorLife,
            Map<NodeId, Long> incarnations,
            long version,
            List<VersionEntry> entries,
            List<Batch> inherited)
            implements LayeredMessage {
        /** Copies the collections. */
        public Install {
            incarnations = Collections.unmodifiableMap(new TreeMap<>(incarnations));
            entries = List.copyOf(entries);
            inherited = List.copyOf(inherited);
        }
    }

    /** Begun: version and inherited batches are held. */
    record Installed(long epoch) implements LayeredMessage {}

    /** Are you still in the view of this epoch? */
    record Confirm(long epoch, long round) implements LayeredMessage {}

    /** Still in the view of that epoch, and nothing higher is promised. */
    record Confirmed(long epoch, long round) implements LayeredMessage {}

    /**
     * Newer versions for a lower layer. Without entries it only asks what the receiver holds.
     *
     * @param afterVersion the version before the first entry
     * @param upTo the version that this propagation leads to, perhaps over several messages
     */
    record Propagate(long afterVersion, List<VersionEntry> entries, long upTo) implements LayeredMessage {
        /** Copies the entries. */
        public Propagate {
            entries = List.copyOf(entries);
        }

        @Override
        public int updateCount() {
            return entries.size();
        }
    }

    /** I hold every version up to this one. */
    record Propagated(long version) implements LayeredMessage {}

    /**
     * A piece of the state at an older version, for a receiver that misses versions which the sender does not have any
     * more. Versions behind it follow.
     *
     * @param upTo the version that this propagation leads to: nothing of it is readable before
     */
    record PropagateSnapshot(SnapshotPart part, long upTo) implements LayeredMessage {}

    /** I hold so many items of the snapshot of that version; 0 of version 0 if none is under way. */
    record SnapshotHeld(long version, long items) implements LayeredMessage {}

    /** Send the piece behind so many items of the snapshot of that version. */
    record FetchSnapshot(long version, long from) implements LayeredMessage {}

    /**
     * A piece of the state at an older version: what was asked for, or the first piece of another snapshot.
     *
     * @param upTo the version that the receiver has to reach before it takes the state over
     */
    record SnapshotFetched(SnapshotPart part, long upTo) implements LayeredMessage {}

    /** I have started and hold every version up to this one. */
    record Announce(long version) implements LayeredMessage {}

    /** Your start is noted. */
    record Announced() implements LayeredMessage {}

    /**
     * Go on feeding me for a while, or begin to; I hold every version up to this one. Sent at a fixed interval to the
     * source and, while that is not the usual one, to the usual one, too. A node that cannot feed does not answer.
     */
    record Renew(long version) implements LayeredMessage {
        @Override
        public boolean isBackground() {
            return true;
        }
    }

    /** I do. */
    record Renewed() implements LayeredMessage {
        @Override
        public boolean isBackground() {
            return true;
        }
    }
}
