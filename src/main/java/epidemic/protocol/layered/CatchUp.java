package epidemic.protocol.layered;

import epidemic.kernel.Message;
import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.VersionEntry;
import epidemic.model.transfer.SnapshotIntake;
import java.util.ArrayList;
import java.util.List;

/** Fetches versions that a core node misses while it is in no view that serves. One question at a time. */
final class CatchUp {
    private static final int FETCH_VERSIONS = 5_000;
    /** After so many silences a snapshot under way is given up. */
    private static final int SILENCES_MAX = 4;

    private final PeerWatch watch;
    private final Membership membership;
    private final CoreLog log;
    private final long retryNanos;
    private final LayeredMutant mutant;
    private final long windowVersions;
    private int silences;
    private boolean fetching;

    /** A snapshot that comes from this node, if one does. */
    private NodeId source;

    private final SnapshotIntake intake = new SnapshotIntake();
    private final List<VersionEntry> behindSnapshot = new ArrayList<>();
    private long snapshotUpTo;

    CatchUp(NodeId self, PeerWatch watch, Membership membership, CoreLog log, LayeredConfig config) {
        this.source = self;
        this.watch = watch;
        this.membership = membership;
        this.log = log;
        this.retryNanos = config.core().retryInterval().toNanos();
        this.mutant = config.mutant();
        this.windowVersions = config.historyWindow();
    }

    static boolean isQuestion(Message question) {
        return question instanceof LayeredMessage.FetchVersions || question instanceof LayeredMessage.FetchSnapshot;
    }

    /** Asks for what is missing, if anything is. */
    void pursue(ReplicaContext context) {
        if (membership.isServing()) {
            forgetSnapshot();
        }
        if (fetching || !isOut(context)) {
            return;
        }
        NodeId ahead = watch.mostAdvanced(log.version());
        if (ahead.equals(context.self())) {
            return;
        }
        if (intake.version() == 0) {
            source = ahead;
        }
        fetching = true;
        context.ask(source, question(), retryNanos);
    }

    private LayeredMessage question() {
        if (intake.isUnderWay()) {
            return new LayeredMessage.FetchSnapshot(intake.version(), intake.held());
        }
        long held = intake.isWhole() ? intake.version() + behindSnapshot.size() : log.version();
        return new LayeredMessage.FetchVersions(held, FETCH_VERSIONS);
    }

    private boolean isOut(ReplicaContext context) {
        boolean isStuck = !membership.isServing() && !membership.isQuiet(context);
        boolean isLeftOut = membership.phase() == Phase.PROMISED && watch.anyIn(Phase.SERVING);
        return membership.phase() == Phase.LEARNER || isLeftOut || isStuck || isFarBehind(context);
    }

    /** Whether no coordinator can have the node in a view, since what it misses is in nobody's memory. */
    private boolean isFarBehind(ReplicaContext context) {
        return !membership.isServing()
                && !watch.mostAdvanced(log.version() + windowVersions).equals(context.self());
    }

    /** Versions came. What any node has applied is in every later view. */
    void onFetched(LayeredMessage.VersionsFetched fetched, ReplicaContext context) {
        fetching = false;
        silences = 0;
        if (membership.isServing()) {
            return;
        }
        if (!intake.isWhole()) {
            log.catchUp(fetched.entries(), context);
            return;
        }
        for (VersionEntry entry : fetched.entries()) {
            if (entry.version() == intake.version() + behindSnapshot.size() + 1) {
                behindSnapshot.add(entry);
            }
        }
        takeOverIfReached(context);
        if (fetched.entries().isEmpty()) {
            forgetSnapshot();
        }
    }

    /** A piece of a snapshot came: the versions that are missing are not there any more. */
    void onSnapshotFetched(LayeredMessage.SnapshotFetched fetched, ReplicaContext context) {
        fetching = false;
        silences = 0;
        if (membership.isServing() || fetched.part().version() <= log.version()) {
            forgetSnapshot();
            return;
        }
        if (fetched.part().from() == 0 && fetched.part().version() != intake.version()) {
            behindSnapshot.clear();
            snapshotUpTo = fetched.upTo();
        }
        intake.take(fetched.part());
        takeOverIfReached(context);
    }

    /** State and window come together, so that the window is never smaller here than elsewhere. */
    private void takeOverIfReached(ReplicaContext context) {
        boolean isReached = intake.isWhole() && intake.version() + behindSnapshot.size() >= snapshotUpTo;
        boolean isTorn = mutant == LayeredMutant.SNAPSHOT_TORN && intake.version() > 0;
        if ((isReached || isTorn) && intake.version() > log.version()) {
            log.replace(intake.handOver(), List.copyOf(behindSnapshot), context);
            behindSnapshot.clear();
        } else if (intake.version() <= log.version()) {
            forgetSnapshot();
        }
    }

    private void forgetSnapshot() {
        if (intake.version() > 0) {
            intake.drop();
            behindSnapshot.clear();
        }
    }

    /** The peer asked is away, or slow: perhaps another one answers, with a snapshot of its own. */
    void onSilence() {
        fetching = false;
        silences++;
        if (silences % SILENCES_MAX == 0) {
            forgetSnapshot();
        }
    }
}
