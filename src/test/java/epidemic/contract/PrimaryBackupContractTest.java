package epidemic.contract;

import java.util.Map;

/** A primary and its backups, in all modes. */
class PrimaryBackupContractTest extends StrategyContract {
    PrimaryBackupContractTest() {
        super("primary-backup");
    }

    @Override
    protected Map<String, String> caughtMutants() {
        return Map.ofEntries(
                Map.entry("lag-says-zero", "true-lag"),
                Map.entry("apply-out-of-order", "replica-invariant"),
                Map.entry("ack-before-durable", "one-order"),
                Map.entry("sync-answers-early", "one-order"),
                Map.entry("no-fencing", "one-order"),
                Map.entry("read-unconfirmed", "real-time"),
                Map.entry("promote-shortest", "one-order"),
                Map.entry("semi-sync-hangs", "semi-sync-answers"),
                Map.entry("forwarded-twice", "exactly-once"),
                Map.entry("refused-copy", "refused-has-no-effect"),
                Map.entry("ignores-divergence", "convergence"));
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
