package epidemic.contract;

import java.util.Map;

/** The master and its secondaries. */
class ReplicatedLogContractTest extends StrategyContract {
    ReplicatedLogContractTest() {
        super("replicated-log");
    }

    @Override
    protected Map<String, String> caughtMutants() {
        return Map.of(
                "count-acks-twice", "write-concern",
                "show-past-gap", "one-order",
                "dedup-by-text", "committed-in-order",
                "forget-after-empty-restart", "liveness",
                "hole-at-no-quorum", "refused-has-no-effect",
                "ack-before-durable", "write-concern",
                "retry-appended-twice", "exactly-once",
                "master-reuses-ids", "one-order",
                "half-is-quorum", "read-only",
                "ignores-quorum", "read-only");
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
