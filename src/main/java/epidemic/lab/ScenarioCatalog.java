package epidemic.lab;

import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.lab.layered.LayeredScenario;
import epidemic.lab.passive.PassiveScenario;
import epidemic.lab.primarybackup.PrimaryBackupScenario;
import epidemic.lab.replicatedlog.ReplicatedLogScenario;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.config.EpidemicConfig;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The scenario of each strategy, one line each. */
public final class ScenarioCatalog {
    private static final Map<String, Maker> SCENARIOS = Collections.unmodifiableMap(new TreeMap<>(Map.of(
            LayeredScenario.NAME, LayeredScenario::new,
            PrimaryBackupScenario.NAME, PrimaryBackupScenario::new,
            ReplicatedLogScenario.NAME, ReplicatedLogScenario::new,
            PassiveScenario.NAME, PassiveScenario::new)));

    private ScenarioCatalog() {}

    private interface Maker {
        Scenario make(Strategy strategy, Settings base, Set<String> fixed);
    }

    /** The scenario of a strategy as a configuration has it. */
    public static Scenario of(EpidemicConfig config) {
        return of(StrategyCatalog.named(config.strategy()), config.settings(config.strategy()), Set.of());
    }

    /**
     * The scenario of a strategy.
     *
     * @param strategy the strategy, or a mutant of it
     * @param base the strategy's settings, which the scenario changes by seed
     * @param fixed the names of those that it leaves as they are
     * @throws IllegalArgumentException if there is none
     */
    public static Scenario of(Strategy strategy, Settings base, Set<String> fixed) {
        Maker maker = SCENARIOS.get(strategy.name());
        if (maker == null) {
            throw new IllegalArgumentException("no scenario of strategy '" + strategy.name() + "': "
                    + String.join(", ", SCENARIOS.keySet()) + " are allowed");
        }
        return maker.make(strategy, base, fixed);
    }
}
