package epidemic.peers;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Keeps a number of requests open: an answer begets the next request. Latency counts from when a request left. */
public final class ClosedLoop {
    private static final Duration DRAIN = Duration.ofSeconds(20);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(1);
    private static final int DIGITS = 3;

    private final Contender contender;
    private final Updates updates;
    private final long firstNumber;
    private final int outstanding;

    private final ScheduledExecutorService retries = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "retries");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch open;
    private final LongAdder committed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Histogram latency = new ConcurrentHistogram(DIGITS);
    private volatile long measuredFrom = Long.MAX_VALUE;
    private volatile long measuredUntil = Long.MAX_VALUE;
    private volatile boolean ending;

    /**
     * A load.
     *
     * @param firstNumber of its requests; the numbers of loads of one contender must not meet
     */
    public ClosedLoop(Contender contender, Updates updates, long firstNumber, int outstanding) {
        this.contender = contender;
        this.updates = updates;
        this.firstNumber = firstNumber;
        this.outstanding = outstanding;
        this.open = new CountDownLatch(outstanding);
    }

    /** Makes the load, waits for its last answers, and says what came of it. */
    public Sample run(Duration warmUp, Duration duration) throws InterruptedException {
        for (int slot = 0; slot < outstanding; slot++) {
            new Slot(slot).send();
        }
        TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
        measuredFrom = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        measuredUntil = System.nanoTime();
        ending = true;
        open.await(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        retries.shutdownNow();
        double seconds = (measuredUntil - measuredFrom) / 1e9;
        return Sample.of(outstanding, seconds, committed.sum(), failed.sum(), open.getCount(), latency);
    }

    /** One request at a time, again and again. */
    private final class Slot extends Request {
        private long next;
        private long leftNanos;

        Slot(int slot) {
            super(slot);
            this.next = firstNumber + slot;
        }

        void send() {
            take(next, updates.of(next));
            next += outstanding;
            leftNanos = System.nanoTime();
            contender.submit(this);
        }

        @Override
        public void done(boolean isCommitted) {
            long now = System.nanoTime();
            if (now >= measuredFrom && now < measuredUntil) {
                (isCommitted ? committed : failed).increment();
            }
            if (isCommitted && leftNanos >= measuredFrom && leftNanos < measuredUntil) {
                latency.recordValue(now - leftNanos);
            }
            if (ending) {
                open.countDown();
            } else if (isCommitted) {
                send();
            } else {
                retries.schedule(this::again, PAUSE_AFTER_FAILURE.toNanos(), TimeUnit.NANOSECONDS);
            }
        }

        private void again() {
            if (ending) {
                open.countDown();
            } else {
                send();
            }
        }
    }
}
