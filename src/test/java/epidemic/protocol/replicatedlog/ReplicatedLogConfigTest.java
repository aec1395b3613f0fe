package epidemic.protocol.replicatedlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.kernel.NodeId;
import epidemic.kernel.Topology;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicatedLogConfigTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "secondaries | 0 | 1 to 50",
                "secondaries | 51 | 1 to 50",
                "write-concern | 0 | 1 to 3 (the number of nodes)",
                "write-concern | 4 | 1 to 3 (the number of nodes)",
                "base-port | 65534 | 0 to 65533",
                "max-waiting | 0 | 1 or more",
                "max-in-flight | 0 | 1 or more",
                "batch-max-messages | 0 | 1 or more",
                "gap-buffer | 0 | 1 or more",
                "gap-buffer-bytes | 0 | 1 or more",
                "history-window | 0 | 1 or more",
                "idle-clients-max | -1 | 0 or more",
                "test.error-before-append | 101 | 0 to 100 per cent"
            })
    void aNumberOutOfItsRangeIsNamed(String key, long number, String allowed) {
        assertThatThrownBy(() -> ReplicatedLogConfig.of(LogRig.settings().with(key, number)))
                .hasMessage("epidemic.replicated-log." + key + " = " + number + ": " + allowed + " is allowed");
    }

    @Test
    void durationsFitTogether() {
        assertThatThrownBy(
                        () -> ReplicatedLogConfig.of(LogRig.settings().with("suspected-after", Duration.ofMillis(500))))
                .hasMessageContaining("suspected-after");
        assertThatThrownBy(
                        () -> ReplicatedLogConfig.of(LogRig.settings().with("unhealthy-after", Duration.ofSeconds(1))))
                .hasMessageContaining("unhealthy-after");
        assertThatThrownBy(() -> ReplicatedLogConfig.of(LogRig.settings().with("retry-max", Duration.ofMillis(100))))
                .hasMessageContaining("retry-max");
        assertThatThrownBy(() -> ReplicatedLogConfig.of(LogRig.settings().with("test.nodes", "S3")))
                .hasMessageContaining("test.nodes = S3: all, or names of secondaries");
    }

    @Test
    void singleSecondariesHaveSwitchesOfTheirOwn() {
        ReplicatedLogConfig.Test test = ReplicatedLogConfig.of(LogRig.settings()
                        .with("secondaries", 4L)
                        .with("test.nodes", "S1,S3")
                        .with("test.error-before-append", 7L)
                        .with("test.per-node", "S1 append-delay=10s, S2  error-before-append=50 error-after-append=9"))
                .test();
        assertThat(test.of("S1")).isEqualTo(new Switches(10_000_000_000L, 0, 0));
        assertThat(test.of("S2")).isEqualTo(new Switches(0, 50, 9));
        assertThat(test.of("S3")).as("as all that are named").isEqualTo(new Switches(0, 7, 0));
        assertThat(test.of("S4")).isEqualTo(Switches.OFF);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "S1 | 'S1' is no secondary with its switches",
                "S1 append-delay=10s, | '' is no secondary with its switches",
                "S3 append-delay=10s | of secondaries that are there",
                "M append-delay=10s | of secondaries that are there",
                "S1 append-delay=10 | 0 to 3600000 milliseconds is allowed",
                "S1 append-delay=61m | 0 to 3600000 milliseconds is allowed",
                "S1 error-after-append=50s | 0 to 100 per cent is allowed",
                "S1 error-after-append=101 | 0 to 100 per cent is allowed",
                "S1 error-after-append=-1 | 'error-after-append=-1': 0 to 100 per cent is allowed",
                "S1 error-after-append= | 'error-after-append=': 0 to 100 per cent is allowed",
                "S1 append-delay=s | 0 to 3600000 milliseconds is allowed",
                "S1 delay=10s | 'delay=10s' is no switch",
                "S1 append-delay | 'append-delay' is no switch",
                "S1 append-delay=1s, S1 append-delay=2s | S1 is there twice"
            })
    void wrongSwitchesOfSingleSecondariesAreTold(String text, String told) {
        assertThatThrownBy(() -> ReplicatedLogConfig.of(LogRig.settings().with("test.per-node", text)))
                .hasMessageContaining("epidemic.replicated-log.test.per-node = " + text + ": ")
                .hasMessageContaining(told);
    }

    @Test
    void theTopologyHasAMasterAndItsSecondaries() {
        Topology topology =
                new ReplicatedLogStrategy().topology(LogRig.settings().with("secondaries", 3L));
        assertThat(topology.nodes()).containsExactly(NodeId.of("M"), NodeId.of("S1"), NodeId.of("S2"), NodeId.of("S3"));
        assertThat(topology.links()).hasSize(3);
    }
}
