package epidemic.maelstrom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What single requests are answered. */
@Timeout(120)
class MaelstromNodeTest {
    @TempDir
    Path data;

    private static String body(JsonNode answer) {
        com.fasterxml.jackson.databind.node.ObjectNode body = answer.deepCopy();
        body.remove("in_reply_to");
        return body.toString();
    }

    private static int code(JsonNode answer) {
        return answer.path("code").asInt(-1);
    }

    @Test
    void valuesComeBackWithTheirTypes() throws Exception {
        try (TestNodes nodes = TestNodes.inThreads(3, 1, LazyReads.FORWARD, data)) {
            TestClient client = new TestClient("c1", nodes.network);
            assertThat(body(client.ask("n0", "{\"type\":\"echo\",\"echo\":{\"a\":[1,\"x\",null,1.50]}}")))
                    .isEqualTo("{\"type\":\"echo_ok\",\"echo\":{\"a\":[1,\"x\",null,1.50]}}");
            client.ask("n0", "{\"type\":\"txn\",\"txn\":[[\"w\",1,\"1\"],[\"w\",\"1\",1],[\"append\",7,\"a b\"]]}");
            assertThat(body(client.ask(
                            "n1",
                            "{\"type\":\"txn\",\"txn\":[[\"append\",7,2],[\"r\",1,null],[\"r\",\"1\",null],"
                                    + "[\"r\",7,null],[\"r\",8,null]]}")))
                    .isEqualTo("{\"type\":\"txn_ok\",\"txn\":[[\"append\",7,2],[\"r\",1,\"1\"],[\"r\",\"1\",1],"
                            + "[\"r\",7,[\"a b\",2]],[\"r\",8,null]]}");
            assertThat(body(client.ask("n2", "{\"type\":\"txn\",\"txn\":[]}")))
                    .isEqualTo("{\"type\":\"txn_ok\",\"txn\":[]}");
        }
    }

    @Test
    void comparesAndSets() throws Exception {
        try (TestNodes nodes = TestNodes.inThreads(3, 2, LazyReads.FORWARD, data)) {
            TestClient client = new TestClient("c1", nodes.network);
            assertThat(code(client.ask("n0", "{\"type\":\"read\",\"key\":5}"))).isEqualTo(20);
            assertThat(code(client.ask("n0", "{\"type\":\"cas\",\"key\":5,\"from\":1,\"to\":2}")))
                    .isEqualTo(20);
            assertThat(code(client.ask("n0", "{\"type\":\"read\",\"key\":5}"))).isEqualTo(20);
            client.ask("n0", "{\"type\":\"write\",\"key\":5,\"value\":1}");
            assertThat(body(client.ask("n1", "{\"type\":\"cas\",\"key\":5,\"from\":1,\"to\":\"2\"}")))
                    .isEqualTo("{\"type\":\"cas_ok\"}");
            assertThat(code(client.ask("n2", "{\"type\":\"cas\",\"key\":5,\"from\":2,\"to\":3}")))
                    .isEqualTo(22);
            assertThat(body(client.ask("n2", "{\"type\":\"read\",\"key\":5}")))
                    .isEqualTo("{\"type\":\"read_ok\",\"value\":\"2\"}");
        }
    }

    @Test
    void whatIsMalformedIsToldAndTheNodeGoesOn() throws Exception {
        try (TestNodes nodes = TestNodes.inThreads(3, 3, LazyReads.FORWARD, data)) {
            TestClient client = new TestClient("c1", nodes.network);
            nodes.network.write(nodes.network.input("n0"), "no json\n\n{}\n[1,2]\n{\"src\":\"c1\",\"dest\":\"n0\"}");
            nodes.network.write(
                    nodes.network.input("n0"),
                    "{\"src\":\"n1\",\"dest\":\"n0\",\"body\":{\"type\":\"tell\",\"life\":1,\"parts\":[99]}}");
            nodes.network.write(
                    nodes.network.input("n0"),
                    "{\"src\":\"n1\",\"dest\":\"n0\",\"body\":{\"type\":\"ask\",\"msg_id\":1,\"life\":1,\"parts\":[26,1]}}");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(String.join("\n", nodes.told))
                            .contains(
                                    "no JSON", "no field 'src'", "no field 'body'", "kind 99", "parts behind the end"));
            assertThat(code(client.ask("n0", "{\"type\":\"txn\",\"txn\":[[\"x\",1,2]]}")))
                    .isEqualTo(12);
            assertThat(code(client.ask("n0", "{\"type\":\"txn\",\"txn\":7}"))).isEqualTo(12);
            assertThat(code(client.ask("n0", "{\"type\":\"txn\",\"txn\":[[\"r\",\"" + "k".repeat(300) + "\",null]]}")))
                    .isEqualTo(12);
            assertThat(code(client.ask("n0", "{\"type\":\"generate\"}"))).isEqualTo(10);
            client.ask("n0", "{\"type\":\"txn\",\"txn\":[[\"w\",1,2]]}");
            JsonNode mismatch = client.ask("n0", "{\"type\":\"txn\",\"txn\":[[\"append\",1,2]]}");
            assertThat(code(mismatch)).isEqualTo(14);
        }
    }

    /** A node that is cut off from the others: it may not say that nothing has happened. */
    @Test
    void definiteAndIndefiniteAreKeptApart() throws Exception {
        try (TestNodes nodes = TestNodes.inThreads(3, 4, LazyReads.FORWARD, data)) {
            TestClient client = new TestClient("c1", nodes.network);
            nodes.network.cutOff(Optional.of("n0"));
            String append = "{\"type\":\"txn\",\"txn\":[[\"append\",1,2]]}";
            assertThat(code(client.ask("n0", append))).isZero();
            await().atMost(Duration.ofSeconds(20)).until(() -> code(client.ask("n0", append)) == 11);
            nodes.network.cutOff(Optional.empty());
            TestClient.awaitServing(client, nodes.names);
        }
    }

    @Test
    void nodesBelowTheCoreHandOnOrRefuse() throws Exception {
        try (TestNodes nodes = TestNodes.inThreads(5, 5, LazyReads.REFUSE, data)) {
            TestClient client = new TestClient("c1", nodes.network);
            assertThat(code(client.ask("n3", "{\"type\":\"txn\",\"txn\":[[\"r\",1,null]]}")))
                    .isEqualTo(11);
            assertThat(body(client.ask("n4", "{\"type\":\"txn\",\"txn\":[[\"append\",1,2],[\"r\",1,null]]}")))
                    .isEqualTo("{\"type\":\"txn_ok\",\"txn\":[[\"append\",1,2],[\"r\",1,[2]]]}");
            nodes.network.cutOff(Optional.of("n4"));
            assertThat(code(client.ask("n4", "{\"type\":\"txn\",\"txn\":[[\"append\",1,3]]}")))
                    .isZero();
        }
    }
}
