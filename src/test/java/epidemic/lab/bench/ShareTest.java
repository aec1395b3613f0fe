package epidemic.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ShareTest {
    private static final long SLOW_NANOS = 90_000_000_000L;

    @Test
    void aLineTellsAllThatAnotherProcessAdds() {
        Share one = share(10, 1_000, 5);
        Share other = Share.parse(share(7, SLOW_NANOS, 9).line());

        Share sum = Share.parse(one.line()).plus(other);

        assertThat(sum.tally().committed()).isEqualTo(17);
        assertThat(sum.tally().refused()).isEqualTo(2);
        assertThat(sum.tally().unknown()).isEqualTo(4);
        assertThat(sum.tally().unanswered()).isEqualTo(6);
        assertThat(sum.tally().latency().getTotalCount()).isEqualTo(2);
        assertThat(sum.tally().latency().getMinValue()).isLessThanOrEqualTo(1_000);
        assertThat(sum.tally().latency().getMaxValue()).isGreaterThanOrEqualTo(SLOW_NANOS);
        assertThat(sum.tally().refusals().getTotalCount()).isZero();
        assertThat(sum.used()).isEqualTo(new Resources(9, 14, 28, 42, 0));
        assertThat(sum.heapPeakBytes()).isEqualTo(200);
        assertThat(sum.heapLiveBytes()).isEqualTo(100);
    }

    @Test
    void whatIsNoLineIsRefused() {
        assertThatThrownBy(() -> Share.parse("1 2 3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("12 are allowed");
    }

    private static Share share(long committed, long latencyNanos, long nanos) {
        Histogram latency = Tally.histogram();
        latency.recordValue(latencyNanos);
        Tally tally = new Tally(committed, 1, 2, latency, Tally.histogram(), 3);
        return new Share(tally, new Resources(nanos, nanos, 2 * nanos, 3 * nanos, 0), 100, 50);
    }
}
