package epidemic.lab.layered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.MapSettings;
import epidemic.kernel.Mutant;
import epidemic.kernel.Strategy;
import epidemic.lab.Campaign;
import epidemic.lab.CampaignReport;
import epidemic.lab.MutantStrategy;
import epidemic.lab.SeedRun;
import epidemic.protocol.StrategyCatalog;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Planted errors are caught. docs/mutants.md has all of them, over more seeds. */
class LayeredMutantsTest {
    private static final Strategy LAYERED = StrategyCatalog.named("layered");

    @ParameterizedTest
    @CsvSource({
        "ack-first, one-order",
        "arrival-order, one-order",
        "missed-below, one-order",
        "ignored-below, one-order",
        "read-at-once, real-time",
        "refuse-in-flight, refused-has-no-effect",
        "execute-twice, exactly-once",
        "view-of-majority, liveness",
        "drop-inherited, liveness",
        "own-count, trigger-points",
        "feed-newest, trigger-points",
        "torn-propagation, trigger-points"
    })
    void isCaught(String mutant, String guarantee) throws InterruptedException {
        LayeredScenario scenario =
                new LayeredScenario(new MutantStrategy(LAYERED, mutant), MapSettings.layered(), Set.of());
        CampaignReport report = new Campaign(
                        scenario, SeedRun.Options.of(scenario.defaultFaults()), (done, total, violations) -> {})
                .run(1, 60, 2, Optional.empty());
        assertThat(report.violations())
                .anyMatch(result -> result.violation().orElseThrow().guarantee().equals(guarantee));
    }

    @Test
    void everyMutantHasANameAndADescription() {
        assertThat(LAYERED.mutants()).hasSizeGreaterThan(15).doesNotHaveDuplicates();
        assertThat(LAYERED.mutants()).extracting(Mutant::name).allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"));
        assertThat(LAYERED.mutants()).extracting(Mutant::description).doesNotContain("");
    }

    @Test
    void anUnknownMutantIsRefused() {
        assertThatThrownBy(() -> new MutantStrategy(LAYERED, "nonsense"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no mutant 'nonsense'");
    }
}
