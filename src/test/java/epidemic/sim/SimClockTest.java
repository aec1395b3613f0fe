package epidemic.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimClockTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void driftsByItsRate() {
        SimClock fast = new SimClock(5, 1_000, 0);
        assertThat(fast.nanos(0)).isEqualTo(5);
        assertThat(fast.nanos(SECOND) - 5).isEqualTo(SECOND + SECOND / 1_000);
    }

    @Test
    void standsStillAndGoesOn() {
        SimClock clock = new SimClock(0, 0, 0);
        clock.standStill(10, 20);
        assertThat(clock.nanos(10)).isEqualTo(10);
        assertThat(clock.nanos(29)).isEqualTo(10);
        assertThat(clock.nanos(35)).isEqualTo(15);
        clock.standStill(40, 1_000);
        clock.goOn(45);
        assertThat(clock.nanos(50)).isEqualTo(25);
    }

    @Test
    void neverGoesBackAndReachesWhatIsWaitedFor() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            SimClock clock = new SimClock(random.nextLong(1_000), random.nextLong(-400_000, 400_000), 0);
            long now = 0;
            long before = clock.nanos(0);
            for (int step = 0; step < 50; step++) {
                now += random.nextLong(1_000_000);
                if (random.nextInt(5) == 0) {
                    clock.standStill(now, random.nextLong(500_000));
                }
                long local = clock.nanos(now);
                assertThat(local).isGreaterThanOrEqualTo(before);
                before = local;
                long deadline = local + random.nextLong(1_000_000);
                long wait = clock.virtualUntil(deadline, now);
                assertThat(clock.nanos(now + wait + 2)).isGreaterThanOrEqualTo(deadline);
            }
        }
    }

    @Test
    void onlyTheWallClockJumps() {
        SimClock clock = new SimClock(0, 0, -SECOND);
        assertThat(clock.wallMillis(SECOND)).isEqualTo(SimClock.WALL_BASE_MILLIS);
        clock.jumpWall(-5 * SECOND);
        assertThat(clock.wallMillis(SECOND)).isEqualTo(SimClock.WALL_BASE_MILLIS - 5_000);
        assertThat(clock.nanos(SECOND)).isEqualTo(SECOND);
    }
}
