package epidemic.protocol.layered;

import epidemic.kernel.ReplicaContext;
import epidemic.kernel.TimerKey;

/**
 * When the feeds may tell layer 1 of new versions: up to the last one that has fired the trigger, and of the tail behind
 * it once the log has not grown for a while.
 */
final class Releases {
    private static final TimerKey FLUSH = new TimerKey("flush");

    private final LayeredConfig config;
    private final CoreLog log;
    private final Feeds feeds;
    private long seenVersion;

    Releases(LayeredConfig config, CoreLog log, Feeds feeds) {
        this.config = config;
        this.log = log;
        this.feeds = feeds;
    }

    void start(ReplicaContext context) {
        feeds.release(log.trigger().lastFired());
        scheduleFlush(context);
    }

    void onTimer(TimerKey key) {
        if (key.equals(FLUSH)) {
            feeds.release(log.version());
        }
    }

    /** The triggers see new versions, whichever way they came. */
    void releaseNew(ReplicaContext context) {
        if (log.version() > seenVersion) {
            seenVersion = log.version();
            boolean isMutant = config.mutant() == LayeredMutant.FEED_NEWEST;
            feeds.release(isMutant ? log.version() : log.trigger().lastFired());
            scheduleFlush(context);
        }
    }

    private void scheduleFlush(ReplicaContext context) {
        if (feeds.mayFeed()) {
            config.layer1().flushAfter().ifPresent(idle -> context.setTimer(FLUSH, idle.toNanos()));
        }
    }
}
