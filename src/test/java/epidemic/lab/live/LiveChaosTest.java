package epidemic.lab.live;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.check.Guarantee;
import epidemic.check.history.RunRecord;
import epidemic.check.verdict.Verdict;
import epidemic.contract.Nightly;
import epidemic.runtime.storage.SyncMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Core nodes that are stopped, started, cut off and slowed by chance under load, before the judges. */
class LiveChaosTest {
    private static final long PAUSE_NANOS = 5_000_000;
    private static final List<Guarantee> PROMISED =
            List.of(Guarantee.STRICT_SERIALIZABLE, Guarantee.PREFIX, Guarantee.EXACTLY_ONCE, Guarantee.CONVERGENCE);

    @TempDir
    private Path directory;

    /** A strike each second for two minutes at night; by day as many as fit in some seconds. */
    @ParameterizedTest
    @EnumSource(SyncMode.class)
    void nothingConfirmedIsLostAndNothingRefusedAppears(SyncMode sync) throws Exception {
        Duration interval = Nightly.isOn() ? Duration.ofSeconds(1) : Duration.ofMillis(400);
        Duration length = Nightly.isOn() ? Duration.ofMinutes(2) : Duration.ofSeconds(6);
        try (LiveRig rig = new LiveRig(directory, PAUSE_NANOS, "reconfigure", sync)) {
            CompletableFuture<Long> strikes = rig.chaos(List.of("A1", "A2", "A3"), interval, length);
            CompletableFuture<Load.Figures> load = rig.load(length, watch -> watch);
            Load.Figures figures = load.get(length.toSeconds() + 60, TimeUnit.SECONDS);

            assertThat(strikes.get(30, TimeUnit.SECONDS)).isGreaterThan(length.dividedBy(interval) / 2);
            assertThat(figures.counts().committed()).isGreaterThan(100);
            rig.end();
            assertThat(rig.alarms).isEmpty();
            RunRecord run = rig.read();
            assertThat(run.history().faults()).isNotEmpty();
            for (Guarantee guarantee : PROMISED) {
                assertThat(guarantee.judge(run))
                        .as("%s", guarantee)
                        .matches(verdict -> verdict.ruling() == Verdict.Ruling.HOLDS);
            }
        }
    }
}
