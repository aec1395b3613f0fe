package epidemic.hybrid;

import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.actor.AbstractScheduler;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.event.LoggingAdapter;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/** Pekko's timers on virtual time. Made by the actor system. */
public final class SeededScheduler extends AbstractScheduler {
    private final VirtualWorld world;

    /** As Pekko wants it. */
    public SeededScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {
        this.world = HybridSystem.worldOf(config);
    }

    @Override
    public Cancellable scheduleOnce(FiniteDuration delay, Runnable task, ExecutionContext executor) {
        return world.schedule(delay.toNanos(), () -> executor.execute(task));
    }

    @Override
    @SuppressWarnings("deprecation") // Abstract in Pekko, so it has to be here.
    public Cancellable schedule(
            FiniteDuration delay, FiniteDuration interval, Runnable task, ExecutionContext executor) {
        throw new UnsupportedOperationException("no host uses fixed rates");
    }

    @Override
    public double maxFrequency() {
        return Double.MAX_VALUE;
    }
}
