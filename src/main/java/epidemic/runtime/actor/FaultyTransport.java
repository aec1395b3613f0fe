package epidemic.runtime.actor;

import epidemic.kernel.NodeId;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A transport whose links can be cut, slow, lossy, or repeat messages. While no link has a fault it costs one volatile
 * read. Thread-safe.
 *
 * <p>What befalls the k-th message of a way since the way was first faulty depends on the seed and the way only. A delayed
 * message is lost if its link is cut when its time comes. Delayed messages may overtake one another. At most {@value
 * #DELAYED_MAX} messages are delayed at once; what comes on top is lost.
 */
public final class FaultyTransport implements Transport {
    static final int DELAYED_MAX = 10_000;

    private final Transport reliable;
    private final LinkFaults faults;
    private final Timing timing;
    private final NodeObserver observer;
    private final long seed;
    private final Map<Way, SplittableRandom> randoms = new ConcurrentHashMap<>();
    private final AtomicInteger delayedCount = new AtomicInteger();

    private record Way(NodeId from, NodeId to) {}

    /** Does something later. */
    @FunctionalInterface
    public interface Timing {
        /** Runs this once, after the delay, on any thread. */
        void after(Duration delay, Runnable action);
    }

    /**
     * A transport with the faults of these links.
     *
     * @param reliable carries what is not lost
     * @param observer is told what is lost
     * @param seed of what is lost and what comes twice
     */
    public FaultyTransport(Transport reliable, LinkFaults faults, Timing timing, NodeObserver observer, long seed) {
        this.reliable = reliable;
        this.faults = faults;
        this.timing = timing;
        this.observer = observer;
        this.seed = seed;
    }

    @Override
    public void send(NodeId to, NodeCall.Envelope envelope) {
        if (faults.isEmpty()) {
            reliable.send(to, envelope);
            return;
        }
        LinkFault fault = faults.between(envelope.from(), to);
        if (fault.equals(LinkFault.NONE)) {
            reliable.send(to, envelope);
        } else {
            sendBadly(to, envelope, fault);
        }
    }

    @Override
    public void flush() {
        reliable.flush();
    }

    private void sendBadly(NodeId to, NodeCall.Envelope envelope, LinkFault fault) {
        Way way = new Way(envelope.from(), to);
        SplittableRandom random = randoms.computeIfAbsent(way, this::randomOf);
        boolean isLost;
        boolean isDoubled;
        synchronized (random) {
            isLost = random.nextDouble() < fault.drop();
            isDoubled = random.nextDouble() < fault.duplicate();
        }
        if (fault.cut() || isLost) {
            lost(to, envelope);
            return;
        }
        carry(to, envelope, fault.delay());
        if (isDoubled) {
            carry(to, envelope, fault.delay());
        }
    }

    private SplittableRandom randomOf(Way way) {
        return new SplittableRandom(
                seed * 31 * 31 + way.from().hashCode() * 31L + way.to().hashCode());
    }

    private void carry(NodeId to, NodeCall.Envelope envelope, Duration delay) {
        if (delay.isZero()) {
            reliable.send(to, envelope);
        } else if (delayedCount.incrementAndGet() > DELAYED_MAX) {
            delayedCount.decrementAndGet();
            lost(to, envelope);
        } else {
            timing.after(delay, () -> arrive(to, envelope));
        }
    }

    private void arrive(NodeId to, NodeCall.Envelope envelope) {
        delayedCount.decrementAndGet();
        if (faults.between(envelope.from(), to).cut()) {
            lost(to, envelope);
        } else {
            reliable.send(to, envelope);
            reliable.flush();
        }
    }

    private void lost(NodeId to, NodeCall.Envelope envelope) {
        observer.lost(envelope.from(), to, envelope.message());
    }
}
