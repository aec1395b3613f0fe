package epidemic.sim;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.ReplicaContext;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The digest catches replicas that are no functions of their seed. */
class PlantedImpurityTest {
    private static final String LOSSY =
            "heal 200ms\nlinks min=10us mean=10us drop=0.1 duplicate=0.1 reorder=0.1 lost-answer=0.1\n"
                    + "at 50ms crash E1 down=20ms";

    /** An object with nothing but an identity. */
    private static final class Item {
        private final long number;

        private Item(long number) {
            this.number = number;
        }
    }

    private static long digest(Function<ReplicaContext, Long> payload) {
        return new EchoRun(1, LOSSY, payload).until(300).simulation.digest();
    }

    @Test
    void aPureReplicaGivesTheSameDigest() {
        assertThat(digest(context -> context.nowNanos() + context.random().nextLong()))
                .isEqualTo(
                        digest(context -> context.nowNanos() + context.random().nextLong()));
    }

    @Test
    void aClockReadIsCaught() {
        assertThat(digest(context -> System.nanoTime())).isNotEqualTo(digest(context -> System.nanoTime()));
    }

    @Test
    void unseededRandomnessIsCaught() {
        assertThat(digest(context -> new Random().nextLong())).isNotEqualTo(digest(context -> new Random().nextLong()));
    }

    @Test
    void hashOrderIsCaught() {
        assertThat(digest(context -> firstOfHashed())).isNotEqualTo(digest(context -> firstOfHashed()));
    }

    private static long firstOfHashed() {
        Set<Item> items = new HashSet<>();
        for (long number = 0; number < 64; number++) {
            items.add(new Item(number));
        }
        return items.iterator().next().number;
    }
}
