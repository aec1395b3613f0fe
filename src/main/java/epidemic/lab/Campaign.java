package epidemic.lab;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs many seeds of one scenario on several threads and sums up. The sum does not depend on the number of threads:
 * results are taken in the order of seeds.
 */
public final class Campaign {
    private final Scenario scenario;
    private final SeedRun.Options options;
    private final Progress progress;

    /** Is told how far a campaign is, by any thread. */
    public interface Progress {
        /**
         * So many seeds are done.
         *
         * @param violations so far
         */
        void advanced(long done, long total, long violations);
    }

    /** A campaign over seeds that all run alike. */
    public Campaign(Scenario scenario, SeedRun.Options options, Progress progress) {
        this.scenario = scenario;
        this.options = options;
        this.progress = progress;
    }

    /**
     * Runs the seeds from {@code first} to {@code last}, or as many of them, from the first on, as the budget allows.
     *
     * @param threads 1 or more
     * @param budget of wall-clock time; seeds under way are finished
     * @throws UncheckedIOException if a history cannot be written
     */
    public CampaignReport run(long first, long last, int threads, Optional<Duration> budget)
            throws InterruptedException {
        long begunNanos = System.nanoTime();
        Collector collector = new Collector(first, last);
        AtomicLong next = new AtomicLong(first);
        AtomicBoolean stopped = new AtomicBoolean();
        List<Thread> workers = new ArrayList<>();
        for (int number = 1; number < threads; number++) {
            Thread worker =
                    new Thread(() -> work(next, last, begunNanos, budget, stopped, collector), "simulate-" + number);
            worker.setDaemon(true);
            worker.start();
            workers.add(worker);
        }
        work(next, last, begunNanos, budget, stopped, collector);
        for (Thread worker : workers) {
            worker.join();
        }
        return collector.report(System.nanoTime() - begunNanos);
    }

    private void work(
            AtomicLong next,
            long last,
            long begunNanos,
            Optional<Duration> budget,
            AtomicBoolean stopped,
            Collector collector) {
        try {
            while (!stopped.get() && !isOver(begunNanos, budget)) {
                long seed = next.getAndIncrement();
                if (seed > last) {
                    return;
                }
                collector.take(SeedRun.run(scenario, seed, options));
            }
        } catch (RuntimeException | Error problem) {
            stopped.set(true);
            collector.broken(problem);
        }
    }

    private static boolean isOver(long begunNanos, Optional<Duration> budget) {
        return budget.isPresent()
                && System.nanoTime() - begunNanos >= budget.get().toNanos();
    }

    /** Puts results back into the order of seeds. */
    private final class Collector {
        private final TreeMap<Long, SeedResult> early = new TreeMap<>();
        private final CampaignReport.Builder builder;
        private final long total;
        private long nextSeed;
        private Optional<Throwable> problem = Optional.empty();

        private Collector(long first, long last) {
            this.builder = new CampaignReport.Builder(scenario.strategy().name(), scenario.probeNames());
            this.nextSeed = first;
            this.total = last - first + 1;
        }

        private void take(SeedResult result) {
            long done;
            long violations;
            synchronized (this) {
                early.put(result.seed(), result);
                while (!early.isEmpty() && early.firstKey() == nextSeed) {
                    builder.add(early.remove(nextSeed));
                    nextSeed++;
                }
                done = builder.runs() + early.size();
                violations = builder.violationCount();
            }
            progress.advanced(done, total, violations);
        }

        private synchronized void broken(Throwable cause) {
            problem = Optional.of(cause);
        }

        private synchronized CampaignReport report(long wallNanos) {
            if (problem.isPresent() && problem.get() instanceof UncheckedIOException notWritten) {
                throw notWritten;
            }
            if (problem.isPresent()) {
                throw new IllegalStateException("the simulator broke: " + problem.get(), problem.get());
            }
            return builder.build(wallNanos);
        }
    }
}
