package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Progress where nobody sits in front of a terminal. */
class ProgressMeterTest {
    private final AtomicLong nowNanos = new AtomicLong(-7);
    private final StringWriter err = new StringWriter();
    private final ProgressMeter meter = new ProgressMeter(new PrintWriter(err), "runs", false, nowNanos::get);

    private void passMillis(long millis, long done) {
        nowNanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
        meter.advanced(done, 100, done + " violations");
    }

    @Test
    void theFirstLineComesAfterTwoSecondsAndTheNextOnesEveryFive() {
        passMillis(0, 0);
        passMillis(1_999, 1);
        assertThat(err.toString()).isEmpty();
        passMillis(1, 2);
        passMillis(4_999, 3);
        assertThat(err.toString().lines()).containsExactly("2 of 100 runs, 2 violations");
        passMillis(1, 4);
        passMillis(5_000, 5);
        assertThat(err.toString().lines())
                .containsExactly(
                        "2 of 100 runs, 2 violations", "4 of 100 runs, 4 violations", "5 of 100 runs, 5 violations");
    }
}
