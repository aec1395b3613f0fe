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
                Map.entry("execute-twice", "exactly-once"),
                Map.entry("view-of-minority", "one-order"),
                Map.entry("own-count", "trigger-points"),
                Map.entry("feed-newest", "trigger-points"),
                Map.entry("torn-propagation", "trigger-points"));
    }

    @Override
    protected Map<String, String> rarelyCaughtMutants() {
        return Map.of("drop-inherited", "one-order", "read-unguarded", "real-time");
    }

    @Override
    protected Map<String, String> uncaughtMutants() {
        return Map.of(
                "stale-ack", "not seen: too few acknowledgements come so late",
                "ignore-leases", "not seen: whoever is left out has mostly been silent for longer than a lease",
                "ack-before-disk", "not seen: all who hold a batch would have to stop before they have written it",
                "forget-promise", "harmless where only those become members who answered in the same life",
                "learner-promises", "not seen: it takes two majorities in a row without the node that knows",
                "refuse-held", "not seen: the repeat would have to meet its batch undecided while a peer is away");
    }

    @Test
    void hasManyMutants() {
        assertThat(StrategyCatalog.named("layered").mutants()).hasSizeGreaterThan(15);
    }
}
