package epidemic.lab;

import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.lab.layered.LayeredScenario;
import java.util.Set;

/** The scenario of each strategy. */
public final class ScenarioCatalog {
    private ScenarioCatalog() {}

    /**
     * The scenario of a strategy.
     *
     * @param strategy the strategy, or a mutant of it
     * @param base the strategy's settings, which the scenario changes by seed
     * @param fixed the names of those that it leaves as they are
     * @throws IllegalArgumentException if there is none
     */
    public static Scenario of(Strategy strategy, Settings base, Set<String> fixed) {
        if (strategy.name().equals(LayeredScenario.NAME)) {
            return new LayeredScenario(strategy, base, fixed);
        }
        throw new IllegalArgumentException("no scenario of strategy '" + strategy.name() + "': layered is allowed");
    }
}
