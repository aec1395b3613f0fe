package epidemic.protocol.layered;

import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaContext;

/** Fetches versions that a core node misses while it is in no view that serves. One question at a time. */
final class CatchUp {
    private static final int FETCH_VERSIONS = 5_000;

    private final PeerWatch watch;
    private final Membership membership;
    private final CoreLog log;
    private final long retryNanos;
    private boolean fetching;

    CatchUp(PeerWatch watch, Membership membership, CoreLog log, LayeredConfig.Core config) {
        this.watch = watch;
        this.membership = membership;
        this.log = log;
        this.retryNanos = config.retryInterval().toNanos();
    }

    /** Asks for what is missing, if anything is. */
    void pursue(ReplicaContext context) {
        NodeId ahead = isOut(context) && !fetching ? watch.mostAdvanced(log.version()) : context.self();
        if (!ahead.equals(context.self())) {
            fetching = true;
            context.ask(ahead, new LayeredMessage.FetchVersions(log.version(), FETCH_VERSIONS), retryNanos);
        }
    }

    private boolean isOut(ReplicaContext context) {
        boolean isStuck = !membership.isServing() && !membership.isQuiet(context);
        boolean isLeftOut = membership.phase() == Phase.PROMISED && watch.anyIn(Phase.SERVING);
        return membership.phase() == Phase.LEARNER || isLeftOut || isStuck;
    }

    /** Versions came. What any node has applied is in every later view. */
    void onFetched(LayeredMessage.VersionsFetched fetched, ReplicaContext context) {
        fetching = false;
        if (!membership.isServing()) {
            log.catchUp(fetched.entries(), context);
        }
    }

    void onSilence() {
        fetching = false;
    }
}
