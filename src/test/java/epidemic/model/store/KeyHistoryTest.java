package epidemic.model.store;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Value;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeyHistoryTest {
    @Test
    void agreesWithASortedMapWhileItGrowsAndShrinks() {
        SplittableRandom random = new SplittableRandom(7);
        KeyHistory history = new KeyHistory();
        TreeMap<Long, Value> model = new TreeMap<>();
        long version = 0;
        long oldest = 0;
        for (int step = 0; step < 20_000; step++) {
            boolean isGrowing = step / 2_000 % 2 == 0;
            version += random.nextInt(3);
            Value value = new Value.Single("v" + step);
            history.put(version, value);
            model.put(version, value);
            oldest = Math.max(oldest, version - random.nextInt(isGrowing ? 1_000 : 5));
            history.forgetBefore(oldest);
            model.headMap(Optional.ofNullable(model.floorKey(oldest)).orElse(0L))
                    .clear();
            long asked = oldest + random.nextLong(version - oldest + 1);
            assertThat(history.at(asked)).as("step %d", step).isEqualTo(valueAt(model, asked));
            assertThat(history.newest()).isEqualTo(value);
        }
    }

    @Test
    void hasNoValueBeforeTheFirstChange() {
        KeyHistory history = new KeyHistory();
        history.put(5, new Value.Single("a"));

        assertThat(history.at(4)).isEmpty();
        assertThat(history.at(5)).contains(new Value.Single("a"));
    }

    private static Optional<Value> valueAt(TreeMap<Long, Value> model, long version) {
        return Optional.ofNullable(model.floorEntry(version)).map(Map.Entry::getValue);
    }
}
