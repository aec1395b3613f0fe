package epidemic.lab;

import epidemic.kernel.MapSettings;
import epidemic.lab.layered.LayeredScenario;
import epidemic.protocol.StrategyCatalog;
import epidemic.sim.FaultLimits;
import epidemic.sim.FaultPlan;
import epidemic.sim.FaultPlanText;
import epidemic.sim.Simulation;
import epidemic.sim.Trace;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs for tests that need certain things to happen, whatever plans seeds draw. */
public final class KnownRuns {
    private static final int SEEDS = 500;

    private static final String PLAN = """
            heal 3s
            links min=100us mean=400us drop=0.05 duplicate=0.0 reorder=0.0 lost-answer=0.0
            disks write=100us slow=0.0 slow-by=0ns tear=0.0
            at 1200ms crash B1 down=300ms
            at 1600ms partition C1 for=500ms
            """;

    private KnownRuns() {}

    /** A crash, a partition, some losses, and a core that is left alone. */
    public static SeedRun.Options planned(Scenario scenario) {
        return new SeedRun.Options(
                scenario.defaultFaults(), Optional.of(FaultPlanText.parse(PLAN)), Optional.empty(), Optional.empty());
    }

    /** A simulation of {@code layered} in which nothing goes wrong, nothing started. */
    static Simulation withoutFaults() {
        return new Simulation(new Simulation.Setup(
                1,
                StrategyCatalog.named("layered"),
                MapSettings.layered(),
                FaultPlan.none(1),
                FaultLimits.none(),
                new Trace(),
                List.of()));
    }

    /** The first seed whose run with this mutant of {@code layered} does not keep a guarantee. */
    public static long failing(String mutant, String guarantee) {
        return failing(
                new LayeredScenario(
                        new MutantStrategy(StrategyCatalog.named("layered"), mutant), MapSettings.layered(), Set.of()),
                guarantee);
    }

    /** The first seed whose run, under what it draws, does not keep a guarantee. */
    public static long failing(Scenario scenario, String guarantee) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            SeedResult result = SeedRun.run(scenario, seed, SeedRun.Options.of(scenario.defaultFaults()));
            if (result.violation()
                    .filter(found -> found.guarantee().equals(guarantee))
                    .isPresent()) {
                return seed;
            }
        }
        throw new AssertionError(guarantee + " holds in " + SEEDS + " seeds of "
                + scenario.strategy().name());
    }
}
