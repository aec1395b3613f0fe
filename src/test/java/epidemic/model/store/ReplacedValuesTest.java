package epidemic.model.store;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReplacedValuesTest {
    private static final int KEYS = 5;

    private final ReplacedValues replaced = new ReplacedValues();

    /** The window grows to a thousand versions and shrinks to a few again, so the ring grows and goes round. */
    @Test
    void agreesWithSortedMapsWhileTheWindowGrowsAndShrinks() {
        SplittableRandom random = new SplittableRandom(7);
        ReplacedValues.Cell[] cells = new ReplacedValues.Cell[KEYS];
        List<TreeMap<Long, Value>> model = new ArrayList<>();
        for (int key = 0; key < KEYS; key++) {
            model.add(new TreeMap<>());
        }
        TreeMap<Long, Integer> changes = new TreeMap<>();
        long version = 0;
        long oldest = 0;
        for (int step = 0; step < 20_000; step++) {
            boolean isGrowing = step / 2_000 % 2 == 0;
            version += random.nextInt(3);
            int key = random.nextInt(KEYS);
            Value value = new Value.Single("v" + step);
            if (cells[key] == null) {
                cells[key] = replaced.create(value, version);
            } else {
                replaced.replace(cells[key], value, version);
            }
            model.get(key).put(version, value);
            changes.merge(version, 1, Integer::sum);
            oldest = Math.max(oldest, version - random.nextInt(isGrowing ? 1_000 : 5));
            Map<Long, Integer> leaving = changes.headMap(oldest, true);
            int count = leaving.values().stream().mapToInt(each -> each).sum();
            leaving.clear();
            assertThat(replaced.forgetThrough(oldest)).isEqualTo(count);
            long asked = oldest + random.nextLong(version - oldest + 1);
            for (int each = 0; each < KEYS; each++) {
                if (cells[each] != null) {
                    assertThat(Optional.ofNullable(replaced.at(cells[each], asked)))
                            .as("step %d key %d", step, each)
                            .isEqualTo(Optional.ofNullable(model.get(each).floorEntry(asked))
                                    .map(Map.Entry::getValue));
                }
            }
            assertThat(cells[key].newest()).isEqualTo(value);
        }
    }

    @Test
    void aValueThatWasThereBeforeIsSeenAtEveryVersion() {
        ReplacedValues.Cell cell = ReplacedValues.before(new Value.Single("old"));
        replaced.replace(cell, new Value.Single("new"), 8);
        assertThat(replaced.at(cell, 7)).isEqualTo(new Value.Single("old"));
        assertThat(replaced.at(cell, 8)).isEqualTo(new Value.Single("new"));
    }

    @Test
    void thereIsNothingBeforeTheFirstChange() {
        ReplacedValues.Cell cell = replaced.create(new Value.Single("a"), 5);
        assertThat(replaced.at(cell, 4)).isNull();
        assertThat(replaced.at(cell, 5)).isEqualTo(new Value.Single("a"));
    }
}
