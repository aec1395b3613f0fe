package epidemic.contract;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.protocol.StrategyCatalog;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The seven nodes. docs/mutants.md has all mutants, over more seeds. */
class LayeredContractTest extends StrategyContract {
    LayeredContractTest() {
        super("layered");
    }

    @Override
    protected Map<String, String> caughtMutants() {
        return Map.ofEntries(
                Map.entry("ack-first", "one-order"),
                Map.entry("arrival-order", "one-order"),
                Map.entry("missed-below", "one-order"),
                Map.entry("ignored-below", "one-order"),
                Map.entry("read-at-once", "real-time"),
                Map.entry("refuse-in-flight", "refused-has-no-effect"),
                Map.entry("refuse-held", "refused-has-no-effect"),
                Map.entry("execute-twice", "exactly-once"),
                Map.entry("view-of-minority", "one-order"),
                Map.entry("own-count", "trigger-points"),
                Map.entry("feed-newest", "trigger-points"),
                Map.entry("adopt-newest", "trigger-points"),
                Map.entry("torn-propagation", "trigger-points"),
                Map.entry("snapshot-too-new", "one-order"),
                Map.entry("snapshot-torn", "one-order"),
                Map.entry("ignore-session", "session"),
                Map.entry("own-deadline", "session"));
    }

    @Override
    protected Map<String, String> rarelyCaughtMutants() {
        return Map.ofEntries(
                Map.entry("stale-ack", "one-order"),
                Map.entry("drop-inherited", "one-order"),
                Map.entry("read-unguarded", "real-time"),
                Map.entry("confirm-earlier", "real-time"),
                Map.entry("lease-on-receipt", "real-time"),
                Map.entry("ignore-leases", "real-time"),
                Map.entry("ack-before-disk", "one-order"),
                Map.entry("forget-held", "one-order"),
                Map.entry("forget-promise", "one-order"),
                Map.entry("forget-client", "exactly-once"),
                Map.entry("snapshot-drops-clients", "one-order"),
                Map.entry("snapshot-shown", "trigger-points"),
                Map.entry("snapshot-uncounted", "trigger-points"),
                Map.entry("learner-promises", "one-order"));
    }

    @Override
    protected Map<String, String> uncaughtMutants() {
        return Map.of();
    }

    @Test
    void hasManyMutants() {
        assertThat(StrategyCatalog.named("layered").mutants()).hasSizeGreaterThan(15);
    }
}
