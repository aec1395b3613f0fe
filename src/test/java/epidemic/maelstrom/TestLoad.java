package epidemic.maelstrom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that each do one thing after the other at their node, and write down what they ask and hear. */
final class TestLoad {
    private static final Duration PATIENCE = Duration.ofMillis(700);
    private static final int TRIES = 4;

    private final TestNodes nodes;
    private final Workload workload;
    private final long seed;
    private final boolean isForgetful;
    private final TestHistory history = new TestHistory();
    private final AtomicLong values = new AtomicLong();
    private final AtomicLong processes = new AtomicLong();

    /** What clients ask for. */
    enum Workload {
        LIST_APPEND,
        RW_REGISTER,
        LIN_KV
    }

    /**
     * Load that does not run yet.
     *
     * @param isForgetful whether a client that repeats a request gives it a new number: an error
     */
    TestLoad(TestNodes nodes, Workload workload, long seed, boolean isForgetful) {
        this.nodes = nodes;
        this.workload = workload;
        this.seed = seed;
        this.isForgetful = isForgetful;
    }

    /** Runs to the end. */
    TestHistory run(int clients, int operations) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < clients; number++) {
            int own = number;
            Thread thread = new Thread(() -> work(own, operations), "client-" + own);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return history;
    }

    private void work(int number, int operations) {
        SplittableRandom random = new SplittableRandom(seed * 1_000 + number);
        TestClient client = new TestClient("c" + number, nodes.network);
        long process = processes.getAndIncrement();
        for (int count = 0; count < operations; count++) {
            ObjectNode request = workload == Workload.LIN_KV ? linear(random) : transaction(random);
            JsonNode asked = workload == Workload.LIN_KV ? stepsOf(request) : request.get("txn");
            ObjectNode invocation = history.invoke(process, asked);
            if (!perform(client, number, request, invocation)) {
                process = processes.getAndIncrement();
            }
        }
    }

    /** Asks until the answer is certain; whether the process may go on under its number. */
    private boolean perform(TestClient client, int number, ObjectNode request, ObjectNode invocation) {
        JsonNode asked = invocation.get("value");
        long id = client.number();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int node = (number + attempt) % nodes.names.size();
            Optional<JsonNode> answer = client.rpc(nodes.names.get(node), request, id, PATIENCE);
            String type = answer.map(body -> body.get("type").asText()).orElse("");
            int code = answer.map(body -> body.path("code").asInt(-1)).orElse(-1);
            if (type.endsWith("_ok") || code == ErrorCode.KEY_DOES_NOT_EXIST.number()) {
                history.complete(invocation, "ok", shown(asked, answer.orElseThrow()));
                return true;
            } else if (code == ErrorCode.PRECONDITION_FAILED.number() || code > 0 && attempt == 0) {
                history.complete(invocation, "fail", asked);
                return true;
            }
            id = isForgetful ? client.number() : id;
        }
        history.complete(invocation, "info", asked);
        return false;
    }

    private static JsonNode shown(JsonNode asked, JsonNode answer) {
        if (answer.has("txn")) {
            return answer.get("txn");
        } else if (answer.get("type").asText().equals("error")) {
            ArrayNode read = asked.get(0).deepCopy();
            read.set(2, Json.object().nullNode());
            return Json.array().add(read);
        }
        JsonNode steps = asked.deepCopy();
        if (answer.has("value")) {
            ((ArrayNode) steps.get(0)).set(2, answer.get("value"));
        }
        return steps;
    }

    private ObjectNode transaction(SplittableRandom random) {
        String change = workload == Workload.LIST_APPEND ? "append" : "w";
        ObjectNode request = Json.object("txn");
        ArrayNode steps = request.putArray("txn");
        for (int count = random.nextInt(1, 4); count > 0; count--) {
            ArrayNode step = steps.addArray();
            int key = random.nextInt(5);
            if (random.nextInt(2) == 0) {
                step.add("r").add(key).addNull();
            } else {
                step.add(change).add(key).add(values.incrementAndGet());
            }
        }
        return request;
    }

    private ObjectNode linear(SplittableRandom random) {
        ObjectNode request = Json.object(List.of("read", "write", "cas").get(random.nextInt(3)));
        request.put("key", random.nextInt(4));
        if (request.get("type").asText().equals("write")) {
            request.put("value", random.nextInt(4));
        } else if (request.get("type").asText().equals("cas")) {
            request.put("from", random.nextInt(4)).put("to", random.nextInt(4));
        }
        return request;
    }

    private static JsonNode stepsOf(JsonNode request) {
        ArrayNode steps = Json.array();
        if (!request.has("value")) {
            ArrayNode read = steps.addArray().add("r").add(request.get("key"));
            read.add(request.path("from").isMissingNode() ? Json.object().nullNode() : request.get("from"));
        }
        if (request.has("value") || request.has("to")) {
            JsonNode written = request.has("value") ? request.get("value") : request.get("to");
            steps.addArray().add("w").add(request.get("key")).add(written);
        }
        return steps;
    }
}
