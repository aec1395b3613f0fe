package epidemic.model.clock;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LamportClockTest {
    private static final NodeId A1 = NodeId.of("A1");
    private static final NodeId A2 = NodeId.of("A2");

    @Test
    void stampsOfOneNodeGrow() {
        LamportClock clock = new LamportClock(A1);

        Stamp first = clock.tick();
        Stamp second = clock.tick();

        assertThat(first).isEqualTo(new Stamp(1, A1));
        assertThat(first.isBefore(second)).isTrue();
        assertThat(second.isBefore(first)).isFalse();
    }

    @Test
    void aStampIsAboveEveryStampWitnessedBefore() {
        SplittableRandom random = new SplittableRandom(4711);
        LamportClock clock = new LamportClock(A1);
        Stamp highest = Stamp.FIRST;
        for (int step = 0; step < 1_000; step++) {
            if (random.nextBoolean()) {
                Stamp seen = new Stamp(random.nextLong(2_000), random.nextBoolean() ? A1 : A2);
                clock.witness(seen);
                highest = highest.isBefore(seen) ? seen : highest;
            } else {
                Stamp own = clock.tick();
                assertThat(own).isGreaterThan(highest);
                highest = own;
            }
        }
    }

    @Test
    void anOldStampDoesNotTurnTheClockBack() {
        LamportClock clock = new LamportClock(A1);
        clock.witness(new Stamp(9, A2));

        clock.witness(new Stamp(3, A2));

        assertThat(clock.time()).isEqualTo(9);
        assertThat(clock.tick()).isEqualTo(new Stamp(10, A1));
    }

    @Test
    void stampsAreTotallyOrderedByTimeThenNode() {
        List<Stamp> stamps = new ArrayList<>(
                List.of(new Stamp(2, A1), new Stamp(1, A2), new Stamp(1, A1), Stamp.FIRST, new Stamp(2, A2)));

        stamps.sort(Comparator.naturalOrder());

        assertThat(stamps)
                .containsExactly(Stamp.FIRST, new Stamp(1, A1), new Stamp(1, A2), new Stamp(2, A1), new Stamp(2, A2));
        for (Stamp a : stamps) {
            for (Stamp b : stamps) {
                assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
                assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
            }
        }
    }
}
