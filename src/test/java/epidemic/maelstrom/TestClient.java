package epidemic.maelstrom;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client: requests with numbers, answers that name them. */
final class TestClient {
    private final String name;
    private final TestNetwork network;
    private final Map<Long, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private long count;

    TestClient(String name, TestNetwork network) {
        this.name = name;
        this.network = network;
        network.join(name, this::onMessage);
    }

    private void onMessage(JsonNode message) {
        JsonNode body = message.get("body");
        CompletableFuture<JsonNode> waiting = open.get(body.path("in_reply_to").asLong());
        if (waiting != null) {
            waiting.complete(body);
        }
    }

    /** A request with a fresh number. */
    Optional<JsonNode> rpc(String node, ObjectNode body, Duration patience) {
        return rpc(node, body, ++count, patience);
    }

    /** A fresh number. */
    long number() {
        return ++count;
    }

    /** A request with this number; empty if no answer came in time. */
    Optional<JsonNode> rpc(String node, ObjectNode body, long number, Duration patience) {
        CompletableFuture<JsonNode> answer = open.computeIfAbsent(number, any -> new CompletableFuture<>());
        ObjectNode message = Json.object();
        message.put("src", name).put("dest", node).set("body", body.deepCopy().put("msg_id", number));
        network.carry(message);
        try {
            JsonNode heard = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            open.remove(number);
            return Optional.of(heard);
        } catch (TimeoutException silent) {
            return Optional.empty();
        } catch (InterruptedException | ExecutionException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** A request whose answer must come. */
    JsonNode ask(String node, String json) {
        return rpc(node, (ObjectNode) Json.parse(json), Duration.ofSeconds(10)).orElseThrow();
    }

    /** Waits until every node takes updates. */
    static void awaitServing(TestClient client, List<String> nodes) {
        for (String node : nodes) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> client.ask(
                                    node, "{\"type\":\"txn\",\"txn\":[[\"append\",\"warm-up\",\"" + node + "\"]]}")
                            .path("type")
                            .asText()
                            .equals("txn_ok"));
        }
    }
}
