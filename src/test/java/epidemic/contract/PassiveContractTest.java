package epidemic.contract;

import java.util.Map;

/** The main replica and its copies. docs/strategies/passive.md has all mutants, over more seeds. */
class PassiveContractTest extends StrategyContract {
    PassiveContractTest() {
        super("passive");
    }

    @Override
    protected Map<String, String> caughtMutants() {
        return Map.ofEntries(
                Map.entry("cache-loses-pending", "copy-delay"),
                Map.entry("cache-applies-twice", "exactly-once"),
                Map.entry("copy-too-early", "copy-delay"),
                Map.entry("copy-out-of-order", "one-order"),
                Map.entry("reset-timer-on-update", "copy-delay"),
                Map.entry("forget-after-restart", "copy-delay"),
                Map.entry("forget-cache-time", "copy-delay"),
                Map.entry("told-before-disk", "durability"),
                Map.entry("execute-twice", "exactly-once"),
                Map.entry("snapshot-too-new", "one-order"),
                Map.entry("ignore-session", "session"));
    }

    @Override
    protected Map<String, String> rarelyCaughtMutants() {
        return Map.of();
    }

    @Override
    protected Map<String, String> uncaughtMutants() {
        return Map.of();
    }
}
