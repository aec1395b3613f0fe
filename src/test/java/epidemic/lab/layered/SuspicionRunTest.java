package epidemic.lab.layered;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
import epidemic.lab.Scenario;
import epidemic.lab.SeedRun;
import epidemic.sim.FaultPlanText;
import epidemic.sim.SimNode;
import epidemic.sim.SimObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Suspicion by silence, as configured, in whole simulated systems: neither late nor rash. */
class SuspicionRunTest {
    private static final int SEEDS = 30;
    private static final long MILLIS = 1_000_000;
    private static final Set<String> FIXED = Set.of(
            "core.ack-timeout", "core.suspicion-min", "core.heartbeat-interval", "core.on-failure", "core.reads");

    private final List<Long> awayAtMillis = new ArrayList<>();
    private final List<Long> viewsAtMillis = new ArrayList<>();

    /** Notes what happens until everything heals. */
    private final class Watcher implements SimObserver {
        private boolean healed;

        @Override
        public void observed(SimNode node, Observation observation) {
            if (healed) {
                return;
            }
            long atMillis = node.simulation().nowNanos() / MILLIS;
            if (observation.kind().equals("peer-away")) {
                awayAtMillis.add(atMillis);
            } else if (observation.kind().equals("view-installed")) {
                viewsAtMillis.add(atMillis);
            }
        }

        @Override
        public void healed(long atNanos) {
            healed = true;
        }
    }

    @Test
    void aCrashIsNoticedAndAnsweredByAViewInWellUnderASecond() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            run(seed, 500, "at 2000ms crash A3 down=5s\n");
            assertThat(awayAtMillis).as("seed %d", seed).hasSize(2).allMatch(at -> at > 2_300 && at < 2_650);
            assertThat(viewsAtMillis).as("seed %d", seed).anyMatch(at -> at > 2_300 && at < 2_750);
        }
    }

    @Test
    void pausesLikeThoseOfGarbageCollectionChangeNoView() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            run(seed, 500, pauses());
            assertThat(awayAtMillis).as("seed %d", seed).isEmpty();
        }
        run(1, 300, pauses());
        assertThat(awayAtMillis).as("the pauses are there").isNotEmpty();
    }

    @Test
    void slowAndLossyLinksDoNotKeepViewsChanging() {
        int views = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            run(seed, 201, "links min=1ms mean=30ms drop=0.1 duplicate=0.1 reorder=0.1 lost-answer=0.1\n");
            views += viewsAtMillis.size();
        }
        assertThat(views).as("a first one at each node, and a few more").isBetween(3 * SEEDS, 12 * SEEDS);
    }

    private static String pauses() {
        StringBuilder plan = new StringBuilder();
        for (int at = 1_500; at < 4_500; at += 500) {
            NodeId node = LayeredScenario.CORE.get(at / 500 % 3);
            plan.append("at ").append(at).append("ms pause ").append(node).append(" for=300ms\n");
        }
        return plan.toString();
    }

    private void run(long seed, long suspicionMinMillis, String faults) {
        awayAtMillis.clear();
        viewsAtMillis.clear();
        MapSettings settings = MapSettings.layered()
                .with("core.on-failure", "reconfigure")
                .with("core.heartbeat-interval", Duration.ofMillis(100))
                .with("core.suspicion-min", Duration.ofMillis(suspicionMinMillis));
        Scenario scenario = new LayeredScenario(settings, FIXED);
        String calm = "links min=100us mean=200us drop=0.0 duplicate=0.0 reorder=0.0 lost-answer=0.0\n";
        String plan = "heal 5s\n" + (faults.startsWith("links") ? "" : calm)
                + "disks write=100us slow=0.0 slow-by=0ns tear=0.0\n" + faults;
        SeedRun.Options options = new SeedRun.Options(
                        scenario.defaultFaults(),
                        Optional.of(FaultPlanText.parse(plan)),
                        Optional.empty(),
                        Optional.empty())
                .watchedBy(new Watcher());
        assertThat(SeedRun.run(scenario, seed, options).violation()).isEmpty();
    }
}
