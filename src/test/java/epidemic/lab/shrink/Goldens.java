package epidemic.lab.shrink;

import epidemic.kernel.MapSettings;
import epidemic.kernel.Settings;
import epidemic.lab.MutantStrategy;
import epidemic.lab.SeedRun;
import epidemic.lab.layered.LayeredScenario;
import epidemic.protocol.StrategyCatalog;
import java.util.Optional;
import java.util.Set;

/** Scenarios for tests. */
final class Goldens {
    static final GoldenStage STAGE = new GoldenStage(Goldens::configured);

    private Goldens() {}

    static Settings configured(String strategy) {
        return MapSettings.layered();
    }

    /** The run of a seed, written down. */
    static GoldenStage.Written written(String mutant, long seed) {
        LayeredScenario scenario = new LayeredScenario(
                new MutantStrategy(StrategyCatalog.named("layered"), mutant), MapSettings.layered(), Set.of());
        return GoldenStage.write(scenario, Optional.of(mutant), seed, SeedRun.Options.of(scenario.defaultFaults()));
    }
}
