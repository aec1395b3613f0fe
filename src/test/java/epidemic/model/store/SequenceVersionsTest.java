package epidemic.model.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceVersionsTest {
    private static final int STEPS = 20_000;

    /** Against a plain map, with sequences that follow one another, that collide, and that are spread. */
    @ParameterizedTest
    @ValueSource(longs = {1, 64, 1L << 20, 1L << 40, 1_000_003})
    void holdsWhatAMapHolds(long stride) {
        SequenceVersions versions = new SequenceVersions();
        Map<Long, Long> model = new HashMap<>();
        SplittableRandom random = new SplittableRandom(stride);

        for (int step = 1; step <= STEPS; step++) {
            // First it grows, then it shrinks.
            int range = step < STEPS / 2 ? 400 : 20;
            long sequence = (random.nextInt(range) - 1) * stride;
            if (random.nextInt(3) > 0) {
                versions.put(sequence, step);
                model.put(sequence, (long) step);
            } else {
                long version = random.nextInt(4) == 0 ? step : model.getOrDefault(sequence, (long) step);
                versions.remove(sequence, version);
                model.remove(sequence, version);
            }
            for (long held = -1; held < 20; held++) {
                assertThat(versions.get(held * stride)).isEqualTo(model.getOrDefault(held * stride, 0L));
            }
            assertThat(versions.isEmpty()).isEqualTo(model.isEmpty());
        }
        for (long held = -1; held < 400; held++) {
            assertThat(versions.get(held * stride)).isEqualTo(model.getOrDefault(held * stride, 0L));
        }
    }
}
