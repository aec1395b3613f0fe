package epidemic.web;

import com.fasterxml.jackson.databind.JsonNode;
import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.Session;
import epidemic.kernel.Transaction;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.japi.Pair;

/** Reads what clients of a replicated log ask for. Thread-safe. */
final class LogRequests {
    /** The key of the list, as the strategy's page names it. */
    static final String LIST = "log";

    private static final String MESSAGE = "message";
    private static final List<String> CONCERNS = List.of("w", "wc", "writeConcern", "write_concern");
    private static final String KEY_HEADER = "Idempotency-Key";
    private static final int KEY_LENGTH_MAX = 200;
    /** The switches of a secondary: field, and the name of the setting. */
    private static final List<String> DELAYS = List.of("delay", "test.append-delay");

    private static final List<List<String>> ERRORS = List.of(
            List.of("errorBeforeAppend", "test.error-before-append"),
            List.of("errorAfterAppend", "test.error-after-append"));

    private final String idPrefix = "log-" + Long.toHexString(new SecureRandom().nextLong());
    private final AtomicLong lastId = new AtomicLong();

    /**
     * The append that a body asks for.
     *
     * @throws ApiException if it asks for none
     */
    Transaction append(HttpRequest request, String body) {
        try {
            return isJson(request, body) ? fromJson(request, body) : fromText(request, body);
        } catch (IllegalArgumentException wrong) {
            throw ApiException.badRequest(String.valueOf(wrong.getMessage()));
        }
    }

    /** All that is not said to be text; and text that can only be meant for JSON. */
    private static boolean isJson(HttpRequest request, String body) {
        return !Bodies.mediaType(request).equals("text/plain")
                || body.stripLeading().startsWith("{");
    }

    private Transaction fromJson(HttpRequest request, String body) {
        JsonNode object = JsonBody.object(body);
        List<String> allowed = new ArrayList<>(List.of(MESSAGE));
        allowed.addAll(CONCERNS);
        JsonBody.requireFields("an append", object, allowed);
        JsonNode message = JsonBody.optional(object, MESSAGE)
                .orElseThrow(() -> new IllegalArgumentException("field 'message' is missing: the text to append"));
        List<String> given = CONCERNS.stream().filter(object::has).toList();
        if (given.size() > 1) {
            throw new IllegalArgumentException(
                    "fields " + String.join(" and ", given) + " mean the same: one is allowed");
        }
        Optional<Integer> queried = queried(request);
        if (given.isEmpty()) {
            return append(request, JsonBody.text(MESSAGE, message), queried);
        }
        int concern = concern(given.get(0), object.get(given.get(0)).toString());
        queried.ifPresent(other -> requireSame("in the body", concern, "in the query", other));
        return append(request, JsonBody.text(MESSAGE, message), Optional.of(concern));
    }

    private static void requireSame(String where, int one, String elsewhere, int other) {
        if (one != other) {
            throw new IllegalArgumentException("write concern " + one + " " + where + " and " + other + " " + elsewhere
                    + ": one number is allowed, in one place");
        }
    }

    private Transaction fromText(HttpRequest request, String body) {
        return append(request, body, queried(request));
    }

    /** The write concern of the query, which may be given more than once if it is the same. */
    private static Optional<Integer> queried(HttpRequest request) {
        List<Pair<String, String>> given = request.getUri().query().toList().stream()
                .filter(parameter -> CONCERNS.contains(parameter.first()))
                .toList();
        Optional<Integer> queried = Optional.empty();
        for (Pair<String, String> parameter : given) {
            int next = concern(parameter.first(), parameter.second());
            queried.ifPresent(before -> requireSame("in the query", before, "again", next));
            queried = Optional.of(next);
        }
        return queried;
    }

    private static int concern(String name, String number) {
        if (!number.matches("0*[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException("write concern '" + name + "' = "
                    + (number.length() > KEY_LENGTH_MAX ? "a long text" : number)
                    + ": a whole number without quotes is allowed, 1 (the master only) to the number of nodes");
        }
        return Integer.parseInt(number);
    }

    private Transaction append(HttpRequest request, String message, Optional<Integer> concern) {
        Operation append = new Operation.Append(LIST, LogText.encoded(message));
        Session session = Session.NONE.withWriteConcern(concern.orElse(0));
        return new Transaction(idOf(request), 0, List.of(append), session);
    }

    /** A client that repeats a request under one key has it done once. */
    private RequestId idOf(HttpRequest request) {
        Optional<String> key = request.getHeader(KEY_HEADER).map(HttpHeader::value);
        if (key.isPresent() && (key.get().isBlank() || key.get().length() > KEY_LENGTH_MAX)) {
            throw new IllegalArgumentException(
                    KEY_HEADER + " of " + key.get().length() + " characters: 1 to " + KEY_LENGTH_MAX + " are allowed");
        }
        return key.map(name -> new RequestId("key-" + name, RequestId.NONE)).orElseGet(this::newId);
    }

    private RequestId newId() {
        return new RequestId(idPrefix, lastId.incrementAndGet());
    }

    /** A read of the list. */
    Transaction read(int layer) {
        return new Transaction(newId(), layer, List.of(new Operation.Read(LIST)));
    }

    /**
     * The writes at a secondary's switches that a body asks for.
     *
     * @throws ApiException if it asks for none
     */
    List<Transaction> switches(String body) {
        try {
            JsonNode object = JsonBody.object(body);
            List<String> allowed = new ArrayList<>(List.of(DELAYS.get(0)));
            ERRORS.forEach(error -> allowed.add(error.get(0)));
            JsonBody.requireFields("the test switches", object, allowed);
            List<Transaction> writes = new ArrayList<>();
            JsonBody.optional(object, DELAYS.get(0)).ifPresent(value -> writes.add(delay(value)));
            for (List<String> error : ERRORS) {
                JsonBody.optional(object, error.get(0))
                        .ifPresent(value -> writes.add(write(error.get(1), percent(error.get(0), value))));
            }
            if (writes.isEmpty()) {
                throw new IllegalArgumentException("no test switch: " + String.join(", ", allowed) + " are allowed");
            }
            return writes;
        } catch (IllegalArgumentException wrong) {
            throw ApiException.badRequest(String.valueOf(wrong.getMessage()));
        }
    }

    private Transaction delay(JsonNode value) {
        String field = "field '" + DELAYS.get(0) + "'";
        long millis =
                DurationText.parse(field, JsonBody.text(DELAYS.get(0), value)).toMillis();
        return write(DELAYS.get(1), Long.toString(millis));
    }

    private static String percent(String field, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0 || value.intValue() > 100) {
            throw new IllegalArgumentException("field '" + field + "' = " + JsonBody.shortened(value)
                    + ": so many of 100 pushes, 0 to 100, are allowed");
        }
        return Integer.toString(value.intValue());
    }

    private Transaction write(String key, String value) {
        return new Transaction(newId(), 0, List.of(new Operation.Write(key, value)));
    }
}
