package epidemic.protocol.primarybackup;

import epidemic.kernel.ReplicaView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a node has done in this life, as primary and as backup. */
final class Statistics {
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private long writes;
    private long reads;
    private long replicationsSent;
    private long acksReceived;
    private long latencySumNanos;
    private long confirmed;
    private long applied;
    private long staleReads;

    void write() {
        writes++;
    }

    void read() {
        reads++;
    }

    void replicationSent() {
        replicationsSent++;
    }

    void ackReceived() {
        acksReceived++;
    }

    /** A client was told that its update is committed, so long after it had come. */
    void confirmed(long latencyNanos) {
        confirmed++;
        latencySumNanos += latencyNanos;
    }

    void applied(long count) {
        applied += count;
    }

    void staleRead() {
        staleReads++;
    }

    /** For people; the same names at all nodes. */
    List<ReplicaView.Detail> details(long lastApplied) {
        List<ReplicaView.Detail> details = new ArrayList<>();
        details.add(new ReplicaView.Detail("writes", Long.toString(writes)));
        details.add(new ReplicaView.Detail("reads", Long.toString(reads)));
        details.add(new ReplicaView.Detail("replications sent", Long.toString(replicationsSent)));
        details.add(new ReplicaView.Detail("acks received", Long.toString(acksReceived)));
        double mean = confirmed == 0 ? 0 : latencySumNanos / NANOS_PER_MILLISECOND / confirmed;
        details.add(new ReplicaView.Detail("mean write latency", String.format(Locale.ROOT, "%.3f ms", mean)));
        details.add(new ReplicaView.Detail("replications applied", Long.toString(applied)));
        details.add(new ReplicaView.Detail("stale reads", Long.toString(staleReads)));
        details.add(new ReplicaView.Detail("last applied sequence", Long.toString(lastApplied)));
        return details;
    }
}
