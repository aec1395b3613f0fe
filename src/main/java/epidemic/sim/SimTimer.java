package epidemic.sim;

import epidemic.kernel.TimerKey;

/** A timer that is set; running it fires it, if the node's own clock has got that far. */
final class SimTimer implements Runnable {
    private final SimNode node;
    private final TimerKey key;
    private final long life;
    /** By the node's clock. */
    private final long deadlineNanos;

    private boolean cancelled;

    SimTimer(SimNode node, TimerKey key, long deadlineNanos) {
        this.node = node;
        this.key = key;
        this.life = node.incarnation();
        this.deadlineNanos = deadlineNanos;
    }

    void cancel() {
        cancelled = true;
    }

    TimerKey key() {
        return key;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public void run() {
        if (!cancelled && life == node.incarnation()) {
            node.timers().due(this);
        }
    }
}
