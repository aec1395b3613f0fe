package epidemic.lab;

import epidemic.kernel.Settings;
import epidemic.lab.layered.LayeredScenario;
import java.util.Set;

/** The scenario of each strategy. */
public final class ScenarioCatalog {
    private ScenarioCatalog() {}

    /**
     * The scenario of a strategy.
     *
     * @param base the strategy's settings, which the scenario changes by seed
     * @param fixed the names of those that it leaves as they are
     * @throws IllegalArgumentException if there is none
     */
    public static Scenario named(String strategy, Settings base, Set<String> fixed) {
        if (strategy.equals(LayeredScenario.NAME)) {
            return new LayeredScenario(base, fixed);
        }
        throw new IllegalArgumentException("no scenario of strategy '" + strategy + "': layered is allowed");
    }
}
