package epidemic.runtime.storage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.ParserWords;
import epidemic.kernel.RequestId;
import epidemic.kernel.VersionEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads one line of a version log, strictly: each field once, in any order, and no other. One instance reads one line.
 */
final class VersionLineParser {
    private final JsonParser json;

    private Optional<Long> version = Optional.empty();
    private Optional<RequestId> transaction = Optional.empty();
    private Optional<NodeId> origin = Optional.empty();
    private Optional<Long> committedAtMillis = Optional.empty();
    private Optional<List<Operation.Change>> writes = Optional.empty();

    VersionLineParser(JsonParser json) {
        this.json = json;
    }

    /**
     * The entry of a line.
     *
     * @param offset where the line begins in {@code bytes}
     * @param length its length in bytes, with or without the newline
     * @throws IllegalArgumentException if the line is not of the form; the message says what is wrong
     */
    static VersionEntry parse(byte[] bytes, int offset, int length) {
        // Two bytes tell UTF-8 from what else JSON may be encoded in, which the parser would accept.
        if (length < 2 || bytes[offset] != '{' || bytes[offset + 1] == 0) {
            throw new IllegalArgumentException("no JSON object in UTF-8");
        }
        try (JsonParser json = VersionLine.JSON.createParser(bytes, offset, length)) {
            return new VersionLineParser(json).entry();
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(
                    "malformed JSON: " + ParserWords.ofLine(malformed.getOriginalMessage()), malformed);
        } catch (IOException malformed) {
            // Bytes that are no UTF-8: reading an array in memory fails in no other way.
            throw new IllegalArgumentException("malformed UTF-8: " + malformed.getMessage(), malformed);
        }
    }

    private VersionEntry entry() throws IOException {
        expect(json.nextToken(), JsonToken.START_OBJECT, "an object");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            readField(json.currentName());
        }
        if (json.nextToken() != null) {
            throw new IllegalArgumentException("more than one object in the line");
        }
        return new VersionEntry(
                required(VersionLine.VERSION, version),
                required(VersionLine.TRANSACTION, transaction),
                required(VersionLine.ORIGIN, origin),
                required(VersionLine.COMMITTED_AT, committedAtMillis),
                required(VersionLine.WRITES, writes));
    }

    private void readField(String name) throws IOException {
        switch (name) {
            case VersionLine.VERSION -> version = once(name, version, number(name));
            case VersionLine.TRANSACTION -> transaction = once(name, transaction, RequestId.parse(text(name)));
            case VersionLine.ORIGIN -> origin = once(name, origin, NodeId.of(text(name)));
            case VersionLine.COMMITTED_AT ->
                committedAtMillis = once(name, committedAtMillis, CommitTime.parse(text(name)));
            case VersionLine.WRITES -> writes = once(name, writes, changes());
            default ->
                throw new IllegalArgumentException("unknown field '" + name
                        + "': version, transaction, origin, committedAt and writes are allowed");
        }
    }

    /** The changes of an array that comes next. */
    List<Operation.Change> changes() throws IOException {
        expect(json.nextToken(), JsonToken.START_ARRAY, "an array of writes");
        List<Operation.Change> changes = new ArrayList<>(2);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json.currentToken(), JsonToken.START_ARRAY, "a write such as [\"49\",\"53\"]");
            changes.add(change());
        }
        return changes;
    }

    private Operation.Change change() throws IOException {
        String key = text("key");
        JsonToken token = json.nextToken();
        Operation.Change change;
        if (token == JsonToken.START_OBJECT) {
            change = new Operation.Append(key, appended());
        } else {
            expect(token, JsonToken.VALUE_STRING, "a value or {\"append\":value}");
            change = new Operation.Write(key, json.getText());
        }
        expect(json.nextToken(), JsonToken.END_ARRAY, "the end of a write of two parts");
        return change;
    }

    private String appended() throws IOException {
        if (!VersionLine.APPEND.equals(json.nextFieldName())) {
            throw new IllegalArgumentException("a value that is no text and no {\"append\":value}");
        }
        String value = text(VersionLine.APPEND);
        expect(json.nextToken(), JsonToken.END_OBJECT, "the end of an append");
        return value;
    }

    private String text(String what) throws IOException {
        expect(json.nextToken(), JsonToken.VALUE_STRING, "a text as " + what);
        return json.getText();
    }

    private long number(String what) throws IOException {
        expect(json.nextToken(), JsonToken.VALUE_NUMBER_INT, "a whole number as " + what);
        return json.getLongValue();
    }

    static void expect(JsonToken found, JsonToken wanted, String what) {
        if (found != wanted) {
            throw new IllegalArgumentException((found == null ? "end of line" : found.name()) + " instead of " + what);
        }
    }

    private static <T> Optional<T> once(String name, Optional<T> before, T value) {
        if (before.isPresent()) {
            throw new IllegalArgumentException("field '" + name + "' stands twice");
        }
        return Optional.of(value);
    }

    private static <T> T required(String name, Optional<T> value) {
        return value.orElseThrow(() -> new IllegalArgumentException("field '" + name + "' is missing"));
    }
}
