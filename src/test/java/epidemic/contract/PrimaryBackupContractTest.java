package epidemic.contract;

import java.util.Map;

/** A primary and its backups, in all modes. */
class PrimaryBackupContractTest extends StrategyContract {
    PrimaryBackupContractTest() {
        super("primary-backup");
    }

    @Override
    protected Map<String, String> caughtMutants() {
        return Map.of(
                "lag-says-zero", "true-lag",
                "no-fencing", "one-order",
                "promote-shortest", "one-order",
                "semi-sync-hangs", "semi-sync-answers",
                "forwarded-twice", "exactly-once");
    }

    @Override
    protected Map<String, String> rarelyCaughtMutants() {
        return Map.of(
                "apply-out-of-order", "replica-invariant",
                "ack-before-durable", "durability",
                "sync-answers-early", "one-order",
                "read-unconfirmed", "real-time",
                "read-before-inherited", "real-time",
                "forget-promise", "one-primary",
                "refused-copy", "refused-has-no-effect",
                "learner-counts", "one-order",
                "ignores-divergence", "prefix");
    }

    @Override
    protected Map<String, String> uncaughtMutants() {
        return Map.of();
    }
}
