package epidemic.protocol.passive;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * When versions may be copied: each a cache time after it was made, in their order. The cache time is that of the moment,
 * so a new one counts for the versions that wait, too; what was let go stays so.
 *
 * <p>Versions that are made within a ten-thousandth of the cache time wait together, until it has passed for the last of
 * them: so at most some {@value #SLICES} groups wait for each cache time, however many updates there are.
 */
final class CopyDelays {
    /** Into so many parts a cache time is divided. */
    static final int SLICES = 10_000;

    private final PassiveMutant mutant;
    private final Deque<Group> waiting = new ArrayDeque<>();
    private long cacheNanos;
    private long released;

    /** Versions that wait together, up to this one. */
    private static final class Group {
        private final long firstMadeNanos;
        private long lastMadeNanos;
        private long version;

        private Group(long version, long madeNanos) {
            this.version = version;
            this.firstMadeNanos = madeNanos;
            this.lastMadeNanos = madeNanos;
        }
    }

    /** Nothing waits. */
    CopyDelays(long cacheNanos, PassiveMutant mutant) {
        this.cacheNanos = cacheNanos;
        this.mutant = mutant;
    }

    /** The cache time, in nanoseconds. */
    long cacheNanos() {
        return cacheNanos;
    }

    /** Versions up to this one may be copied. */
    long released() {
        return released;
    }

    /** All versions up to this one were made by now, and none of them is known to have been let go. */
    void made(long version, long nowNanos) {
        Group last = waiting.peekLast();
        if (last != null && nowNanos - last.firstMadeNanos < cacheNanos / SLICES) {
            last.version = version;
            last.lastMadeNanos = nowNanos;
        } else {
            waiting.add(new Group(version, nowNanos));
        }
        if (mutant == PassiveMutant.RESET_TIMER_ON_UPDATE) {
            waiting.forEach(group -> group.lastMadeNanos = nowNanos);
        }
    }

    /** Another cache time counts from now on. */
    void changed(long nanos) {
        cacheNanos = nanos;
        if (mutant == PassiveMutant.CACHE_LOSES_PENDING) {
            waiting.clear();
        }
    }

    /** A replica holds this version, so it was let go, perhaps by an earlier life of the main replica. */
    void copied(long version) {
        released = Math.max(released, version);
    }

    /**
     * Lets go what has waited long enough.
     *
     * @param durable the newest version that is on disk; none above it is let go
     */
    void release(long durable, long nowNanos) {
        while (!waiting.isEmpty() && isOver(waiting.peek(), nowNanos)) {
            long last = waiting.peek().version;
            released = Math.max(released, Math.min(last, durable));
            if (last > durable) {
                return;
            }
            waiting.remove();
        }
    }

    private boolean isOver(Group group, long nowNanos) {
        return group.version <= released || nanosLeft(group, nowNanos) == 0;
    }

    private long nanosLeft(Group group, long nowNanos) {
        long delay = mutant == PassiveMutant.COPY_TOO_EARLY ? cacheNanos / 2 : cacheNanos;
        return Math.max(0, group.lastMadeNanos + delay - nowNanos);
    }

    /** How long until the next version has waited long enough; empty if none waits, 0 if it waits for the disk alone. */
    Optional<Long> nanosToNext(long nowNanos) {
        return waiting.isEmpty() ? Optional.empty() : Optional.of(nanosLeft(waiting.peek(), nowNanos));
    }
}
