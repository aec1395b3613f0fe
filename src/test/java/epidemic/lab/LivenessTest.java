package epidemic.lab;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.Transaction;
import epidemic.lab.layered.LayeredScenario;
import epidemic.sim.SimNode;
import epidemic.sim.SimObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/** Once everything has healed clients may take as long as they like, if they are answered. */
class LivenessTest {
    private static final int SEEDS = 20;
    private static final long SECOND = 1_000_000_000;
    private static final long HEALED_NANOS = 3 * SECOND;
    private static final long LIVENESS_NANOS = 30 * SECOND;
    private static final Set<String> FIXED = Set.of("layer1.session-wait", "layer1.flush-after", "layer1.every");

    /** Sessions wait for versions that nothing pushes any more: each such read takes its client that time. */
    private static MapSettings slow(Duration sessionWait) {
        return MapSettings.layered()
                .with("layer1.session-wait", sessionWait)
                .with("layer1.flush-after", "off")
                .with("layer1.every", 50L);
    }

    /** Two clients, many operations, each tried up to four times. */
    private static Scenario busy(Scenario scenario) {
        return new WorkloadScenario(scenario, drawn -> new Workload(2, 200, true, 3, 0, 40_000_000, 400_000_000, 4, 1));
    }

    private static SeedResult run(Scenario scenario, long seed) {
        return SeedRun.run(scenario, seed, SeedRun.Options.of(Set.of()));
    }

    /** The versions of the core's nodes as each update that is to fire the last trigger arrives. */
    private record Fillers(List<Set<Long>> coreVersions) implements SimObserver {
        @Override
        public void requested(SimNode node, Transaction transaction) {
            if (transaction.id().client().equals("filler")) {
                Set<Long> versions = new TreeSet<>();
                node.simulation().nodes().stream()
                        .filter(core -> core.id().name().startsWith("A"))
                        .forEach(core -> versions.add(core.history().version()));
                coreVersions.add(versions);
            }
        }
    }

    /** A strategy whose nodes never answer some requests. */
    private static LayeredScenario mute(BiPredicate<NodeId, Transaction> forgets) {
        PlantedStrategy strategy = new PlantedStrategy((node, replica, method, arguments) -> {
            boolean isForgotten =
                    method.getName().equals("onRequest") && forgets.test(node, (Transaction) arguments[1]);
            return isForgotten ? null : PlantedStrategy.called(replica, method, arguments);
        });
        return new LayeredScenario(strategy, MapSettings.layered(), Set.of());
    }

    @Test
    void clientsThatAreAnsweredMayTakeLong() {
        long longest = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            SeedResult result = run(busy(new LayeredScenario(slow(Duration.ofMillis(250)), FIXED)), seed);
            assertThat(result.violation()).as("seed %d", seed).isEmpty();
            longest = Math.max(longest, result.virtualNanos());
        }
        assertThat(longest)
                .as("some are at it for longer than a client may hear nothing")
                .isGreaterThan(HEALED_NANOS + 2 * LIVENESS_NANOS);
    }

    /** A patient client, at a node that lets it wait for longer than it may otherwise hear nothing. */
    @Test
    void whatASessionIsReadyToWaitForIsNoStall() {
        LayeredScenario patient = new LayeredScenario(slow(Duration.ofSeconds(40)), FIXED);
        long longest = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            SeedResult result = run(
                    new WorkloadScenario(
                            patient, drawn -> new Workload(3, 6, true, 3, 0, 400_000_000, 100 * SECOND, 1, 1)),
                    seed);
            assertThat(result.violation()).as("seed %d", seed).isEmpty();
            longest = Math.max(longest, result.virtualNanos());
        }
        assertThat(longest).isGreaterThan(HEALED_NANOS + 40 * SECOND);
    }

    @Test
    void aClientThatNobodyAnswersStalls() {
        Scenario forgetsOne =
                busy(mute((node, transaction) -> transaction.id().client().equals("c1")));
        for (long seed = 1; seed <= SEEDS; seed++) {
            SeedResult result = run(forgetsOne, seed);
            assertThat(result.violation()).as("seed %d", seed).hasValueSatisfying(violation -> {
                assertThat(violation.guarantee()).isEqualTo("liveness");
                assertThat(violation.message()).contains("client 1 has heard nothing for");
            });
            assertThat(result.virtualNanos() - HEALED_NANOS)
                    .as("pauses between attempts do not count")
                    .isBetween(LIVENESS_NANOS, LIVENESS_NANOS + 5 * SECOND);
        }
    }

    /** Whether one more is wanted is seen at one core node: if it were behind, the last could be one too many. */
    @Test
    void updatesForTheLastTriggerComeWhenAllCoreNodesHoldTheSame() {
        Fillers fillers = new Fillers(new ArrayList<>());
        // A1 hears of what is committed by heartbeats only.
        PlantedStrategy strategy = new PlantedStrategy((node, replica, method, arguments) -> {
            boolean isCommit = method.getName().equals("onMessage")
                    && arguments[1].getClass().getSimpleName().equals("Commit");
            return isCommit && node.name().equals("A1") ? null : PlantedStrategy.called(replica, method, arguments);
        });
        Scenario scenario = new LayeredScenario(strategy, MapSettings.layered(), Set.of());
        for (long seed = 1; seed <= 2 * SEEDS; seed++) {
            SeedResult result =
                    SeedRun.run(scenario, seed, SeedRun.Options.of(Set.of()).watchedBy(fillers));
            assertThat(result.violation()).as("seed %d", seed).isEmpty();
        }
        assertThat(fillers.coreVersions())
                .hasSizeGreaterThan(SEEDS)
                .allSatisfy(versions -> assertThat(versions).hasSize(1));
    }

    /** Clients have given up by then, or were answered elsewhere. */
    @Test
    void requestsThatAreNeverAnsweredAreSeenInTheEnd() {
        Scenario forgetsWaiting = mute((node, transaction) ->
                node.name().equals("C1") && transaction.id().sequence() == 3);
        int caught = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            boolean isCaught = run(forgetsWaiting, seed)
                    .violation()
                    .filter(violation -> violation.guarantee().equals("liveness")
                            && violation.message().matches(".*C1 at version .* [1-9][0-9]* open requests.*"))
                    .isPresent();
            caught += isCaught ? 1 : 0;
        }
        assertThat(caught).isPositive();
    }
}
