package epidemic.lab.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import epidemic.lab.KnownRuns;
import epidemic.lab.Script;
import epidemic.lab.SeedResult;
import epidemic.sim.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
    private static final NodeId A1 = NodeId.of("A1");
    private static final Shrinker.Bounds FREE = new Shrinker.Bounds(100_000, () -> false);

    private static Shrinker.Shrunk shrink(GoldenScenario from, Shrinker.Oracle oracle, Shrinker.Bounds bounds) {
        return new Shrinker(from, oracle, Map.of(), bounds, (runs, smallest) -> {}).shrink();
    }

    private static boolean crashesA1(GoldenScenario golden) {
        return golden.plan().faults().stream().anyMatch(timed -> stopsA1(timed.fault()));
    }

    private static boolean stopsA1(Fault fault) {
        boolean stops = fault instanceof Fault.Crash || fault instanceof Fault.Blackout;
        return stops && fault.nodes().contains(A1) && fault.spanNanos() >= 30_000_000;
    }

    private static long asks(GoldenScenario golden, int layer) {
        return golden.script().clients().stream()
                .flatMap(client -> client.asks().stream())
                .filter(ask -> ask.layer() == layer)
                .count();
    }

    private static GoldenScenario startWith(Shrinker.Oracle oracle) {
        for (long seed = 1; seed < 500; seed++) {
            GoldenScenario golden = Goldens.written("torn-propagation", seed).golden();
            if (oracle.shows(golden)) {
                return golden;
            }
        }
        throw new AssertionError("no seed shows it");
    }

    @Test
    void keepsOnlyWhatIsNeeded() {
        Shrinker.Oracle oracle = golden -> crashesA1(golden) && asks(golden, 1) >= 2;
        Shrinker.Shrunk shrunk = shrink(startWith(oracle), oracle, FREE);
        assertThat(shrunk.isMinimal()).isTrue();
        GoldenScenario golden = shrunk.golden();
        assertThat(golden.size()).hasToString("1 fault, 1 client, 2 transactions, 2 operations");
        assertThat(golden.plan().clocks()).isEmpty();
        assertThat(golden.plan().links()).isEqualTo(golden.plan().links().healed());
        Fault fault = golden.plan().faults().get(0).fault();
        assertThat(fault.nodes()).containsExactly(A1);
        assertThat(fault.spanNanos()).isBetween(30_000_000L, 60_000_000L);
        assertThat(golden.script().clients())
                .allMatch(client -> client.session().isEmpty());
        assertThat(golden.script().clients().get(0).asks())
                .allMatch(ask -> ask.retries().isEmpty());
        assertThat(golden.plan().healNanos()).isZero();
    }

    @Test
    void triesNoMoreThanItMay() {
        List<GoldenScenario> tried = new ArrayList<>();
        Shrinker.Oracle oracle = golden -> tried.add(golden) && asks(golden, 0) >= 1;
        GoldenScenario start = Goldens.written("ack-first", KnownRuns.failing("ack-first", "one-order"))
                .golden();
        Shrinker.Shrunk shrunk = shrink(start, oracle, new Shrinker.Bounds(10, () -> false));
        assertThat(tried).hasSize(10).doesNotHaveDuplicates();
        assertThat(shrunk.runs()).isEqualTo(10);
        assertThat(shrunk.isMinimal()).isFalse();
        assertThat(asks(shrunk.golden(), 0)).isPositive();
    }

    @Test
    void stopsWhenTimeIsUp() {
        GoldenScenario start = Goldens.written("ack-first", KnownRuns.failing("ack-first", "one-order"))
                .golden();
        Shrinker.Shrunk shrunk = shrink(start, golden -> true, new Shrinker.Bounds(100, () -> true));
        assertThat(shrunk).isEqualTo(new Shrinker.Shrunk(start, 0, false));
    }

    @Test
    void wandersToNoOtherGuarantee() {
        GoldenScenario start = Goldens.written("ack-first", KnownRuns.failing("ack-first", "one-order"))
                .golden();
        Sameness same = new Sameness(Goldens.STAGE, new SeedResult.Violation("real-time", ""));
        assertThat(same.shows(start)).isFalse();
        Sameness right = new Sameness(
                Goldens.STAGE, new SeedResult.Violation(start.violates().orElseThrow(), ""));
        assertThat(right.shows(start)).isTrue();
    }

    @Test
    void whatFailsWithoutTheMutantDoesNotCount() {
        GoldenScenario start = Goldens.written("ack-first", KnownRuns.failing("ack-first", "one-order"))
                .golden();
        Script script = start.script();
        GoldenScenario unknownNode = start.withScript(new Script(
                script.patienceNanos(),
                List.of(new Script.Client(
                        0,
                        Optional.empty(),
                        List.of(new Script.Ask(
                                0,
                                0,
                                script.clients().get(0).asks().get(0).operations(),
                                NodeId.of("Z9"),
                                List.of()))))));
        SeedResult.Violation found = Goldens.STAGE.run(unknownNode).violation().orElseThrow();
        assertThat(new Sameness(Goldens.STAGE, found).shows(unknownNode)).isFalse();
        assertThat(new Sameness(Goldens.STAGE, found).shows(unknownNode.withMutant(Optional.empty())))
                .isTrue();
    }
}
