package epidemic.sim;

/**
 * A node's two clocks as functions of virtual time: a monotonic one that drifts and stands still, and a wall clock that
 * jumps.
 */
final class SimClock {
    /** 2026-01-01T00:00:00Z: what a wall clock without offset shows at virtual time 0. */
    static final long WALL_BASE_MILLIS = 1_767_225_600_000L;

    private static final long MILLION = 1_000_000;

    private final long driftPpm;
    private long wallOffsetNanos;
    /** From {@code anchorNanos} of virtual time on the clock goes on from {@code anchorLocal}; until then it stands. */
    private long anchorNanos;

    private long anchorLocal;

    /**
     * A clock that shows {@code firstLocal} at virtual time 0.
     *
     * @param driftPpm how many millionths it is too fast; above -1,000,000
     * @param wallOffsetNanos how much the wall clock is ahead
     */
    SimClock(long firstLocal, long driftPpm, long wallOffsetNanos) {
        this.anchorLocal = firstLocal;
        this.driftPpm = driftPpm;
        this.wallOffsetNanos = wallOffsetNanos;
    }

    /** The monotonic clock; never less than before. */
    long nanos(long virtualNanos) {
        long elapsed = virtualNanos - anchorNanos;
        return elapsed <= 0 ? anchorLocal : anchorLocal + elapsed + elapsed * driftPpm / MILLION;
    }

    /** How long in virtual time until the monotonic clock has gone on by so much; 0 or more. */
    long virtualUntil(long localNanos, long virtualNanos) {
        long local = Math.max(0, localNanos - nanos(virtualNanos));
        long stands = Math.max(0, anchorNanos - virtualNanos);
        return local == 0 ? 0 : stands + local - local * driftPpm / (MILLION + driftPpm) + 1;
    }

    /** The monotonic clock stands still from now on for so long. */
    void standStill(long virtualNanos, long durationNanos) {
        anchorLocal = nanos(virtualNanos);
        anchorNanos = Math.max(anchorNanos, virtualNanos + durationNanos);
    }

    /** Whether the monotonic clock stands still. */
    boolean isStanding(long virtualNanos) {
        return virtualNanos < anchorNanos;
    }

    /** The monotonic clock goes on, if it stands. */
    void goOn(long virtualNanos) {
        anchorLocal = nanos(virtualNanos);
        anchorNanos = virtualNanos;
    }

    /** The wall clock jumps, forwards or backwards. */
    void jumpWall(long deltaNanos) {
        wallOffsetNanos += deltaNanos;
    }

    /** The wall clock in milliseconds since 1970. */
    long wallMillis(long virtualNanos) {
        return WALL_BASE_MILLIS + Math.floorDiv(virtualNanos + wallOffsetNanos, MILLION);
    }
}
