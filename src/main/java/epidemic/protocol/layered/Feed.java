package epidemic.protocol.layered;

import epidemic.kernel.Invariants;
import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.VersionEntry;
import epidemic.kernel.VersionHistory;
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

    /** What the target last said it holds, or UNKNOWN. */
    private long acknowledged = UNKNOWN;
    /** The newest version that the trigger released. */
    private long released;
    /** The question that is under way. What comes of an earlier one, to an earlier life of the target, does not count. */
    private Optional<LayeredMessage.Propagate> asked = Optional.empty();

    private boolean loading;

    private int silences;

    Feed(NodeId target, LayeredConfig config) {
        this.target = target;
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
    }

    /** Sends what is due, if nothing is under way. */
    void pump(VersionHistory history, ReplicaContext context) {
        if (isBusy() || released == 0 || acknowledged >= released) {
            return;
        }
        if (acknowledged == UNKNOWN) {
            ask(new LayeredMessage.Propagate(0, List.of(), 0), context);
            return;
        }
        int limit = (int) Math.min(maxVersions, released - acknowledged);
        List<VersionEntry> entries = history.entries(acknowledged, limit);
        if (entries.isEmpty()) {
            loading = true;
            context.load(acknowledged, limit);
        } else {
            ask(new LayeredMessage.Propagate(acknowledged, entries, released), context);
        }
    }

    /** Old entries were read; perhaps for somebody else, who asked for more of them than were released. */
    void onLoaded(long afterVersion, List<VersionEntry> entries, ReplicaContext context) {
        if (loading && afterVersion == acknowledged) {
            Invariants.check(
                    !entries.isEmpty(), "the own log ends at version %d, %d was released", afterVersion, released);
            loading = false;
            int due = (int) Math.min(entries.size(), Math.min(maxVersions, released - acknowledged));
            ask(new LayeredMessage.Propagate(acknowledged, entries.subList(0, due), released), context);
        }
    }

    void onPropagated(Message question, LayeredMessage.Propagated answer) {
        if (isUnderWay(question)) {
            asked = Optional.empty();
            silences = 0;
            acknowledged = answer.version();
        }
    }

    /** The target did not answer: from now on ask only what it holds, until it answers. */
    void onSilence(Message question) {
        if (isUnderWay(question)) {
            asked = Optional.empty();
            silences = Math.min(silences + 1, BACKOFF_DOUBLINGS_MAX);
            acknowledged = UNKNOWN;
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

    private void ask(LayeredMessage.Propagate question, ReplicaContext context) {
        asked = Optional.of(question);
        context.ask(target, question, retryNanos << silences);
    }
}
