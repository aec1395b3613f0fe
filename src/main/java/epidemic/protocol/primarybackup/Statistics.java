package epidemic.protocol.primarybackup;

import epidemic.kernel.Detail;
import java.util.ArrayList;
import java.util.List;

/** What a node has done in this life, as primary and as backup. */
final class Statistics {
    private long writes;
    private long reads;
    private long replicationsSent;
    private long acksReceived;
    private long latencySumNanos;
    private long confirmed;
    private long applied;
    private long staleReads;
    private long lost;

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

    /** So many updates that it held were lost in a promotion, and may have been confirmed. */
    void lost(long count) {
        lost += count;
    }

    void staleRead() {
        staleReads++;
    }

    /** For people; the same names at all nodes. */
    List<Detail> details(long lastApplied) {
        List<Detail> details = new ArrayList<>();
        details.add(Detail.count("writes", writes));
        details.add(Detail.count("reads", reads));
        details.add(Detail.count("replications sent", replicationsSent));
        details.add(Detail.count("acks received", acksReceived));
        details.add(Detail.time("write latency sum", latencySumNanos));
        details.add(Detail.time("mean write latency", confirmed == 0 ? 0 : latencySumNanos / confirmed));
        details.add(Detail.count("replications applied", applied));
        details.add(Detail.count("updates lost", lost));
        details.add(Detail.count("stale reads", staleReads));
        details.add(Detail.count("last applied sequence", lastApplied));
        return details;
    }
}
