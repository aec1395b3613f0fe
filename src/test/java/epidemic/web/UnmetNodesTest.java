package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import epidemic.kernel.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a node of another process: before that process was met nothing is known to be wrong with it. */
class UnmetNodesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final NodeId C2 = NodeId.of("C2");

    @TempDir
    Path data;

    @Test
    void aNodeThatWasNeverMetHasNotCrashedAndOneThatIsLostHas() {
        try (RunningSystem lab = new RunningSystem(data, RunningSystem.settings())) {
            await().atMost(PATIENCE).until(lab::isReady);
            lab.directory.expected(C2);
            assertTold(lab, "[]", "has not been met yet");

            lab.directory.left(C2, "its process cannot be reached from here");
            assertTold(lab, "[\"C2\"]", "its process cannot be reached from here");
        }
    }

    /** The node is stopped, for this reason; these have crashed, by the API and by the status stream. */
    private static void assertTold(RunningSystem lab, String crashed, String reason) {
        assertThat(lab.node("C2").get("state").asText()).isEqualTo("stopped");
        assertThat(lab.node("C2").get("reason").asText()).isEqualTo(reason);
        assertThat(lab.get("/api/faults").json().get("crashed")).hasToString(crashed);
        try (StatusClient client = new StatusClient(lab.client, lab.port())) {
            await().atMost(PATIENCE).until(() -> !client.messages.isEmpty());
            assertThat(client.messages.get(0).at("/faults/crashed")).hasToString(crashed);
        }
    }
}
