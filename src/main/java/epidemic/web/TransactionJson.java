package epidemic.web;

import com.fasterxml.jackson.databind.JsonNode;
import epidemic.kernel.Operation;
import epidemic.kernel.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the JSON of a transaction. Thread-safe. All errors are {@link IllegalArgumentException}s that name the field. */
final class TransactionJson {
    private static final List<String> FIELDS = List.of("id", "layer", "session", "operations", "traceparent");
    private static final List<String> KINDS = List.of("read", "write", "append");
    private static final List<String> OPERATION_FIELDS = List.of("read", "write", "append", "value");

    private final SessionReader sessions;

    /** A reader that leaves the field of the session to another one. */
    TransactionJson(SessionReader sessions) {
        this.sessions = sessions;
    }

    /** What the JSON says. */
    record Request(
            Optional<String> id,
            Optional<Integer> layer,
            Optional<Session> session,
            List<Operation> operations,
            Optional<String> traceparent) {
        boolean isUpdate() {
            return operations.stream().anyMatch(Operation.Change.class::isInstance);
        }
    }

    /**
     * The request in a body.
     *
     * @throws IllegalArgumentException if it is not of the form
     */
    Request read(String body) {
        JsonNode object = JsonBody.object(body);
        JsonBody.requireFields("a transaction", object, FIELDS);
        Optional<String> id = JsonBody.optional(object, "id").map(value -> JsonBody.text("id", value));
        Optional<Integer> layer = JsonBody.optional(object, "layer").map(TransactionJson::layer);
        Optional<Session> session = JsonBody.optional(object, "session").map(sessions::ofJson);
        JsonNode operations = JsonBody.optional(object, "operations")
                .orElseThrow(() -> new IllegalArgumentException("no field 'operations': a list of them is needed"));
        if (!operations.isArray() || operations.isEmpty()) {
            throw new IllegalArgumentException("field 'operations': a list of one or more operations is allowed");
        }
        List<Operation> read = new ArrayList<>();
        operations.forEach(operation -> read.add(operation(read.size(), operation)));
        Optional<String> traceparent =
                JsonBody.optional(object, "traceparent").map(value -> JsonBody.text("traceparent", value));
        return new Request(id, layer, session, read, traceparent);
    }

    private static int layer(JsonNode value) {
        if (!value.isInt() || value.intValue() < 0) {
            throw new IllegalArgumentException("field 'layer': a whole number of 0 or more is allowed, not " + value);
        }
        return value.intValue();
    }

    private static Operation operation(int index, JsonNode object) {
        String where = "operations[" + index + "]";
        if (!object.isObject()) {
            throw new IllegalArgumentException(where + ": an object like {\"read\":\"12\"} is allowed");
        }
        JsonBody.requireFields(where, object, OPERATION_FIELDS);
        List<String> kinds = KINDS.stream().filter(object::has).toList();
        if (kinds.size() != 1) {
            throw new IllegalArgumentException(where + " has " + (kinds.isEmpty() ? "no kind" : kinds)
                    + ": exactly one of read, write and append is allowed");
        }
        String kind = kinds.get(0);
        String key = JsonBody.text(where + "." + kind, object.get(kind));
        Optional<String> value =
                JsonBody.optional(object, "value").map(found -> JsonBody.text(where + ".value", found));
        if (kind.equals("read") && value.isPresent()) {
            throw new IllegalArgumentException(where + " is a read with a value: only write and append have one");
        }
        return kind.equals("read") ? new Operation.Read(key) : change(where, kind, key, value);
    }

    private static Operation change(String where, String kind, String key, Optional<String> value) {
        String text = value.orElseThrow(
                () -> new IllegalArgumentException(where + " is " + kind + " without a value: 'value' is needed"));
        return kind.equals("write") ? new Operation.Write(key, text) : new Operation.Append(key, text);
    }
}
