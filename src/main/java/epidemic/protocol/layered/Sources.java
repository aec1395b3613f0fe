package epidemic.protocol.layered;

import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.ReplicaContext;
import java.util.List;

/**
 * Which node feeds a node of layer 1 or 2, with {@code layered.reparent}.
 *
 * <p>The fed node chooses, from what it hears itself. At a fixed interval it asks its source to go on feeding it; after as
 * many silent intervals as {@code core.ack-timeout} has it asks the next of the possible sources instead, in a fixed
 * order, the first again after the last. While that is not the usual one, it asks the usual one as well, and is fed by it
 * again from its first answer on. An adoptive source drops a node that does not renew.
 *
 * <p>At most two questions in an interval. A wrong choice is harmless: every source feeds a prefix of the one order, up
 * to versions that all of them release, and what comes twice or late is passed over.
 */
final class Sources {
    private static final int RENEWALS_PER_TIMEOUT = 4;

    private final List<NodeId> candidates;
    private final long patienceNanos;
    private final AwakeTime time;
    private int current;
    /** Whether the current source has said that it feeds this node. */
    private boolean isAnswered = true;

    private long heardAwakeNanos;

    Sources(NodeId self, LayeredConfig.Core config) {
        this.candidates = LayeredTopology.sourcesOf(self);
        this.patienceNanos = config.ackTimeout().toNanos();
        this.time = new AwakeTime(renewNanos());
    }

    /** A life begins with the usual source. */
    void start(ReplicaContext context) {
        time.start(context.nowNanos());
        heardAwakeNanos = time.at(context.nowNanos());
    }

    /** The interval of {@link #renew}. */
    long renewNanos() {
        return Math.max(1, patienceNanos / RENEWALS_PER_TIMEOUT);
    }

    /** An interval has passed. */
    void renew(long heldVersion, ReplicaContext context) {
        time.beat(context.nowNanos());
        if (time.at(context.nowNanos()) - heardAwakeNanos > patienceNanos) {
            choose((current + 1) % candidates.size(), false, context);
        }
        ask(current, heldVersion, context);
        if (!isUsual()) {
            ask(0, heldVersion, context);
        }
    }

    private void ask(int candidate, long heldVersion, ReplicaContext context) {
        context.ask(candidates.get(candidate), new LayeredMessage.Renew(heldVersion), renewNanos());
    }

    /** A node has said that it feeds this one. */
    void onRenewed(NodeId from, ReplicaContext context) {
        if (!isUsual() && from.equals(candidates.get(0))) {
            choose(0, true, context);
        } else if (from.equals(candidates.get(current))) {
            isAnswered = true;
            heardAwakeNanos = time.at(context.nowNanos());
        }
    }

    private void choose(int candidate, boolean answered, ReplicaContext context) {
        current = candidate;
        isAnswered = answered;
        heardAwakeNanos = time.at(context.nowNanos());
        String why = isUsual() ? "" : ", as " + candidates.get(0) + " is away";
        context.observe(new Observation("source-chosen", "wants to be fed by " + candidates.get(current) + why));
    }

    private boolean isUsual() {
        return current == 0;
    }

    /** Who feeds the node, for people, if it is not the usual source; else empty. */
    String standing() {
        if (isUsual()) {
            return isAnswered ? "" : candidates.get(0) + " is away, nobody feeds it";
        }
        NodeId source = candidates.get(current);
        String usual = candidates.get(0) + " is away";
        return isAnswered ? "fed by " + source + " while " + usual : usual + ", asks " + source + " to feed it";
    }
}
