package epidemic.lab;

/**
 * How long a client has asked in vain: the time in which it waits for an answer, over all its requests, since a node last
 * told it anything. Its own pauses do not count.
 */
final class VainWait {
    private long earlierNanos;
    private boolean isWaiting;
    private long sinceNanos;

    /** The client begins to wait, unless it waits already. */
    void begins(long nowNanos) {
        sinceNanos = isWaiting ? sinceNanos : nowNanos;
        isWaiting = true;
    }

    /** The client waits no longer, whether it was told anything or not. */
    void pauses(long nowNanos) {
        earlierNanos = nanos(nowNanos);
        isWaiting = false;
    }

    /** It is told something, or what was before does not count: it counts from now on. */
    void restarts(long nowNanos) {
        earlierNanos = 0;
        sinceNanos = nowNanos;
    }

    /** How long it has lasted, 0 or more. */
    long nanos(long nowNanos) {
        return earlierNanos + (isWaiting ? nowNanos - sinceNanos : 0);
    }
}
