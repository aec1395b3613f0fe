package epidemic.lab.layered;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.lab.Campaign;
import epidemic.lab.CampaignReport;
import epidemic.lab.SeedRun;
import epidemic.sim.FaultPlan;
import epidemic.sim.FaultPlanDraw;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The seven nodes under every fault they claim to stand. */
class LayeredSimulationTest {
    private static final LayeredScenario SCENARIO = new LayeredScenario(MapSettings.layered(), Set.of());

    @Test
    void keepsItsGuaranteesAndMeetsEveryRareSituation() throws InterruptedException {
        CampaignReport report = new Campaign(
                        SCENARIO, SeedRun.Options.of(SCENARIO.defaultFaults()), (done, total, violations) -> {})
                .run(1, 1_500, 2, Optional.empty());
        assertThat(report.violations()).isEmpty();
        assertThat(report.unseenProbes()).isEmpty();
    }

    @Test
    void withoutFaultsNothingIsLostOrRefusedForLong() throws InterruptedException {
        CampaignReport report = new Campaign(SCENARIO, SeedRun.Options.of(Set.of()), (done, total, violations) -> {})
                .run(1, 200, 2, Optional.empty());
        assertThat(report.violations()).isEmpty();
    }

    @Test
    void aPlanFromAFileReplaysTheRunThatDrewIt() {
        FaultPlan plan = FaultPlanDraw.plan(
                11,
                SCENARIO.defaultFaults(),
                SCENARIO.strategy().topology(SCENARIO.settings(11)).nodes(),
                SCENARIO.safetyNanos());
        SeedRun.Options given =
                new SeedRun.Options(SCENARIO.defaultFaults(), Optional.of(plan), Optional.empty(), Optional.empty());
        assertThat(SeedRun.run(SCENARIO, 11, given).digest())
                .isEqualTo(SeedRun.run(SCENARIO, 11, SeedRun.Options.of(SCENARIO.defaultFaults()))
                        .digest());
    }
}
