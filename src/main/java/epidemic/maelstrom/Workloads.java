package epidemic.maelstrom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import epidemic.kernel.Operation;
import epidemic.kernel.ReadResult;
import epidemic.kernel.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The requests of Maelstrom's workloads. Each workload has keys of its own in the store: those of {@code txn} are JSON,
 * the others begin with a word.
 */
final class Workloads {
    private static final String BROADCAST = "broadcast";

    private Workloads() {}

    /**
     * The request in a body, or empty if it is of no kind that is known.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    static Optional<Call> read(JsonNode body) {
        switch (Json.text(body, "type")) {
            case "echo":
                ObjectNode echo = Json.object("echo_ok");
                echo.set("echo", Json.field(body, "echo"));
                return Optional.of(Call.answered(echo));
            case "topology":
                return Optional.of(Call.answered(Json.object("topology_ok")));
            case "broadcast":
                return Optional.of(broadcast(body));
            case "txn":
                return Optional.of(transaction(body));
            case "read":
                return Optional.of(body.has("key") ? LinearKeys.read(body) : broadcastRead());
            case "write":
                return Optional.of(LinearKeys.write(body));
            case "cas":
                return Optional.of(LinearKeys.compareAndSet(body));
            default:
                return Optional.empty();
        }
    }

    private static Call broadcast(JsonNode body) {
        String message = Json.field(body, "message").toString();
        return new Call(List.of(new Operation.Append(BROADCAST, message)), reads -> Json.object("broadcast_ok"));
    }

    private static Call broadcastRead() {
        return new Call(List.of(new Operation.Read(BROADCAST)), reads -> {
            ObjectNode answer = Json.object("read_ok");
            JsonNode seen = seen(reads.get(0));
            answer.set("messages", seen.isNull() ? Json.array() : seen);
            return answer;
        });
    }

    private static Call transaction(JsonNode body) {
        JsonNode steps = Json.list(body, "txn");
        List<Operation> operations = new ArrayList<>(steps.size());
        for (JsonNode step : steps) {
            operations.add(operation(step));
        }
        return new Call(operations, reads -> completed(steps, reads));
    }

    private static Operation operation(JsonNode step) {
        if (!step.isArray() || step.size() != 3) {
            throw new IllegalArgumentException("step " + Json.quote(step.toString())
                    + ": three parts are allowed, \"r\", \"w\" or \"append\", key and value");
        }
        String key = step.get(1).toString();
        switch (step.get(0).asText()) {
            case "r":
                return new Operation.Read(key);
            case "w":
                return new Operation.Write(key, step.get(2).toString());
            case "append":
                return new Operation.Append(key, step.get(2).toString());
            default:
                throw new IllegalArgumentException(
                        "step " + Json.quote(step.toString()) + ": \"r\", \"w\" or \"append\" is allowed");
        }
    }

    private static ObjectNode completed(JsonNode steps, List<ReadResult> reads) {
        Iterator<ReadResult> next = reads.iterator();
        ArrayNode completed = Json.array();
        for (JsonNode step : steps) {
            boolean isRead = step.get(0).asText().equals("r");
            completed.addArray().add(step.get(0)).add(step.get(1)).add(isRead ? seen(next.next()) : step.get(2));
        }
        ObjectNode answer = Json.object("txn_ok");
        answer.set("txn", completed);
        return answer;
    }

    /** What a read saw; null for a key that was never written. */
    private static JsonNode seen(ReadResult read) {
        if (read.value().isEmpty()) {
            return Json.object().nullNode();
        } else if (read.value().get() instanceof Value.Sequence list) {
            ArrayNode items = Json.array();
            list.items().forEach(item -> items.add(Json.parse(item)));
            return items;
        }
        return Json.parse(read.value().get().toString());
    }
}
