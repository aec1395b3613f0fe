package epidemic.maelstrom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import epidemic.check.Guarantee;
import epidemic.check.verdict.Verdict;
import epidemic.check.verdict.Verdict.Ruling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Maelstrom's workloads, judged; and errors that the judges find. */
@Timeout(180)
class MaelstromWorkloadsTest {
    private static final String RECONFIGURE = "layered.core.on-failure=reconfigure";

    @TempDir
    Path data;

    private static void assertHolds(TestHistory history, Guarantee guarantee) {
        Verdict verdict = history.judge(guarantee);
        assertThat(verdict.ruling()).as("%s", verdict).isEqualTo(Ruling.HOLDS);
    }

    private static void assertViolated(TestHistory history, Guarantee guarantee) {
        assertThat(history.judge(guarantee).ruling()).isEqualTo(Ruling.VIOLATED);
    }

    @Test
    void listsAreStrictlySerializableThoughNodesAreCutOff() throws Exception {
        try (TestNodes nodes = TestNodes.inThreads(3, 1, LazyReads.FORWARD, data, RECONFIGURE)) {
            nodes.network.cutInTurn(nodes.names, 600);
            TestHistory history = new TestLoad(nodes, TestLoad.Workload.LIST_APPEND, 1, false).run(6, 120);
            assertHolds(history, Guarantee.STRICT_SERIALIZABLE);
            assertThat(history.count("ok")).isGreaterThan(200);
            assertThat(nodes.network.lostCount()).isPositive();
            assertThat(nodes.network.strange()).isEmpty();
        }
    }

    @Test
    void registersAreStrictlySerializableOnFiveNodesThoughMessagesAreLost() throws Exception {
        try (TestNodes nodes = TestNodes.inThreads(5, 2, LazyReads.FORWARD, data)) {
            nodes.network.lose(0.03);
            TestHistory history = new TestLoad(nodes, TestLoad.Workload.RW_REGISTER, 2, false).run(5, 60);
            assertHolds(history, Guarantee.STRICT_SERIALIZABLE);
            assertThat(history.count("ok")).isGreaterThan(150);
        }
    }

    @Test
    void comparedAndSetKeysAreLinearizable() throws Exception {
        try (TestNodes nodes = TestNodes.inThreads(5, 3, LazyReads.FORWARD, data, RECONFIGURE)) {
            nodes.network.cutInTurn(nodes.names.subList(0, 3), 700);
            TestHistory history = new TestLoad(nodes, TestLoad.Workload.LIN_KV, 3, false).run(5, 60);
            assertHolds(history, Guarantee.LINEARIZABLE);
            assertThat(history.count("ok")).isGreaterThan(100);
        }
    }

    @Test
    void everyNodeOfSevenShowsWhatWasBroadcast() throws Exception {
        try (TestNodes nodes = TestNodes.inThreads(7, 4, LazyReads.LOCAL, data)) {
            TestClient client = new TestClient("c0", nodes.network);
            List<Integer> sent = new ArrayList<>();
            for (int number = 0; number < 30; number++) {
                String node = nodes.names.get(number % 7);
                String request = "{\"type\":\"broadcast\",\"message\":" + number + "}";
                assertThat(client.ask(node, request).get("type").asText()).isEqualTo("broadcast_ok");
                sent.add(number);
            }
            for (String node : nodes.names) {
                await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                    List<Integer> seen = new ArrayList<>();
                    JsonNode answer = client.ask(node, "{\"type\":\"read\"}");
                    answer.get("messages").forEach(message -> seen.add(message.intValue()));
                    assertThat(seen).containsExactlyElementsOf(sent);
                });
            }
        }
    }

    /** The judges are not blind: what the option allows is found. */
    @Test
    void readsOfLazyNodesAreFoundNotToBeStrictlySerializable() throws Exception {
        try (TestNodes nodes = TestNodes.inThreads(5, 5, LazyReads.LOCAL, data)) {
            TestHistory history = new TestLoad(nodes, TestLoad.Workload.LIST_APPEND, 5, false).run(5, 60);
            assertViolated(history, Guarantee.STRICT_SERIALIZABLE);
        }
    }

    /** Answers to clients are lost, so they ask again; under the same number that is harmless. */
    @Test
    void repeatedRequestsTakeEffectOnceIfTheyKeepTheirNumber() throws Exception {
        try (TestNodes nodes = TestNodes.inThreads(3, 6, LazyReads.FORWARD, data)) {
            nodes.network.lose(0.05);
            TestHistory faithful = new TestLoad(nodes, TestLoad.Workload.LIST_APPEND, 6, false).run(4, 40);
            assertHolds(faithful, Guarantee.STRICT_SERIALIZABLE);
        }
    }

    @Test
    void repeatedRequestsWithoutTheirNumberAreFound() throws Exception {
        try (TestNodes nodes = TestNodes.inThreads(3, 7, LazyReads.FORWARD, data)) {
            nodes.network.lose(0.05);
            TestHistory forgetful = new TestLoad(nodes, TestLoad.Workload.LIST_APPEND, 7, true).run(4, 60);
            assertViolated(forgetful, Guarantee.STRICT_SERIALIZABLE);
        }
    }

    /** As Maelstrom starts them, but by the class path of this test: a small run. */
    @Test
    void processesAreStrictlySerializable() throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=4",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "epidemic.Main",
                "maelstrom",
                "--strategy",
                "layered",
                "--set",
                RECONFIGURE);
        try (TestNodes nodes = TestNodes.asProcesses(3, 8, command)) {
            TestHistory history = new TestLoad(nodes, TestLoad.Workload.LIST_APPEND, 8, false).run(3, 40);
            assertHolds(history, Guarantee.STRICT_SERIALIZABLE);
            assertThat(history.count("ok")).isGreaterThan(80);
            assertThat(nodes.network.strange()).isEmpty();
        }
    }
}
