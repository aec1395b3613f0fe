package epidemic.maelstrom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import epidemic.kernel.Operation;
import epidemic.kernel.ReadResult;
import epidemic.kernel.Value;
import java.util.List;
import java.util.Optional;

/**
 * The workload {@code lin-kv}. Transactions read and write blindly, they have no condition; so a key holds the list of
 * the commands that were given for it, in the one order that all nodes agree on, and its value is what these commands
 * lead to. A compare-and-set is one transaction that reads the list and appends itself: what stood before it decides,
 * the same for everybody, whether it took place.
 *
 * <p>Literature: F. Schneider, "Implementing Fault-Tolerant Services Using the State Machine Approach", 1990, section 2.
 */
final class LinearKeys {
    private static final String PREFIX = "lin-kv ";
    private static final String WRITE = "w";
    private static final String COMPARE_AND_SET = "cas";

    private LinearKeys() {}

    static Call read(JsonNode body) {
        String key = key(body);
        return new Call(List.of(new Operation.Read(key)), reads -> {
            Optional<JsonNode> value = value(reads.get(0));
            if (value.isEmpty()) {
                return Answers.error(ErrorCode.KEY_DOES_NOT_EXIST, "key " + body.get("key") + " was never written");
            }
            ObjectNode answer = Json.object("read_ok");
            answer.set("value", value.get());
            return answer;
        });
    }

    static Call write(JsonNode body) {
        String command = command(WRITE, Json.field(body, "value"));
        return new Call(List.of(new Operation.Append(key(body), command)), reads -> Json.object("write_ok"));
    }

    static Call compareAndSet(JsonNode body) {
        String key = key(body);
        JsonNode from = Json.field(body, "from");
        String command = command(COMPARE_AND_SET, from, Json.field(body, "to"));
        return new Call(
                List.of(new Operation.Read(key), new Operation.Append(key, command)),
                reads -> decided(body.get("key"), value(reads.get(0)), from));
    }

    private static ObjectNode decided(JsonNode key, Optional<JsonNode> before, JsonNode from) {
        if (before.isEmpty()) {
            return Answers.error(ErrorCode.KEY_DOES_NOT_EXIST, "key " + key + " was never written");
        }
        return before.get().equals(from)
                ? Json.object("cas_ok")
                : Answers.error(ErrorCode.PRECONDITION_FAILED, "expected " + from + ", found " + before.get());
    }

    private static String key(JsonNode body) {
        return PREFIX + Json.field(body, "key");
    }

    private static String command(String name, JsonNode... values) {
        var command = Json.array().add(name);
        for (JsonNode value : values) {
            command.add(value);
        }
        return command.toString();
    }

    /** What the commands lead to, in their order; empty if there was no write. */
    private static Optional<JsonNode> value(ReadResult read) {
        if (read.value().isEmpty()) {
            return Optional.empty();
        }
        List<String> commands = ((Value.Sequence) read.value().get()).items();
        Optional<JsonNode> value = Optional.empty();
        for (String text : commands.subList(lastWrite(commands), commands.size())) {
            JsonNode command = Json.parse(text);
            if (command.get(0).asText().equals(WRITE)) {
                value = Optional.of(command.get(1));
            } else if (value.isPresent() && value.get().equals(command.get(1))) {
                value = Optional.of(command.get(2));
            }
        }
        return value;
    }

    /** The place of the last write: what stands before it does not matter any more; 0 if there is none. */
    private static int lastWrite(List<String> commands) {
        for (int index = commands.size() - 1; index > 0; index--) {
            if (commands.get(index).startsWith("[\"" + WRITE + "\"")) {
                return index;
            }
        }
        return 0;
    }
}
