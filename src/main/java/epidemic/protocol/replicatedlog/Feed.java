package epidemic.protocol.replicatedlog;

import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.TimerKey;
import epidemic.kernel.VersionEntry;
import epidemic.model.lineage.DigestChain;
import epidemic.model.store.VersionedState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the master brings its messages to one secondary: several pushes at a time, in order; when one fails or is not
 * answered in time, all that is not acknowledged again (go-back-N), after a pause that doubles up to a maximum. A heartbeat
 * ends the pause: the secondary is there. There is no end to the attempts.
 *
 * <p>Nothing is sent before the secondary was heard of: only it knows how far its log goes.
 */
final class Feed {
    private static final long NEVER_HEARD = -1;
    private static final int DOUBLINGS_MAX = 30;

    private final NodeId node;
    private final ReplicatedLogConfig config;
    private final TimerKey retry;
    /** The pushes that wait for an answer, oldest first; which it is tells the object, not what is in it. */
    private final List<ReplicatedLogMessage.Push> inFlight = new ArrayList<>();

    private final DigestChain chain;

    private long life = NEVER_HEARD;
    /** Whether the secondary's log is another one: it gets nothing, and what it holds counts for nothing. */
    private boolean isOfAnotherLog;

    private long lastHeardNanos;
    private Health health = Health.UNHEALTHY;
    private long acknowledged;
    /** What was acknowledged a second time. Only a mutant takes it for something. */
    private long acknowledgedAgain;

    private long next = 1;
    private boolean isPausing;
    private boolean isLoading;
    private long loadAfter;
    private int failuresInRow;
    private long retries;

    /**
     * Nothing was heard of the secondary yet.
     *
     * @param chain of the master's log
     */
    Feed(NodeId node, ReplicatedLogConfig config, DigestChain chain) {
        this.node = node;
        this.config = config;
        this.chain = chain;
        this.retry = new TimerKey("retry-" + node);
    }

    NodeId node() {
        return node;
    }

    TimerKey retry() {
        return retry;
    }

    /** The newest id that the secondary has said it holds. */
    long acknowledged() {
        return acknowledged;
    }

    long acknowledgedAgain() {
        return acknowledgedAgain;
    }

    Health health() {
        return health;
    }

    boolean isOfAnotherLog() {
        return isOfAnotherLog;
    }

    /** Whether it counts for a quorum. */
    boolean isPresent() {
        return health != Health.UNHEALTHY && !isOfAnotherLog;
    }

    /** How often messages had to be sent again. */
    long retries() {
        return retries;
    }

    ReplicaView.Feed view() {
        return new ReplicaView.Feed(node, acknowledged, !inFlight.isEmpty(), Optional.empty(), Optional.empty());
    }

    // What is heard.

    /** The secondary has said where it is. What an earlier life of it said late counts no more. */
    void heard(ReplicatedLogMessage.Position position, ReplicaContext context) {
        if (position.life() < life) {
            return;
        }
        if (position.life() > life) {
            begin(position, context);
        }
        lastHeardNanos = context.nowNanos();
        become(Health.HEALTHY, context);
        compare(position, context);
        if (isOfAnotherLog) {
            return;
        }
        acknowledged = Math.max(acknowledged, position.durable());
        next = Math.max(next, acknowledged + 1);
        if (position instanceof ReplicatedLogMessage.Heartbeat && isPausing) {
            failuresInRow = 0;
            resume(context);
        }
    }

    /** In one life a log that is another one stays so, whatever it has said before that comes late. */
    private void compare(ReplicatedLogMessage.Position position, ReplicaContext context) {
        if (!config.mutant().comparesLogs() || !chain.differsAt(position.log())) {
            return;
        }
        if (!isOfAnotherLog) {
            isOfAnotherLog = true;
            acknowledged = 0;
            inFlight.clear();
            resume(context);
            context.observe(new Observation(
                    Observation.DIVERGED,
                    "the log of " + node + " is another one than the master's, at message " + position.durable()
                            + " or before: it gets nothing and does not count"));
        }
        context.send(node, new ReplicatedLogMessage.Differs(context.incarnation(), chain.mark(position.durable())));
    }

    /** A new life: what the last one held may be gone, and what it was asked it has not heard. */
    private void begin(ReplicatedLogMessage.Position position, ReplicaContext context) {
        boolean isFirst = life == NEVER_HEARD;
        life = position.life();
        isOfAnotherLog = false;
        inFlight.clear();
        failuresInRow = 0;
        if (isFirst || config.mutant() != ReplicatedLogMutant.FORGET_AFTER_EMPTY_RESTART) {
            acknowledged = position.durable();
            acknowledgedAgain = 0;
        }
        resume(context);
    }

    private void resume(ReplicaContext context) {
        isPausing = false;
        next = acknowledged + 1;
        context.cancelTimer(retry);
    }

    /** The secondary holds what was pushed. */
    void held(ReplicatedLogMessage.Push push, ReplicatedLogMessage.Held answer, ReplicaContext context) {
        if (answer.life() == life && push.last() <= acknowledged) {
            acknowledgedAgain = Math.max(acknowledgedAgain, push.last());
        }
        if (isTaken(push)) {
            failuresInRow = 0;
        }
        heard(answer, context);
    }

    /** No answer came in time, or a bad one: after a pause all that is not acknowledged is sent again. */
    void failed(ReplicatedLogMessage.Push push, ReplicaContext context) {
        if (!isTaken(push)) {
            return;
        }
        inFlight.clear();
        isPausing = true;
        retries++;
        context.setTimer(retry, pauseNanos(context));
        failuresInRow = Math.min(failuresInRow + 1, DOUBLINGS_MAX);
    }

    /** Between a half and all of what is due, so that secondaries that failed together are not asked together. */
    private long pauseNanos(ReplicaContext context) {
        long maxNanos = config.push().retryMax().toNanos();
        double doubled = config.push().retryFirst().toNanos() * (double) (1L << failuresInRow);
        long nanos = (long) Math.min(maxNanos, doubled);
        return nanos / 2 + context.random().nextLong(nanos / 2 + 1);
    }

    private boolean isTaken(ReplicatedLogMessage.Push push) {
        for (int index = 0; index < inFlight.size(); index++) {
            if (inFlight.get(index) == push) {
                inFlight.remove(index);
                return true;
            }
        }
        return false;
    }

    /** The pause is over. */
    void retryNow(ReplicaContext context) {
        if (isPausing) {
            resume(context);
        }
    }

    /** Time has passed: how long is the secondary silent? */
    void tick(ReplicaContext context) {
        long silentNanos = context.nowNanos() - lastHeardNanos;
        if (health == Health.HEALTHY
                && silentNanos > config.health().suspectedAfter().toNanos()) {
            become(Health.SUSPECTED, context);
        }
        if (health == Health.SUSPECTED
                && silentNanos > config.health().unhealthyAfter().toNanos()) {
            become(Health.UNHEALTHY, context);
        }
    }

    private void become(Health other, ReplicaContext context) {
        if (health != other) {
            context.observe(new Observation("health", node + " is " + other.word() + ", was " + health.word()));
            health = other;
        }
    }

    // What is sent.

    /** Sends what can be sent of the messages up to this id, all of which are on the master's disk. */
    void push(VersionedState state, long upTo, ReplicaContext context) {
        while (life != NEVER_HEARD
                && !isOfAnotherLog
                && !isPausing
                && !isLoading
                && next <= upTo
                && inFlight.size() < config.push().inFlightMax()) {
            List<VersionEntry> entries = state.entries(next - 1, config.push().messagesMax());
            if (entries.isEmpty()) {
                isLoading = true;
                loadAfter = next - 1;
                context.load(loadAfter, (int) Math.min(config.push().messagesMax(), upTo - loadAfter));
            } else {
                send(entries, context);
            }
        }
    }

    /** Old messages came from the disk; for this secondary, if it still is where it was. */
    void loaded(long afterId, List<VersionEntry> entries, ReplicaContext context) {
        if (isLoading && loadAfter == afterId) {
            isLoading = false;
            if (next == afterId + 1 && !isPausing && !isOfAnotherLog && !entries.isEmpty()) {
                send(entries, context);
            }
        }
    }

    private void send(List<VersionEntry> entries, ReplicaContext context) {
        ReplicatedLogMessage.Push push = new ReplicatedLogMessage.Push(
                context.incarnation(), chain.at(next - 1), entries.subList(0, countOf(entries)));
        inFlight.add(push);
        next = push.last() + 1;
        context.ask(node, push, config.push().timeout().toNanos());
    }

    /** So many as fit into one push, one at least. */
    private int countOf(List<VersionEntry> entries) {
        long bytes = 0;
        int count = 0;
        while (count < entries.size() && (count == 0 || bytes < config.push().bytesMax())) {
            bytes += ReplicatedLogMessage.Push.textBytes(entries.get(count));
            count++;
        }
        return count;
    }
}
