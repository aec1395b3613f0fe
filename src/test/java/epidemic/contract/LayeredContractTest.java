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
                Map.entry("view-of-majority", "liveness"),
                Map.entry("drop-inherited", "liveness"),
                Map.entry("own-count", "trigger-points"),
                Map.entry("feed-newest", "trigger-points"),
                Map.entry("torn-propagation", "trigger-points"));
    }

    @Override
    protected Map<String, String> rarelyCaughtMutants() {
        return Map.of("confirm-before-disk", "durability", "trigger-before-disk", "one-order");
    }

    @Override
    protected Map<String, String> uncaughtMutants() {
        return Map.of(
                "stale-ack", "not seen: views have all members, so an older acknowledgement names what everybody holds",
                "read-before-disk",
                        "not seen: the whole core would have to stop between a read and the write behind it",
                "refuse-held", "not seen: the repeat would have to meet its batch undecided while a peer is away");
    }

    @Test
    void hasManyMutants() {
        assertThat(StrategyCatalog.named("layered").mutants()).hasSizeGreaterThan(15);
    }
}
