package epidemic.lab.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Session;
import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.lab.Scenario;
import epidemic.lab.ScenarioCatalog;
import epidemic.lab.SeedRun;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.config.EpidemicConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of all strategies can be written down, and so shrunk. */
class EveryStrategyWrittenTest {
    private static Settings configured(String strategy) {
        return EpidemicConfig.load(Optional.empty(), List.of("strategy=" + strategy))
                .settings(strategy);
    }

    static List<String> strategies() {
        return StrategyCatalog.all().stream().map(Strategy::name).toList();
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void aSeedIsWrittenDownAsTheRunThatItIs(String strategy) {
        Scenario scenario = ScenarioCatalog.of(StrategyCatalog.named(strategy), configured(strategy), Set.of());
        SeedRun.Options options = SeedRun.Options.of(scenario.defaultFaults());
        for (long seed = 1; seed <= 10; seed++) {
            GoldenStage.Written written = GoldenStage.write(scenario, Optional.empty(), seed, options);
            assertThat(written.result().digest())
                    .as("%s, seed %d", strategy, seed)
                    .isEqualTo(SeedRun.run(scenario, seed, options).digest());
            String text = GoldenText.print(written.golden(), List.of());
            assertThat(GoldenReader.read("x.scenario", text, EveryStrategyWrittenTest::configured))
                    .isEqualTo(written.golden());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"session", "session w=3", "session wait w=1", "session redirect 200ms w=2", "session 20ms"})
    void aSessionIsReadAsItWasWritten(String words) {
        assertThat(SessionText.print(SessionText.parse(words))).isEqualTo(words);
    }

    @Test
    void aWriteConcernStandsLast() {
        Session session = SessionText.parse("session refuse w=2");
        assertThat(session.writeConcern()).isEqualTo(2);
        assertThat(session.policy()).contains(Session.Policy.REFUSE);
    }
}
