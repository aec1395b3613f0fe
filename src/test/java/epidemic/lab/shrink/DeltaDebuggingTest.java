package epidemic.lab.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeltaDebuggingTest {
    private static final List<Integer> ALL = IntStream.range(0, 100).boxed().toList();

    @Test
    void findsExactlyWhatIsNeeded() {
        Random random = new Random(1);
        for (int round = 0; round < 50; round++) {
            List<Integer> needed =
                    ALL.stream().filter(any -> random.nextInt(20) == 0).toList();
            assertThat(DeltaDebugging.minimize(ALL, part -> part.containsAll(needed)))
                    .isEqualTo(needed);
        }
    }

    @Test
    void isOneMinimalWhereSeveralPartsFail() {
        List<Integer> minimal = DeltaDebugging.minimize(ALL, part -> part.size() % 7 == 3 || part.size() > 40);
        assertThat(minimal).hasSize(3);
    }

    @Test
    void oneCulpritNeedsFewTests() {
        List<Integer> sizes = new ArrayList<>();
        DeltaDebugging.minimize(ALL, part -> {
            sizes.add(part.size());
            return part.contains(77);
        });
        assertThat(sizes).hasSizeLessThan(30);
    }

    @Test
    void nothingIsLeftOfWhatFailsAnyway() {
        assertThat(DeltaDebugging.minimize(ALL, part -> true)).isEmpty();
        assertThat(DeltaDebugging.minimize(List.of(), part -> false)).isEmpty();
    }
}
