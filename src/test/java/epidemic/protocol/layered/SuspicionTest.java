package epidemic.protocol.layered;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuspicionTest {
    private static final long MILLIS = 1_000_000;
    private static final long PERIOD = 100 * MILLIS;
    private static final long MOST = 2_000 * MILLIS;

    private Suspicion suspicion = new Suspicion(0, MOST);
    private long nowNanos = 5_000 * MILLIS;

    @Test
    void givesTheLongestTimeUntilItKnowsThePeer() {
        heartbeats(8);
        assertThat(suspicion.timeoutNanos()).isEqualTo(MOST);

        heartbeats(1);

        assertThat(suspicion.timeoutNanos()).isLessThan(4 * PERIOD);
    }

    @Test
    void regularHeartbeatsAreMissedSoon() {
        heartbeats(800);

        assertThat(suspicion.timeoutNanos()).isBetween(PERIOD, PERIOD + 5 * MILLIS);
    }

    @Test
    void irregularHeartbeatsAreMissedLater() {
        for (int pair = 0; pair < 200; pair++) {
            after(PERIOD / 2);
            after(3 * PERIOD / 2);
        }

        assertThat(suspicion.timeoutNanos()).isBetween(2 * PERIOD, 4 * PERIOD);
    }

    @Test
    void theMoreIrregularTheLater() {
        long last = 0;
        for (int jitter = 0; jitter <= 80; jitter += 20) {
            suspicion = new Suspicion(0, MOST);
            for (int pair = 0; pair < 200; pair++) {
                after(PERIOD - jitter * MILLIS);
                after(PERIOD + jitter * MILLIS);
            }
            assertThat(suspicion.timeoutNanos()).isGreaterThan(last);
            last = suspicion.timeoutNanos();
        }
    }

    @Test
    void afterALateHeartbeatItGivesMoreTimeForAWhile() {
        heartbeats(800);
        long before = suspicion.timeoutNanos();

        after(6 * PERIOD);
        long soonAfter = suspicion.timeoutNanos();
        heartbeats(20);
        long twoSecondsLater = suspicion.timeoutNanos();
        heartbeats(800);

        assertThat(soonAfter).isGreaterThan(before + 4 * PERIOD);
        assertThat(twoSecondsLater).isBetween(before + 2 * PERIOD, soonAfter);
        assertThat(suspicion.timeoutNanos()).isLessThan(before + 10 * MILLIS);
    }

    @Test
    void whoIsLateAgainAndAgainIsGivenTheTimeItTakes() {
        heartbeats(100);
        for (int time = 0; time < 4; time++) {
            after(9 * PERIOD);
            heartbeats(50);
        }

        assertThat(suspicion.timeoutNanos()).isGreaterThan(9 * PERIOD);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 500, 2_000})
    void staysWithinItsBounds(long leastMillis) {
        suspicion = new Suspicion(leastMillis * MILLIS, MOST);
        heartbeats(100);
        assertThat(suspicion.timeoutNanos()).isBetween(leastMillis * MILLIS, MOST);
        for (int time = 0; time < 100; time++) {
            after(MOST);
            after(0);
            assertThat(suspicion.timeoutNanos()).isBetween(leastMillis * MILLIS, MOST);
        }
        assertThat(suspicion.timeoutNanos()).isEqualTo(MOST);
    }

    @Test
    void anAbsenceTeachesNothing() {
        heartbeats(100);
        long before = suspicion.timeoutNanos();

        after(MOST + 1);

        assertThat(suspicion.timeoutNanos()).isEqualTo(before);
    }

    @Test
    void aNewLifeIsLearntAnew() {
        heartbeats(100);

        suspicion.forget();
        after(PERIOD);

        assertThat(suspicion.timeoutNanos()).isEqualTo(MOST);
    }

    private void heartbeats(int count) {
        for (int beat = 0; beat < count; beat++) {
            after(PERIOD);
        }
    }

    private void after(long nanos) {
        nowNanos += nanos;
        suspicion.arrived(nowNanos);
    }
}
