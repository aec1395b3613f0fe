package epidemic.contract;

import epidemic.kernel.Strategy;
import epidemic.lab.MutantStrategy;
import epidemic.lab.Scenario;
import epidemic.lab.ScenarioCatalog;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.config.ConfigSources;
import epidemic.runtime.config.EpidemicConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The scenarios of the catalog on the packaged settings. */
final class Scenarios {
    private static final EpidemicConfig PACKAGED =
            EpidemicConfig.load(new ConfigSources(List.of(), Map.of(), Map.of(), Optional.empty()));

    private Scenarios() {}

    /** The scenario of a strategy. */
    static Scenario of(String strategy) {
        return of(StrategyCatalog.named(strategy));
    }

    /** The scenario of a strategy with an error planted. */
    static Scenario ofMutant(String strategy, String mutant) {
        return of(new MutantStrategy(StrategyCatalog.named(strategy), mutant));
    }

    private static Scenario of(Strategy strategy) {
        return ScenarioCatalog.of(strategy, PACKAGED.settings(strategy.name()), Set.of());
    }
}
