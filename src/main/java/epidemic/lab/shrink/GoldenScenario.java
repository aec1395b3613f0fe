package epidemic.lab.shrink;

import epidemic.lab.Script;
import epidemic.sim.FaultPlan;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that one run is a function of, written down. Immutable.
 *
 * @param strategy its name
 * @param seed of what the network does to each message, and of the hosts' own chances
 * @param mutant the error that is planted
 * @param violates the guarantee that does not hold; empty if all hold
 * @param settings the strategy's settings by name, as text; those left out are as configured
 * @param plan what goes wrong
 * @param script what clients ask for
 */
public record GoldenScenario(
        String strategy,
        long seed,
        Optional<String> mutant,
        Optional<String> violates,
        Map<String, String> settings,
        FaultPlan plan,
        Script script) {
    /** Copies the settings, by name. */
    public GoldenScenario {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    /** The same with another error planted, or none. */
    public GoldenScenario withMutant(Optional<String> other) {
        return new GoldenScenario(strategy, seed, other, violates, settings, plan, script);
    }

    /** The same, violating another guarantee, or none. */
    public GoldenScenario withViolates(Optional<String> other) {
        return new GoldenScenario(strategy, seed, mutant, other, settings, plan, script);
    }

    GoldenScenario withSeed(long other) {
        return new GoldenScenario(strategy, other, mutant, violates, settings, plan, script);
    }

    GoldenScenario withSettings(Map<String, String> other) {
        return new GoldenScenario(strategy, seed, mutant, violates, other, plan, script);
    }

    GoldenScenario withPlan(FaultPlan other) {
        return new GoldenScenario(strategy, seed, mutant, violates, settings, other, script);
    }

    GoldenScenario withScript(Script other) {
        return new GoldenScenario(strategy, seed, mutant, violates, settings, plan, other);
    }

    /** How much there is of it. */
    public Size size() {
        int asks = 0;
        int operations = 0;
        for (Script.Client client : script.clients()) {
            asks += client.asks().size();
            for (Script.Ask ask : client.asks()) {
                operations += ask.operations().size();
            }
        }
        return new Size(plan.faults().size(), script.clients().size(), asks, operations);
    }

    /**
     * How much there is of a scenario.
     *
     * @param faults timed ones
     * @param clients how many
     * @param transactions of all clients
     * @param operations of all transactions
     */
    public record Size(int faults, int clients, int transactions, int operations) {
        @Override
        public String toString() {
            return count(faults, "fault") + ", " + count(clients, "client") + ", " + count(transactions, "transaction")
                    + ", " + count(operations, "operation");
        }

        private static String count(int number, String what) {
            return number + " " + what + (number == 1 ? "" : "s");
        }
    }
}
