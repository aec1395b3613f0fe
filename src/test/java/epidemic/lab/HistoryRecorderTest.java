package epidemic.lab;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Observation;
import epidemic.lab.history.HistoryEvent;
import epidemic.lab.history.HistorySink;
import epidemic.lab.history.StateChange;
import epidemic.sim.SimNode;
import epidemic.sim.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a simulated run's history says besides operations. */
class HistoryRecorderTest {
    private final List<String> faults = new ArrayList<>();
    private final Simulation simulation = KnownRuns.withoutFaults();

    /** Keeps the faults. */
    private class Kept implements HistorySink {
        @Override
        public void event(HistoryEvent event) {}

        @Override
        public void fault(long timeNanos, String function, String value) {
            faults.add(function + ": " + value);
        }

        @Override
        public void change(StateChange change) {}
    }

    @Test
    void whatANodeTellsOfLossStandsAmongTheFaults() {
        HistoryRecorder recorder = new HistoryRecorder(simulation.topology(), Optional.of(new Kept()));
        SimNode a1 = simulation.nodes().get(0);
        recorder.observed(a1, new Observation(Observation.VIEW_INSTALLED, "works in view 2"));
        recorder.observed(a1, new Observation(Observation.UPDATES_LOST, "held 2 updates that A2 has not"));
        recorder.observed(a1, new Observation(Observation.DIVERGED, "holds 3 versions that A2 has not"));
        assertThat(faults)
                .containsExactly(
                        "updates-lost: A1 held 2 updates that A2 has not",
                        "diverged: A1 holds 3 versions that A2 has not");
    }
}
