package epidemic.protocol.layered;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AwakeTimeTest {
    private static final long PERIOD = 100;

    private final AwakeTime time = new AwakeTime(PERIOD);

    @BeforeEach
    void start() {
        time.start(1_000);
    }

    @Test
    void goesOnWithBeatsOnTime() {
        for (long now = 1_100; now < 3_000; now += PERIOD + 7) {
            time.beat(now);
            assertThat(time.at(now)).isEqualTo(now);
            assertThat(time.at(now + 50)).isEqualTo(now + 50);
        }
    }

    @Test
    void aBeatThatIsALittleLateCounts() {
        time.beat(1_200);

        assertThat(time.at(1_200)).isEqualTo(1_200);
    }

    @Test
    void standsStillDuringAPauseWhenTheBeatComesFirst() {
        time.beat(1_100);
        time.beat(6_100);

        assertThat(time.at(6_100)).isEqualTo(1_200);
        assertThat(time.at(6_150)).isEqualTo(1_250);
    }

    @Test
    void standsStillDuringAPauseWhenMailComesFirst() {
        time.beat(1_100);

        assertThat(time.at(6_100)).isEqualTo(1_200);
        assertThat(time.at(6_101)).isEqualTo(1_201);
        time.beat(6_102);
        assertThat(time.at(6_102)).isEqualTo(1_202);
        time.beat(6_202);
        assertThat(time.at(6_202)).isEqualTo(1_302);
    }

    @Test
    void manyPausesAddUp() {
        for (int pause = 1; pause <= 3; pause++) {
            time.beat(1_000 + pause * 1_000);
        }

        assertThat(time.at(4_000)).isEqualTo(1_300);
    }
}
