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
                Map.entry("torn-propagation", "trigger-points"),
                Map.entry("ignore-session", "session"));
    }

    @Override
    protected Map<String, String> rarelyCaughtMutants() {
        return Map.of(
                "drop-inherited", "one-order",
                "read-unguarded", "real-time",
                "confirm-earlier", "real-time",
                "lease-on-receipt", "real-time",
                "ignore-leases", "real-time",
                "ack-before-disk", "one-order",
                "forget-held", "one-order",
                "learner-promises", "one-order");
    }

    @Override
    protected Map<String, String> uncaughtMutants() {
        return Map.of(
                "stale-ack",
                "not seen: the answer has to come in the milliseconds in which a batch of the new view is open",
                "forget-promise",
                "views take only those who answered in the same life; what is left is a coordinator that stops"
                        + " before its disk has the view, and gives the epoch to others");
    }

    @Test
    void hasManyMutants() {
        assertThat(StrategyCatalog.named("layered").mutants()).hasSizeGreaterThan(15);
    }
}
