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
    void theTopologyHasAMasterAndItsSecondaries() {
        Topology topology =
                new ReplicatedLogStrategy().topology(LogRig.settings().with("secondaries", 3L));
        assertThat(topology.nodes()).containsExactly(NodeId.of("M"), NodeId.of("S1"), NodeId.of("S2"), NodeId.of("S3"));
        assertThat(topology.links()).hasSize(3);
    }
}
