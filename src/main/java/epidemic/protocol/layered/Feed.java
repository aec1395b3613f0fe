package epidemic.protocol.layered;

import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.Snapshot;
import epidemic.kernel.VersionEntry;
import epidemic.model.store.VersionedState;
import epidemic.model.transfer.Chunk;
import epidemic.model.transfer.SnapshotSource;
import java.util.List;
import java.util.Optional;

/**
 * The sending end of one lazy link. A trigger releases versions; the feed brings the target up to the newest released
 * one, at most one message at a time, repeated until answered. A target that is away costs one small probe now and then
 * and delays nobody else.
 */
final class Feed {
    private static final long UNKNOWN = -1;
    private static final int BACKOFF_DOUBLINGS_MAX = 3;

    private final NodeId target;
    private final long retryNanos;
    private final int maxVersions;
    private final LayeredConfig config;

    /** What the target last said it holds, or UNKNOWN. */
    private long acknowledged = UNKNOWN;
    /** The newest version that the trigger released. */
    private long released;
    /** The question that is under way. What comes of an earlier one, to an earlier life of the target, does not count. */
    private Optional<LayeredMessage> asked = Optional.empty();

    private boolean loading;

    /** The own log has a snapshot in place of what the target misses: it is sent one, too. */
    private boolean isTooFarBehind;

    private Optional<SnapshotSource> snapshot = Optional.empty();
    /** How much of the snapshot the target said it holds. */
    private long snapshotItems;

    private int silences;

    Feed(NodeId target, LayeredConfig config) {
        this.target = target;
        this.config = config;
        this.retryNanos = config.core().retryInterval().toNanos();
        this.maxVersions = config.propagationMaxVersions();
    }

    NodeId target() {
        return target;
    }

    /** The trigger fired: the target is to hold this version. */
    void release(long version) {
        released = Math.max(released, version);
    }

    /** The target has started and says what it holds. */
    void announced(long version) {
        asked = Optional.empty();
        loading = false;
        acknowledged = version;
        silences = 0;
        forgetSnapshot();
    }

    private void forgetSnapshot() {
        isTooFarBehind = false;
        snapshot = Optional.empty();
        snapshotItems = 0;
    }

    /** The target holds this version. That it is less than it had said before means that it has started again. */
    void renewed(long version) {
        if (version < acknowledged) {
            announced(version);
        }
    }

    /** Sends what is due, if nothing is under way. */
    void pump(VersionedState state, ReplicaContext context) {
        if (isBusy() || released == 0 || acknowledged >= released) {
            return;
        }
        if (acknowledged == UNKNOWN) {
            ask(new LayeredMessage.Propagate(0, List.of(), 0), context);
        } else if (isTooFarBehind) {
            pumpSnapshot(state, context);
        } else {
            pumpVersions(state, context);
        }
    }

    private void pumpVersions(VersionedState state, ReplicaContext context) {
        int limit = (int) Math.min(maxVersions, released - acknowledged);
        List<VersionEntry> entries = state.entries(acknowledged, limit);
        if (entries.isEmpty()) {
            loading = true;
            context.load(acknowledged, limit);
        } else {
            ask(new LayeredMessage.Propagate(acknowledged, Chunk.of(entries), released), context);
        }
    }

    /** The snapshot is older than what was released: the versions between follow, and are readable together with it. */
    private void pumpSnapshot(VersionedState state, ReplicaContext context) {
        if (snapshot.isEmpty() && state.oldestReadable() <= released) {
            snapshot = Optional.of(source(taken(state)));
            snapshotItems = 0;
        }
        snapshot.ifPresent(
                sent -> ask(new LayeredMessage.PropagateSnapshot(sent.part(snapshotItems), released), context));
    }

    private SnapshotSource source(Snapshot taken) {
        return new SnapshotSource(taken, maxVersions, config.core().batchMaxBytes());
    }

    private Snapshot taken(VersionedState state) {
        Snapshot taken = state.snapshot();
        return config.mutant() == LayeredMutant.SNAPSHOT_TOO_NEW
                ? new Snapshot(taken.version(), state.dataAt(state.version()), taken.changes(), taken.clients())
                : taken;
    }

    /** Old entries were read; perhaps for somebody else, who asked for more of them than were released. */
    void onLoaded(long afterVersion, List<VersionEntry> entries, ReplicaContext context) {
        if (loading && afterVersion == acknowledged) {
            loading = false;
            isTooFarBehind = entries.isEmpty();
            if (isTooFarBehind) {
                return;
            }
            int due = (int) Math.min(entries.size(), Math.min(maxVersions, released - acknowledged));
            ask(new LayeredMessage.Propagate(acknowledged, Chunk.of(entries.subList(0, due)), released), context);
        }
    }

    void onPropagated(Message question, LayeredMessage.Propagated answer) {
        if (isUnderWay(question)) {
            asked = Optional.empty();
            silences = 0;
            acknowledged = answer.version();
            boolean isResumed =
                    snapshot.isPresent() && acknowledged < snapshot.get().version();
            if (!isResumed) {
                forgetSnapshot();
            }
        }
    }

    void onSnapshotHeld(Message question, LayeredMessage.SnapshotHeld answer) {
        if (isUnderWay(question)) {
            asked = Optional.empty();
            silences = 0;
            boolean isOfThis = snapshot.isPresent() && snapshot.get().version() == answer.version();
            snapshotItems = isOfThis ? answer.items() : 0;
        }
    }

    /** The target did not answer: from now on ask only what it holds, until it answers. */
    void onSilence(Message question) {
        if (isUnderWay(question)) {
            asked = Optional.empty();
            silences = Math.min(silences + 1, BACKOFF_DOUBLINGS_MAX);
            acknowledged = UNKNOWN;
            if (silences == BACKOFF_DOUBLINGS_MAX) {
                forgetSnapshot();
            }
        }
    }

    private boolean isUnderWay(Message question) {
        return asked.isPresent() && asked.get() == question;
    }

    private boolean isBusy() {
        return asked.isPresent() || loading;
    }

    ReplicaView.Feed view(Optional<Long> updatesToNextPush, Optional<Long> nanosToNextPush) {
        return new ReplicaView.Feed(target, Math.max(acknowledged, 0), isBusy(), updatesToNextPush, nanosToNextPush);
    }

    private void ask(LayeredMessage question, ReplicaContext context) {
        asked = Optional.of(question);
        context.ask(target, question, retryNanos << silences);
    }
}
