package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A parameter that a route of the API does not know is not left unread: what it was to do would not be done. */
class QueryParametersTest {
    @TempDir
    static Path data;

    private static RunningSystem lab;

    @BeforeAll
    static void start() {
        lab = new RunningSystem(data, RunningSystem.settings());
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/nodes?node=A1                     | parameter 'node': none is allowed here",
                "/api/nodes/A1?version=1                | parameter 'version': none is allowed here",
                "/api/nodes/A1/versions?from=1&form=2   | parameter 'form': from, limit are allowed here",
                "/api/nodes/A1/data?versoin=1           | parameter 'versoin': version is allowed here",
                "/api/nodes/A1/data?Version=1           | parameter 'Version': version is allowed here",
                "/api/transactions/client:1?node=A1     | parameter 'node': none is allowed here",
                "/api/faults?node=A1                    | parameter 'node': none is allowed here",
                "/api/replay?speed=1                    | parameter 'speed': none is allowed here",
                "/api/replay/chart?node                 | parameter 'node': none is allowed here",
            })
    void anUnknownOneIsRefusedByName(String path, String message) {
        assertRefused(lab.get(path), message);
    }

    @Test
    void nothingIsDoneForAnUnknownOne() {
        assertRefused(
                lab.postText("/api/transactions?nod=A1", "b, w(1,2), c"), "parameter 'nod': node is allowed here");
        assertThat(lab.watched).isEmpty();
        assertRefused(
                lab.postJson("/api/faults?node=A1", "{\"crash\":\"A1\"}"), "parameter 'node': none is allowed here");
        assertThat(lab.isRunning("A1")).isTrue();
        assertRefused(lab.postJson("/api/replay?x=", "{}"), "parameter 'x': none is allowed here");
    }

    private static void assertRefused(RunningSystem.Reply reply, String message) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.json().get("error").asText()).isEqualTo("bad-request");
        assertThat(reply.json().get("message").asText()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/nodes?",
                "/api/nodes?&",
                "/api/nodes/A1/versions?limit=1&from=1",
                "/api/nodes/A1/versions?limit=1&",
                "/health?at=12",
                "/metrics?x",
                "/?x=1"
            })
    void whatIsKnownOrNoneOfTheApiIsNot(String path) {
        assertThat(lab.get(path).status()).isEqualTo(200);
    }
}
