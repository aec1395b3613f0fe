package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Nodes in JVMs of their own, as users start them: the core, and all seven. */
@EnabledIfSystemProperty(named = "tests.processes", matches = "true")
class NodeProcessesTest {
    private static final List<String> CORE = List.of("A1", "A2", "A3");
    private static final List<String> ALL = List.of("A1", "A2", "A3", "B1", "B2", "C1", "C2");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DEMO = "transactions/demo.txt";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void theCoreGoesOnWhenAProcessIsKilledAndTakesItInAgain() throws Exception {
        try (Jvms jvms = new Jvms(folder, "layered.core.on-failure=reconfigure", "storage.sync=batch")) {
            jvms.startAll(CORE);
            StringBuffer atA3 = jvms.stream("A3");
            await().atMost(PATIENCE).until(() -> atA3.indexOf("\"node\":\"A1\",\"kind\":\"view-installed\"") > 0);
            // A stream shows a bounded number of messages, so one may be left out.
            await().atMost(PATIENCE).until(() -> {
                assertThat(jvms.outcome("A3", "A2", "b, w(1,before), c")).isEqualTo("committed");
                return atA3.indexOf("\"from\":\"A2\",\"to\":\"A1\",\"kind\":\"Replicate\"") > 0;
            });
            jvms.kill("A3");
            await().atMost(PATIENCE)
                    .until(() -> jvms.outcome("A1", "A2", "b, w(2,between), c").equals("committed"));
            jvms.start("A3");
            jvms.awaitServing(CORE);
            JsonNode read = jvms.transaction("A1", "A3", "b, r(1), r(2), c");
            assertThat(read.get("reads").toString()).isEqualTo("[[\"1\",\"before\"],[\"2\",\"between\"]]");
            assertThat(jvms.stop("A3")).isEqualTo(143);
            assertThat(jvms.stop("A2")).isEqualTo(143);
            assertThat(jvms.stop("A1")).isEqualTo(143);
            assertThat(jvms.log("A2")).isEqualTo(jvms.log("A1"));
            assertThat(jvms.log("A3")).isEqualTo(jvms.log("A1"));
        }
    }

    /**
     * The same files give the same as in one JVM, and every log is the same bytes. What reads of lazy layers see may differ:
     * it depends on what has reached them.
     */
    @Test
    void sevenProcessesDoWhatOneDoes() throws IOException {
        Path ofOne = folder.resolve("one.json");
        assertThat(CommandRun.of(
                                "run",
                                "--until-done",
                                "--data",
                                folder.resolve("one").toString(),
                                "--port",
                                "0",
                                "--transactions",
                                DEMO,
                                "--summary",
                                ofOne.toString())
                        .exitCode())
                .isEqualTo(ExitCode.DONE);
        try (Jvms jvms = new Jvms(folder, "layered.layer2.interval=500ms", "layered.layer1.flush-after=500ms")) {
            jvms.startAll(ALL);
            Path ofSeven = folder.resolve("seven.json");
            assertThat(CommandRun.of("submit", "--url", jvms.url("C2"), DEMO, "--summary", ofSeven.toString())
                            .exitCode())
                    .isEqualTo(ExitCode.DONE);
            JsonNode one = JSON.readTree(ofOne.toFile());
            JsonNode seven = JSON.readTree(ofSeven.toFile());
            assertThat(promisedOf(seven)).isEqualTo(promisedOf(one)).hasSizeGreaterThan(50);
            assertThat(seven.get("errors")).isEqualTo(one.get("errors"));
            for (int node = 0; node < CORE.size(); node++) {
                assertThat(seven.get("nodes").get(node))
                        .isEqualTo(one.get("nodes").get(node));
            }
            long version = one.get("nodes").get(0).get("version").asLong();
            for (String at : ALL) {
                await().atMost(PATIENCE)
                        .until(() -> ALL.stream()
                                .allMatch(node -> jvms.get(at, "/api/nodes/" + node)
                                                .get("version")
                                                .asLong()
                                        == version));
            }
            for (String node : ALL) {
                assertThat(jvms.log(node)).as(node).isEqualTo(jvms.log("A1"));
            }
            jvms.kill("B2");
            jvms.start("B2");
            jvms.awaitServing(ALL);
        }
    }

    /** What does not depend on chance: of each transaction line, outcome and layer, of updates the version, too. */
    private static List<String> promisedOf(JsonNode summary) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(DEMO));
        List<String> promised = new ArrayList<>();
        for (JsonNode transaction : summary.get("transactions")) {
            int line = transaction.get("line").asInt();
            boolean isUpdate = lines.get(line - 1).matches(".*[wa]\\(.*");
            promised.add(line + " " + transaction.get("outcome").asText()
                    + " " + transaction.get("layer")
                    + (isUpdate ? " " + transaction.get("version") : ""));
        }
        return promised;
    }
}
