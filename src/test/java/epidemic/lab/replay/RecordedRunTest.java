package epidemic.lab.replay;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.Strategy;
import epidemic.kernel.VersionEntry;
import epidemic.lab.KnownRuns;
import epidemic.lab.MutantStrategy;
import epidemic.lab.Scenario;
import epidemic.lab.SeedResult;
import epidemic.lab.SeedRun;
import epidemic.lab.layered.LayeredScenario;
import epidemic.protocol.StrategyCatalog;
import epidemic.replay.Happening;
import epidemic.replay.Mark;
import epidemic.replay.NodeState;
import epidemic.replay.Recording;
import epidemic.replay.Timeline;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedRunTest {
    private static final Strategy LAYERED = StrategyCatalog.named("layered");
    private static final int SEEDS = 60;

    private static Scenario scenario(Strategy strategy) {
        return new LayeredScenario(strategy, MapSettings.layered(), Set.of());
    }

    private static RecordedRun record(Scenario scenario, long seed) {
        return RecordedRun.of(scenario, seed, SeedRun.Options.of(scenario.defaultFaults()), "the command");
    }

    @Test
    void aWatchedRunIsTheRunOfThatSeed() {
        Scenario scenario = scenario(LAYERED);
        for (long seed = 1; seed <= SEEDS; seed++) {
            SeedResult unwatched = SeedRun.run(scenario, seed, SeedRun.Options.of(scenario.defaultFaults()));
            assertThat(record(scenario, seed).result()).as("seed " + seed).isEqualTo(unwatched);
        }
    }

    @ParameterizedTest
    @CsvSource({"ack-first, one-order", "feed-newest, trigger-points", "ack-first, liveness"})
    void aFailingRunEndsAtTheMomentOfItsViolation(String mutant, String guarantee) {
        Scenario scenario = scenario(new MutantStrategy(LAYERED, mutant));
        long seed = KnownRuns.failing(scenario, guarantee);
        SeedResult unwatched = SeedRun.run(scenario, seed, SeedRun.Options.of(scenario.defaultFaults()));
        RecordedRun run = record(scenario, seed);
        assertThat(run.result()).isEqualTo(unwatched);
        Recording recording = run.recording();
        assertThat(recording.facts().violation().orElseThrow().guarantee()).isEqualTo(guarantee);
        Mark last = recording.marks().get(recording.marks().size() - 1);
        assertThat(last.kind()).isEqualTo("violation");
        assertThat(last.atNanos()).isEqualTo(unwatched.virtualNanos()).isEqualTo(recording.lengthNanos());
        assertThat(recording.timeline().toldUntil(recording.lengthNanos(), 1))
                .singleElement()
                .satisfies(told -> assertThat(told.text()).startsWith(guarantee));
    }

    /** Both nodes' logs are on the page at that moment, so one sees what differs. */
    @Test
    void theEntryThatViolatesIsInTheLogThatTookIt() {
        Scenario scenario = scenario(new MutantStrategy(LAYERED, "ack-first"));
        Recording recording =
                record(scenario, KnownRuns.failing(scenario, "one-order")).recording();
        long end = recording.lengthNanos();
        List<List<VersionEntry>> logs = recording.facts().topology().nodes().stream()
                .map(node -> recording.timeline().stateOf(node, end).log())
                .map(log -> log.entries(0, Integer.MAX_VALUE))
                .toList();
        assertThat(logs)
                .anySatisfy(left -> assertThat(logs).anySatisfy(right -> {
                    int common = Math.min(left.size(), right.size());
                    assertThat(left.subList(0, common)).isNotEqualTo(right.subList(0, common));
                }));
    }

    @Test
    void showsNodesMessagesFaultsAndHealing() {
        Recording recording = record(scenario(LAYERED), 42).recording();
        Timeline timeline = recording.timeline();
        assertThat(recording.marks()).extracting(Mark::kind).contains("heal");
        assertThat(recording.marks()).isSortedAccordingTo((a, b) -> Long.compare(a.atNanos(), b.atNanos()));
        List<Happening> all = timeline.between(-1, recording.lengthNanos());
        assertThat(all)
                .anyMatch(happening ->
                        happening instanceof Happening.Sent sent && sent.kind().equals("Replicate"))
                .noneMatch(happening ->
                        happening instanceof Happening.Sent sent && sent.kind().equals("Heartbeat"));
        List<NodeState> last = recording.facts().topology().nodes().stream()
                .map(node -> timeline.stateOf(node, recording.lengthNanos()))
                .toList();
        assertThat(last).allMatch(state -> state.phase() == NodeState.Phase.UP);
        assertThat(last).extracting(NodeState::version).containsOnly(last.get(0).version());
        assertThat(last).allMatch(state -> state.log().length() == state.version());
        assertThat(last.get(0).version()).isPositive();
    }

    @Test
    void aCrashedNodeIsDownForAWhile() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Recording recording = record(scenario(LAYERED), seed).recording();
            for (Mark mark : recording.marks()) {
                if (mark.kind().equals("restart")) {
                    NodeId node = mark.nodes().get(0);
                    assertThat(recording.timeline().changesOf(node))
                            .extracting(changed -> changed.state().phase())
                            .contains(NodeState.Phase.DOWN);
                    return;
                }
            }
        }
        throw new AssertionError("no crash in " + SEEDS + " seeds");
    }

    @Test
    void lostMessagesAreKnown() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Recording recording = record(scenario(LAYERED), seed).recording();
            boolean hasLost = recording.timeline().between(-1, Long.MAX_VALUE).stream()
                    .anyMatch(happening -> happening instanceof Happening.Sent sent && sent.lost());
            if (hasLost) {
                return;
            }
        }
        throw new AssertionError("nothing lost in " + SEEDS + " seeds");
    }
}
