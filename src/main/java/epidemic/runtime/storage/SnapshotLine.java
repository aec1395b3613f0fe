package epidemic.runtime.storage;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import epidemic.kernel.Operation;
import epidemic.kernel.ParserWords;
import epidemic.kernel.Snapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a snapshot at the beginning of {@code versions.jsonl}, in place of those of the versions it stands for:
 *
 * <pre>
 * {"snapshot":1200,"changes":3400}
 * {"state":[["49","53"],["7",{"append":"1"}],["7",{"append":"2"}]]}
 * {"clients":[["demo.txt",1180],["client-7",42]]}
 * {"snapshotEnd":1200,"items":3}
 * </pre>
 *
 * <p>The state is written as the changes that make it, in the order of keys, over as many lines as it takes. Equal
 * snapshots are not always cut into equal lines.
 */
public sealed interface SnapshotLine {
    /** How many characters of keys and values a line of the state may have before it ends. */
    int STATE_CHARS = 32 * 1024;

    /**
     * The first line.
     *
     * @param version the version of the state
     * @param changes how many writes and appends the versions up to it had
     */
    record Head(long version, long changes) implements SnapshotLine {}

    /** A piece of the state. */
    record State(List<Operation.Change> changes) implements SnapshotLine {}

    /** Some of the clients. */
    record Clients(List<Snapshot.Remembered> clients) implements SnapshotLine {}

    /**
     * The last line.
     *
     * @param items how many changes the lines of the state have together
     */
    record End(long version, long items) implements SnapshotLine {}

    /** Whether a line is the first of a snapshot. */
    static boolean isHead(String line) {
        return line.startsWith("{\"snapshot\":");
    }

    /** Whether a line is one of a snapshot. */
    static boolean isOne(String line) {
        return isHead(line)
                || line.startsWith("{\"state\":")
                || line.startsWith("{\"clients\":")
                || line.startsWith("{\"snapshotEnd\":");
    }

    /** Whether a line is of clients. */
    static boolean isOfClients(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, Math.min(length, 16), StandardCharsets.ISO_8859_1).startsWith("{\"clients\":");
    }

    /** As {@link #isHead(String)}, of bytes. */
    static boolean isHead(byte[] bytes, int offset, int length) {
        return isHead(new String(bytes, offset, Math.min(length, 16), StandardCharsets.ISO_8859_1));
    }

    /**
     * Writes the line, with its newline.
     *
     * @throws IOException if the stream fails
     */
    default void write(OutputStream out) throws IOException {
        try (JsonGenerator json = VersionLine.JSON.createGenerator(out, JsonEncoding.UTF8)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            if (this instanceof Head head) {
                json.writeNumberField("snapshot", head.version());
                json.writeNumberField("changes", head.changes());
            } else if (this instanceof End end) {
                json.writeNumberField("snapshotEnd", end.version());
                json.writeNumberField("items", end.items());
            } else if (this instanceof Clients some) {
                json.writeArrayFieldStart("clients");
                for (Snapshot.Remembered client : some.clients()) {
                    json.writeStartArray();
                    json.writeString(client.client());
                    json.writeNumber(client.highest());
                    json.writeEndArray();
                }
                json.writeEndArray();
            } else {
                json.writeArrayFieldStart("state");
                for (Operation.Change change : ((State) this).changes()) {
                    VersionLine.writeChange(json, change);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is none of a snapshot; the message says what is wrong
     */
    static SnapshotLine parse(byte[] bytes, int offset, int length) {
        try (JsonParser json = VersionLine.JSON.createParser(bytes, offset, length)) {
            VersionLineParser.expect(json.nextToken(), JsonToken.START_OBJECT, "an object");
            SnapshotLine line = read(json, String.valueOf(json.nextFieldName()));
            VersionLineParser.expect(json.nextToken(), JsonToken.END_OBJECT, "the end of the object");
            return line;
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(
                    "malformed JSON: " + ParserWords.ofLine(malformed.getOriginalMessage()), malformed);
        } catch (IOException malformed) {
            throw new IllegalArgumentException("malformed UTF-8: " + malformed.getMessage(), malformed);
        }
    }

    /** As {@link #parse(byte[], int, int)}, of a text. */
    static SnapshotLine parse(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return parse(bytes, 0, bytes.length);
    }

    private static SnapshotLine read(JsonParser json, String name) throws IOException {
        switch (name) {
            case "snapshot":
                return new Head(number(json), field(json, "changes"));
            case "snapshotEnd":
                return new End(number(json), field(json, "items"));
            case "state":
                return new State(List.copyOf(new VersionLineParser(json).changes()));
            case "clients":
                return new Clients(clients(json));
            default:
                throw new IllegalArgumentException(
                        "a line of a snapshot begins with snapshot, state, clients or snapshotEnd");
        }
    }

    private static List<Snapshot.Remembered> clients(JsonParser json) throws IOException {
        VersionLineParser.expect(json.nextToken(), JsonToken.START_ARRAY, "an array of clients");
        List<Snapshot.Remembered> clients = new ArrayList<>();
        while (json.nextToken() == JsonToken.START_ARRAY) {
            VersionLineParser.expect(json.nextToken(), JsonToken.VALUE_STRING, "a client");
            clients.add(new Snapshot.Remembered(json.getText(), number(json)));
            VersionLineParser.expect(json.nextToken(), JsonToken.END_ARRAY, "the end of a client");
        }
        VersionLineParser.expect(json.currentToken(), JsonToken.END_ARRAY, "the end of the clients");
        return clients;
    }

    private static long field(JsonParser json, String name) throws IOException {
        if (!name.equals(json.nextFieldName())) {
            throw new IllegalArgumentException("no field " + name);
        }
        return number(json);
    }

    private static long number(JsonParser json) throws IOException {
        VersionLineParser.expect(json.nextToken(), JsonToken.VALUE_NUMBER_INT, "a whole number");
        return json.getLongValue();
    }
}
