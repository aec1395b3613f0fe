package epidemic.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.NodeId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final Set<FaultKind> ALL = EnumSet.allOf(FaultKind.class);
    private static final List<NodeId> NODES = List.of(NodeId.of("A1"), NodeId.of("A2"), NodeId.of("B1"));
    private static final long HEAL = 3_000_000_000L;

    @Test
    void everyDrawnPlanCanBeWrittenAndReadBack() {
        for (long seed = 1; seed <= 500; seed++) {
            FaultPlan plan = FaultPlanDraw.plan(seed, ALL, new FaultPlanDraw.Aims(NODES, NODES, HEAL, HEAL / 8));
            assertThat(FaultPlanText.parse(FaultPlanText.print(plan)))
                    .as("seed %d", seed)
                    .isEqualTo(plan);
        }
    }

    @Test
    void drawsEverySortOfFaultAndLosesNothingInAThirdOfTheRuns() {
        Set<String> drawn = new TreeSet<>();
        int lossless = 0;
        for (long seed = 1; seed <= 900; seed++) {
            FaultPlan plan = FaultPlanDraw.plan(seed, ALL, new FaultPlanDraw.Aims(NODES, NODES, HEAL, HEAL / 8));
            plan.faults().forEach(timed -> drawn.add(timed.fault().getClass().getSimpleName()));
            boolean cuts = plan.faults().stream()
                    .anyMatch(timed -> timed.fault() instanceof Fault.Cut || timed.fault() instanceof Fault.Partition);
            lossless += plan.links().drop() == 0 && plan.links().lostAnswer() == 0 && !cuts ? 1 : 0;
        }
        assertThat(drawn).hasSize(Fault.class.getPermittedSubclasses().length);
        assertThat(lossless).isBetween(280, 500);
    }

    @Test
    void leavesOutWhatIsNotAskedFor() {
        for (long seed = 1; seed <= 100; seed++) {
            FaultPlan plan = FaultPlanDraw.plan(
                    seed, EnumSet.noneOf(FaultKind.class), new FaultPlanDraw.Aims(NODES, NODES, HEAL, HEAL / 8));
            assertThat(plan.faults()).isEmpty();
            assertThat(plan.clocks()).isEmpty();
            assertThat(plan.links()).isEqualTo(plan.links().healed());
        }
    }

    @Test
    void namesTheLineThatCannotBeRead() {
        assertThatThrownBy(() -> FaultPlanText.parse("heal 3s\nat 1s explode A1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("crash");
        assertThatThrownBy(() -> FaultPlanText.parse("heal 1s\n\nclock A1 drift-ppm=9999999 wall=0s"))
                .hasMessageContaining("line 3")
                .hasMessageContaining("500000");
        assertThatThrownBy(() -> FaultPlanText.parse("at -1s crash A1 down=1s"))
                .hasMessageContaining("line 1")
                .hasMessageContaining("0 or more");
        assertThatThrownBy(() -> FaultPlanText.parse("heal soon")).hasMessageContaining("line 1");
        assertThatThrownBy(() -> FaultPlanText.parse("at 1s crash A1")).hasMessageContaining("down=");
    }

    @Test
    void readsListsOfFaults() {
        Set<FaultKind> defaults = EnumSet.of(FaultKind.CRASH);
        assertThat(FaultKind.parse("default", defaults)).containsExactly(FaultKind.CRASH);
        assertThat(FaultKind.parse("none", defaults)).isEmpty();
        assertThat(FaultKind.parse("drop, lost-answer", defaults)).contains(FaultKind.DROP, FaultKind.LOST_ANSWER);
        assertThat(FaultKind.parse("all,-clock", defaults))
                .doesNotContain(FaultKind.CLOCK)
                .hasSize(ALL.size() - 1);
        assertThatThrownBy(() -> FaultKind.parse("rain", defaults)).hasMessageContaining("slow-disk");
    }

    @Test
    void timesKeepTheirValueAsText() {
        for (long nanos : new long[] {0, 1, 999, 1_000, 1_500_000, -2_000_000_000L, 3_600_000_000_001L}) {
            assertThat(TimeText.parse(TimeText.of(nanos))).isEqualTo(nanos);
        }
        assertThat(TimeText.of(1_500_000)).isEqualTo("1500us");
    }
}
