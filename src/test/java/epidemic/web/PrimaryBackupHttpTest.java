package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A primary and two backups, as clients see them. */
class PrimaryBackupHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> NODES = List.of("N1", "N2", "N3");

    @TempDir
    Path data;

    private RunningSystem lab;

    @BeforeEach
    void start() {
        lab = RunningSystem.of("primary-backup", data, "primary-backup.leave-out-after=500ms");
        await().atMost(PATIENCE).until(() -> primary().isPresent() && isUpdated("c:1", "first"));
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    /** Sends an update, which may be one that was sent before. */
    private boolean isUpdated(String id, String value) {
        String body = "{'id':'" + id + "','operations':[{'write':'k','value':'" + value + "'}]}";
        return post("/api/transactions", body).status() == 200;
    }

    private JsonNode read(String node, int layer) {
        RunningSystem.Reply reply =
                post("/api/transactions?node=" + node, "{'layer':" + layer + ",'operations':[{'read':'k'}]}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    private RunningSystem.Reply post(String path, String body) {
        return lab.postJson(path, body.replace('\'', '"'));
    }

    /** The running node that says so. */
    private Optional<String> primary() {
        return NODES.stream()
                .filter(node -> lab.node(node).get("state").asText().equals("up"))
                .filter(node -> lab.node(node).get("role").asText().equals("primary"))
                .findFirst();
    }

    private String somePrimary() {
        return await().atMost(PATIENCE)
                .until(this::primary, Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void readsOfTheStaleLayerAreMarkedAndHaveASequenceNumber() {
        assertThat(read("N2", 0).has("stale")).isFalse();
        for (String node : NODES) {
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(read(node, 1).get("version").asLong()).isEqualTo(1));
            JsonNode body = read(node, 1);
            assertThat(body.path("stale").asBoolean()).isTrue();
            assertThat(body.get("layer").asInt()).isEqualTo(1);
            assertThat(body.get("node").asText()).isEqualTo(node);
        }
    }

    @Test
    void aBackupIsPromotedWhenThePrimaryStopsAndUpdatesGoOn() {
        String old = somePrimary();
        assertThat(post("/api/faults", "{'crash':'" + old + "'}").status()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> primary().isPresent() && isUpdated("c:2", "second"));
        String promoted = somePrimary();
        assertThat(promoted).isNotEqualTo(old);
        assertThat(read(promoted, 0).get("reads").toString()).isEqualTo("[[\"k\",\"second\"]]");
        assertThat(lab.get("/api/nodes/" + promoted + "/versions").json().get("entries"))
                .extracting(entry -> entry.get("transaction").asText())
                .as("nothing is lost, nothing is twice")
                .containsExactly("c:1", "c:2");
        assertThat(post("/api/faults", "{'restart':'" + old + "'}").status()).isEqualTo(200);
        await().atMost(PATIENCE)
                .until(() -> lab.node(old).get("version").asLong() == 2
                        && !lab.node(old).get("role").asText().equals("primary"));
    }
}
