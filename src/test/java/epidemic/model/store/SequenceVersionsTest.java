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
        long forgotten = 0;

        for (int step = 1; step <= STEPS; step++) {
            // First much is held, then little.
            int window = step < STEPS / 2 ? 300 : 5;
            forgotten = Math.max(forgotten, step - window);
            long sequence = (random.nextInt(400) - 1) * stride;
            versions.put(sequence, step, forgotten);
            model.put(sequence, (long) step);
            for (int look = 0; look < 20; look++) {
                long held = (random.nextInt(400) - 1) * stride;
                long known = model.getOrDefault(held, 0L);
                assertThat(versions.get(held, forgotten)).isEqualTo(known > forgotten ? known : 0);
            }
        }
    }
}
