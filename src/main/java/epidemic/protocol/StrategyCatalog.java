package epidemic.protocol;

import epidemic.kernel.Strategy;
import epidemic.protocol.layered.LayeredStrategy;
import epidemic.protocol.passive.PassiveStrategy;
import epidemic.protocol.primarybackup.PrimaryBackupStrategy;
import epidemic.protocol.replicatedlog.ReplicatedLogStrategy;
import java.util.List;

/** Every strategy there is, one line each. */
public final class StrategyCatalog {
    private static final List<Strategy> STRATEGIES = List.of(
            new LayeredStrategy(), new PrimaryBackupStrategy(), new ReplicatedLogStrategy(), new PassiveStrategy());

    private StrategyCatalog() {}

    /** All strategies, the flagship first. */
    public static List<Strategy> all() {
        return STRATEGIES;
    }

    /**
     * The strategy of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static Strategy named(String name) {
        for (Strategy strategy : STRATEGIES) {
            if (strategy.name().equals(name)) {
                return strategy;
            }
        }
        List<String> names = STRATEGIES.stream().map(Strategy::name).toList();
        throw new IllegalArgumentException("no strategy '" + name + "'; allowed: " + String.join(", ", names));
    }
}
