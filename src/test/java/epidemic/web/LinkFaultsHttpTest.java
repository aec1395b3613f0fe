package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links that are cut and slow by HTTP, and what clients and watchers of the core see of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinkFaultsHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    static Path data;

    private RunningSystem lab;

    @BeforeAll
    void start() {
        lab = RunningSystem.reconfiguring(data);
        await().atMost(PATIENCE).until(lab::isReady);
    }

    @AfterAll
    void stop() {
        lab.close();
    }

    @AfterEach
    void heal() {
        assertThat(fault("{'heal':'all'}").get("links")).isEmpty();
        await().atMost(PATIENCE).until(lab::isReady);
    }

    private JsonNode fault(String body) {
        RunningSystem.Reply reply = lab.postJson("/api/faults", body.replace('\'', '"'));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    private String links() {
        return lab.get("/api/faults").json().get("links").toString().replace('"', '\'');
    }

    @Test
    void requestsForNoNodeInParticularGoToNodesThatServe() {
        fault("{'isolate':['A3']}");
        await().atMost(PATIENCE)
                .until(() -> !lab.node("A3").get("serving").asBoolean()
                        && lab.node("A1").get("serving").asBoolean()
                        && lab.node("A2").get("serving").asBoolean());
        for (int number = 0; number < 20; number++) {
            lab.update("b, w(anywhere," + number + "), c");
        }
        assertThat(lab.postText("/api/transactions?node=A3", "b, w(anywhere,20), c")
                        .status())
                .isEqualTo(503);
    }

    @Test
    void tellsWhichLinksHaveWhichFault() {
        fault("{'cut':['B2','C1']}");
        fault("{'link':['C2','B2'],'delay':'200ms','drop':0.1}");
        fault("{'link':['B1','C1'],'duplicate':1}");
        assertThat(links())
                .isEqualTo("[{'link':['B1','C1'],'cut':false,'delayMs':0.0,'drop':0.0,'duplicate':1.0},"
                        + "{'link':['B2','C1'],'cut':true,'delayMs':0.0,'drop':0.0,'duplicate':0.0},"
                        + "{'link':['B2','C2'],'cut':false,'delayMs':200.0,'drop':0.1,'duplicate':0.0}]");
        fault("{'heal':['B2','C2']}");
        assertThat(links()).doesNotContain("C2").contains("'B1','C1'", "'B2','C1'");
        fault("{'heal':'B1'}");
        assertThat(links()).startsWith("[{'link':['B2','C1']").doesNotContain("B1");
        fault("{'link':['B2','C1'],'delay':'0s'}");
        assertThat(links()).isEqualTo("[]");
    }

    @Test
    void isolatesANodeOrAGroup() {
        assertThat(fault("{'isolate':'C1'}").get("links")).hasSize(6).allSatisfy(link -> {
            assertThat(link.get("link").toString()).contains("C1");
            assertThat(link.get("cut").asBoolean()).isTrue();
        });
        fault("{'heal':'all'}");
        assertThat(fault("{'isolate':['C1','C2']}").get("links"))
                .hasSize(10)
                .noneSatisfy(link -> assertThat(link.get("link").toString()).isEqualTo("[\"C1\",\"C2\"]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                               | exactly one of crash, restart, cut, isolate, heal, link
            {'cut':['A1','A2'],'heal':'all'}                 | exactly one of
            {'cut':'A1'}                                     | field 'cut': two different nodes are allowed
            {'cut':['A1','A1']}                              | two different nodes
            {'cut':['A1','A2','A3']}                         | two different nodes
            {'cut':['A1','Z9']}                              | no node 'Z9'
            {'cut':['A1',2]}                                 | a string is allowed, not 2
            {'isolate':[]}                                   | not none
            {'isolate':['A1','A2','A3','B1','B2','C1','C2']} | not all
            {'heal':'everything'}                            | no node 'everything'
            {'heal':true}                                    | a string is allowed
            {'link':['A1','A2']}                             | at least one of delay, drop and duplicate
            {'cut':['A1','A2'],'delay':'1s'}                 | they are allowed with link
            {'link':['A1','A2'],'delay':'soon'}              | a duration such as 200ms
            {'link':['A1','A2'],'delay':200}                 | a string is allowed
            {'link':['A1','A2'],'delay':'61s'}               | 0s to 60s
            {'link':['A1','A2'],'drop':1.5}                  | 0 to 1
            {'link':['A1','A2'],'drop':'much'}               | a number of 0 to 1
            {'slow':['A1','A2']}                             | field 'slow'
            """)
    void refusesWhatItDoesNotUnderstand(String body, String message) {
        RunningSystem.Reply reply =
                lab.postJson("/api/faults", body.replace("','", "\",\"").replace('\'', '"'));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().get("error").asText()).isEqualTo("bad-request");
        assertThat(reply.json().get("message").asText()).contains(message);
        assertThat(links()).isEqualTo("[]");
    }

    @Test
    void theMajorityGoesOnWithoutAnIsolatedNodeWhichRefusesAndComesBack() {
        long before = lab.update("b, w(split,before), c");
        fault("{'isolate':'A3'}");
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(members("A1")).isEqualTo("[\"A1\",\"A2\"]");
            assertThat(members("A2")).isEqualTo("[\"A1\",\"A2\"]");
        });
        long during = await().atMost(PATIENCE)
                .until(
                        () -> lab.postText("/api/transactions?node=A1", "b, w(split,during), c"),
                        reply -> reply.status() == 200)
                .json()
                .get("version")
                .asLong();
        assertThat(during).isGreaterThan(before);

        RunningSystem.Reply read = lab.postText("/api/transactions?node=A3", "b, r(split), c");
        assertThat(read.status()).as(read.text()).isEqualTo(503);
        assertThat(read.json().get("outcome").asText()).isEqualTo("refused");
        RunningSystem.Reply update = lab.postText("/api/transactions?node=A3", "b, w(split,never), c");
        assertThat(update.status()).as(update.text()).isEqualTo(503);
        assertThat(update.json().get("outcome").asText()).isEqualTo("refused");
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode cutOff = lab.node("A3");
            assertThat(cutOff.get("serving").asBoolean()).isFalse();
            assertThat(cutOff.get("reason").asText()).isNotEmpty();
            assertThat(cutOff.get("version").asLong()).isEqualTo(before);
        });

        fault("{'heal':'all'}");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(members("A3")).isEqualTo("[\"A1\",\"A2\",\"A3\"]"));
        await().atMost(PATIENCE).untilAsserted(() -> {
            RunningSystem.Reply caughtUp = lab.postText("/api/transactions?node=A3", "b, r(split), c");
            assertThat(caughtUp.status()).as(caughtUp.text()).isEqualTo(200);
            assertThat(caughtUp.json().at("/reads/0/1").asText()).isEqualTo("during");
        });
        assertThat(Files.exists(data.resolve("A3/versions.jsonl"))).isTrue();
        assertThat(lab.node("A3").get("version").asLong()).isGreaterThanOrEqualTo(during);
    }

    private String members(String node) {
        return lab.node(node).get("members").toString();
    }

    @Test
    void theSameRequestAtAnotherNodeGetsTheSameVersion() throws Exception {
        String body = "{\"id\":\"retry:1\",\"operations\":[{\"append\":\"retried\",\"value\":\"x\"}]}";
        fault("{'link':['A1','A2'],'delay':'300ms'}");
        CompletableFuture<RunningSystem.Reply> first =
                CompletableFuture.supplyAsync(() -> lab.postJson("/api/transactions?node=A1", body));
        await().atMost(PATIENCE)
                .until(
                        () -> lab.get("/api/transactions/retry:1"),
                        fate -> fate.status() == 200
                                && fate.json().get("outcome").asText().equals("unknown"));
        fault("{'isolate':'A1'}");
        await().atMost(PATIENCE).until(() -> members("A2").equals("[\"A2\",\"A3\"]"));
        RunningSystem.Reply again = await().atMost(PATIENCE)
                .until(() -> lab.postJson("/api/transactions?node=A2", body), reply -> reply.status() == 200);
        long version = again.json().get("version").asLong();
        fault("{'heal':'all'}");
        await().atMost(PATIENCE).until(() -> members("A1").equals("[\"A1\",\"A2\",\"A3\"]"));
        RunningSystem.Reply third = await().atMost(PATIENCE)
                .until(() -> lab.postJson("/api/transactions?node=A1", body), reply -> reply.status() == 200);
        assertThat(third.json().get("version").asLong()).isEqualTo(version);
        JsonNode fate = lab.get("/api/transactions/retry:1").json();
        assertThat(fate.get("outcome").asText()).isEqualTo("committed");
        assertThat(fate.get("version").asLong()).isEqualTo(version);
        assertThat(first.get(20, TimeUnit.SECONDS).status()).isIn(200, 504);
        assertThat(lab.postText("/api/transactions?node=A1", "b, r(retried), c")
                        .json()
                        .at("/reads/0/1"))
                .as("appended once")
                .hasSize(1);
    }
}
