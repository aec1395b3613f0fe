package epidemic.protocol.passive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CopyDelaysTest {
    private static final long SECOND = 1_000_000_000;
    private static final long ALL = 1_000;

    private final CopyDelays delays = new CopyDelays(10 * SECOND, PassiveMutant.NONE);

    @Test
    void eachVersionWaitsForItselfWhateverComesLater() {
        delays.made(1, 0);
        delays.made(2, 6 * SECOND);
        assertThat(releasedAt(10 * SECOND - 1)).isZero();
        assertThat(releasedAt(10 * SECOND)).isEqualTo(1);
        assertThat(delays.nanosToNext(10 * SECOND)).contains(6 * SECOND);
        assertThat(releasedAt(16 * SECOND - 1)).isEqualTo(1);
        assertThat(releasedAt(16 * SECOND)).isEqualTo(2);
        assertThat(delays.nanosToNext(16 * SECOND)).isEmpty();
    }

    @Test
    void aLongerTimeCountsForWhatWaits() {
        delays.made(1, 0);
        delays.changed(20 * SECOND);
        assertThat(releasedAt(20 * SECOND - 1)).isZero();
        assertThat(releasedAt(20 * SECOND)).isEqualTo(1);
    }

    @Test
    void aShorterTimeLetsGoAtOnceWhatHasWaitedLongEnough() {
        delays.made(1, 0);
        delays.made(2, 4 * SECOND);
        delays.changed(2 * SECOND);
        assertThat(releasedAt(5 * SECOND)).isEqualTo(1);
        assertThat(releasedAt(6 * SECOND)).isEqualTo(2);
    }

    @Test
    void whatWasLetGoStaysSo() {
        delays.made(1, 0);
        assertThat(releasedAt(10 * SECOND)).isEqualTo(1);
        delays.changed(100 * SECOND);
        assertThat(releasedAt(11 * SECOND)).isEqualTo(1);
    }

    @Test
    void noTimeMeansAtOnceButNotBeforeTheDisk() {
        delays.changed(0);
        delays.made(1, 5);
        delays.made(2, 5);
        delays.release(1, 5);
        assertThat(delays.released()).isEqualTo(1);
        assertThat(delays.nanosToNext(5)).contains(0L);
        delays.release(2, 5);
        assertThat(delays.released()).isEqualTo(2);
    }

    @Test
    void whatAReplicaHoldsNeedNotWait() {
        delays.made(9, 0);
        delays.copied(4);
        assertThat(releasedAt(0)).isEqualTo(4);
        delays.copied(9);
        assertThat(releasedAt(0)).isEqualTo(9);
        assertThat(delays.nanosToNext(0)).isEmpty();
    }

    @Test
    void neighboursWaitTogetherUntilTheLastOfThemIsDue() {
        long slice = 10 * SECOND / CopyDelays.SLICES;
        delays.made(1, 0);
        delays.made(2, slice - 1);
        delays.made(3, slice);
        assertThat(releasedAt(10 * SECOND + slice - 2)).isZero();
        assertThat(releasedAt(10 * SECOND + slice - 1)).isEqualTo(2);
        assertThat(releasedAt(10 * SECOND + slice)).isEqualTo(3);
    }

    @Test
    void neighboursThatTheDiskHasDoNotWaitForOneThatItLacks() {
        delays.made(1, 0);
        delays.made(2, 1);
        delays.release(1, 10 * SECOND + 1);
        assertThat(delays.released()).isEqualTo(1);
        assertThat(releasedAt(10 * SECOND + 1)).isEqualTo(2);
    }

    private long releasedAt(long nanos) {
        delays.release(ALL, nanos);
        return delays.released();
    }
}
