package epidemic.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {
    private static final Updates UPDATES = new Updates(10, 16, 1);

    private final ScheduledExecutorService answers = Executors.newScheduledThreadPool(2);

    @AfterEach
    void tearDown() {
        answers.shutdownNow();
    }

    /** Answers each request after a while. */
    private class Slow implements Contender {
        final AtomicInteger open = new AtomicInteger();
        final AtomicInteger openMax = new AtomicInteger();
        final Set<Long> numbers = ConcurrentHashMap.newKeySet();
        final AtomicInteger repeated = new AtomicInteger();

        @Override
        public void start(Setting setting) {}

        @Override
        public void submit(Request request) {
            openMax.accumulateAndGet(open.incrementAndGet(), Math::max);
            if (!numbers.add(request.number())) {
                repeated.incrementAndGet();
            }
            answers.schedule(() -> answer(request), 2, TimeUnit.MILLISECONDS);
        }

        void answer(Request request) {
            open.decrementAndGet();
            request.done(true);
        }

        @Override
        public void close() {}
    }

    @Test
    void keepsSoManyOpenAndNoMoreAndWaitsForTheLast() throws Exception {
        Slow contender = new Slow();

        Sample sample = new ClosedLoop(contender, UPDATES, 1000, 8).run(Duration.ofMillis(50), Duration.ofMillis(200));

        assertThat(contender.openMax).hasValue(8);
        assertThat(contender.open).hasValue(0);
        assertThat(contender.repeated).hasValue(0);
        assertThat(sample.perSecond()).isBetween(8.0, 8 / 0.002 * 1.1);
        assertThat(sample.p50Millis()).isGreaterThanOrEqualTo(1.9);
        assertThat(sample.failed()).isZero();
        assertThat(sample.unanswered()).isZero();
    }

    @Test
    void whatFailsIsTriedAgainAndIsNoCommit() throws Exception {
        Contender contender = new Slow() {
            @Override
            void answer(Request request) {
                request.done(request.number() % 2 == 0);
            }
        };

        Sample sample = new ClosedLoop(contender, UPDATES, 0, 1).run(Duration.ZERO, Duration.ofMillis(300));

        assertThat(sample.failed()).isPositive();
        assertThat(sample.perSecond() * 0.3).isBetween(sample.failed() - 2.0, sample.failed() + 2.0);
    }
}
