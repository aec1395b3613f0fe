package epidemic.lab;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Settings;
import epidemic.runtime.config.EpidemicConfig;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioCatalogTest {
    /** A client that waits as it has agreed to is not stalled. */
    @ParameterizedTest
    @CsvSource({
        "layered, layer1.session-wait",
        "primary-backup, session-wait",
        "replicated-log, session-wait",
        "passive, session-wait"
    })
    void scenariosKnowHowLongNodesLetASessionWait(String strategy, String key) {
        Scenario scenario = ScenarioCatalog.of(EpidemicConfig.load(Optional.empty(), List.of("strategy=" + strategy)));
        Settings settings = scenario.settings(2);
        assertThat(scenario.sessionWaitNanos(settings))
                .isPositive()
                .isEqualTo(settings.duration(key).toNanos());
    }
}
