package epidemic.runtime.actor;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;

/** A clock that moves together with the timers of an actor system. */
final class ManualClock implements NodeClock {
    private final AtomicLong nanos = new AtomicLong(1_000_000_000);
    private final ManualTime time;

    ManualClock(ManualTime time) {
        this.time = time;
    }

    void pass(Duration duration) {
        nanos.addAndGet(duration.toNanos());
        time.timePasses(duration);
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public long wallClockMillis() {
        return nanos.get() / 1_000_000;
    }
}
