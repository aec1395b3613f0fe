package epidemic.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    private final EventQueue queue = new EventQueue();
    private final List<Integer> taken = new ArrayList<>();

    @Test
    void eventsOfTheSameTimeKeepTheirOrder() {
        for (int number = 0; number < 100; number++) {
            int told = number;
            queue.add(number % 3, () -> taken.add(told));
        }
        drain();
        List<Integer> expected = new ArrayList<>();
        for (int time = 0; time < 3; time++) {
            for (int number = time; number < 100; number += 3) {
                expected.add(number);
            }
        }
        assertThat(taken).isEqualTo(expected);
    }

    @Test
    void agreesWithSortingUnderRandomUse() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 50; round++) {
            List<long[]> expected = new ArrayList<>();
            List<Long> times = new ArrayList<>();
            for (int number = 0; number < 700; number++) {
                long time = random.nextLong(40);
                expected.add(new long[] {time, number});
                queue.add(time, () -> times.add(time));
            }
            expected.sort((a, b) -> Long.compare(a[0], b[0]));
            while (!queue.isEmpty()) {
                long next = queue.nextNanos();
                queue.take().run();
                assertThat(times.get(times.size() - 1)).isEqualTo(next);
            }
            assertThat(times).isEqualTo(expected.stream().map(pair -> pair[0]).toList());
        }
    }

    @Test
    void anEmptyQueueHasNoNextTime() {
        assertThat(queue.nextNanos()).isEqualTo(Long.MAX_VALUE);
    }

    private void drain() {
        while (!queue.isEmpty()) {
            queue.take().run();
        }
    }
}
