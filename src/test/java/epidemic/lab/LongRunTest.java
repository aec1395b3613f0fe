package epidemic.lab;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.lab.history.HistoryEvent;
import epidemic.lab.history.HistorySink;
import epidemic.lab.history.StateChange;
import epidemic.lab.layered.LayeredScenario;
import epidemic.sim.FaultKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Runs that are longer than those of a campaign have barriers. */
class LongRunTest {
    private static List<HistoryEvent> run(long seed, Set<FaultKind> faults) {
        List<HistoryEvent> events = new ArrayList<>();
        HistorySink sink = new HistorySink() {
            @Override
            public void event(HistoryEvent event) {
                events.add(event);
            }

            @Override
            public void fault(long timeNanos, String function, String value) {}

            @Override
            public void change(StateChange change) {}
        };
        Scenario scenario = new WorkloadScenario(
                new LayeredScenario(MapSettings.layered(), Set.of()),
                drawn -> new Workload(4, 200, true, 5, 1.1, 500_000, 400_000_000, drawn.attempts(), 0));
        SeedResult result = SeedRun.run(
                scenario,
                seed,
                new SeedRun.Options(faults, Optional.empty(), Optional.empty(), Optional.of(meta -> sink)));
        assertThat(result.violation())
                .as("seed %d, %d events", seed, events.size())
                .isEmpty();
        return events;
    }

    /** Every 750 operations one reads alone: those with an outcome do not overlap with it. */
    private static long barriers(List<HistoryEvent> events) {
        long barriers = 0;
        Set<Long> open = new HashSet<>();
        boolean reads = false;
        for (HistoryEvent event : events) {
            boolean isBarrier = event.transaction().startsWith("barrier");
            boolean begins = event.type() == HistoryEvent.Type.INVOKE;
            if (begins) {
                assertThat(reads).isFalse();
                assertThat(isBarrier && !open.isEmpty()).isFalse();
                assertThat(open.add(event.process())).isTrue();
            } else {
                assertThat(open.remove(event.process())).isTrue();
            }
            reads = isBarrier ? begins : reads;
            barriers += isBarrier && begins ? 1 : 0;
        }
        assertThat(open).isEmpty();
        return barriers;
    }

    @Test
    void hasABarrierEvery750Operations() {
        assertThat(barriers(run(1, Set.of()))).isEqualTo(1);
    }

    @Test
    void hasThemUnderFaultsToo() {
        Set<FaultKind> faults = EnumSet.allOf(FaultKind.class);
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(barriers(run(seed, faults))).isEqualTo(1);
        }
    }
}
