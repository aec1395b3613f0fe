package epidemic.runtime.cluster;

import static epidemic.runtime.cluster.Processes.ALL;
import static epidemic.runtime.cluster.Processes.CORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes in processes of their own, here as actor systems of their own. */
class ClusterNodeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final NodeId A1 = NodeId.of("A1");
    private static final NodeId A2 = NodeId.of("A2");
    private static final NodeId A3 = NodeId.of("A3");
    private static final NodeId C2 = NodeId.of("C2");

    @TempDir
    private Path data;

    /** Whatever the order of their start: every update reaches every node, and the logs are the same bytes. */
    @Test
    void sevenProcessesReplicateInOneOrder() {
        try (Processes processes = new Processes(data)) {
            List<NodeId> order = new ArrayList<>(ALL);
            Collections.shuffle(order, new Random(7));
            order.forEach(processes::start);
            processes.awaitServing(ALL);
            for (int number = 0; number < 30; number++) {
                NodeId at = ALL.get(number % ALL.size());
                NodeId to = CORE.get(number % CORE.size());
                assertThat(processes.write(at, to, "key" + number, "value")).isInstanceOf(Outcome.Committed.class);
            }
            await().atMost(PATIENCE).until(() -> ALL.stream().allMatch(node -> processes.version(node) == 30));
            await().atMost(PATIENCE).until(() -> ALL.stream().allMatch(node -> lines(processes.log(node)) == 30));
            for (NodeId node : ALL) {
                assertThat(processes.log(node)).as("%s", node).isEqualTo(processes.log(A1));
            }
        }
    }

    private static long lines(byte[] log) {
        long lines = 0;
        for (byte character : log) {
            lines += character == '\n' ? 1 : 0;
        }
        return lines;
    }
}
