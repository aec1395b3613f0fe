package epidemic.peers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** One turn of one contender: starts it, waits for its first commit, puts all loads on it, stops it. */
final class Heat {
    private static final Duration FIRST_COMMIT = Duration.ofSeconds(30);
    private static final Duration ONE_TRY = Duration.ofSeconds(3);
    private static final long PAUSE_MILLIS = 20;
    private static final long NUMBERS_OF_A_LOAD = 1L << 36;
    private static final long SEED = 1;

    private final Variant variant;
    private final Work work;
    private final Updates updates;
    private final int heapMegabytes;

    Heat(Variant variant, Work work, int heapMegabytes) {
        this.variant = variant;
        this.work = work;
        this.updates = new Updates(work.keys(), work.valueBytes(), SEED);
        this.heapMegabytes = heapMegabytes;
    }

    Turn run(Seat seat, int round) throws Exception {
        try (ReplicaProcesses processes = new ReplicaProcesses(variant.entry().name(), heapMegabytes);
                Contender contender = variant.entry().create().get()) {
            long begun = System.nanoTime();
            contender.start(new Setting(seat, processes, work.outstandingMax(), updates));
            awaitFirstCommit(contender);
            long startMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            return loads(contender, round, startMillis);
        }
    }

    /** A load whose requests are not all answered ends the turn: what is still open would be part of the next load. */
    private Turn loads(Contender contender, int round, long startMillis) throws InterruptedException {
        List<Sample> samples = new ArrayList<>();
        long number = NUMBERS_OF_A_LOAD;
        new ClosedLoop(contender, updates, number, work.heatUpOutstanding()).run(work.heatUp(), Duration.ofMillis(1));
        for (int outstanding : work.loads()) {
            number += NUMBERS_OF_A_LOAD;
            Sample sample = new ClosedLoop(contender, updates, number, outstanding).run(work.warmUp(), work.duration());
            if (sample.unanswered() > 0) {
                String failure = sample.unanswered() + " requests without an answer 20 s after the load of "
                        + outstanding + " outstanding";
                return new Turn(variant.id(), round, startMillis, samples, failure);
            }
            samples.add(sample);
        }
        return new Turn(variant.id(), round, startMillis, samples, null);
    }

    /** One request at a time, until one is committed: a system that elects or replicates nothing yet may refuse. */
    private void awaitFirstCommit(Contender contender) throws Exception {
        long end = System.nanoTime() + FIRST_COMMIT.toNanos();
        long number = 0;
        while (System.nanoTime() < end) {
            if (commits(contender, number)) {
                return;
            }
            number++;
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        throw new TimeoutException("no update was committed within " + FIRST_COMMIT.toSeconds() + " s of its start");
    }

    private boolean commits(Contender contender, long number) throws InterruptedException {
        Trial trial = new Trial(number);
        contender.submit(trial);
        return trial.answered.await(ONE_TRY.toMillis(), TimeUnit.MILLISECONDS) && trial.isCommitted.get();
    }

    private final class Trial extends Request {
        private final CountDownLatch answered = new CountDownLatch(1);
        private final AtomicBoolean isCommitted = new AtomicBoolean();

        Trial(long number) {
            super(0);
            take(number, updates.of(number));
        }

        @Override
        public void done(boolean committed) {
            isCommitted.set(committed);
            answered.countDown();
        }
    }
}
