package epidemic.runtime.storage;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import epidemic.kernel.Operation;
import epidemic.kernel.VersionEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * One line of {@code versions.jsonl}: a {@link VersionEntry} as JSON in UTF-8.
 *
 * <pre>
 * {"version":1,"transaction":"demo.txt:1","origin":"A1","committedAt":"2026-11-21T02:37:48.123Z","writes":[["49","53"],["7",{"append":"1"}]]}
 * </pre>
 *
 * <p>Equal entries are equal bytes: fields in this order, no blanks, times with three decimals, and one way to escape.
 * Characters stand for themselves but for quotes, backslashes, control characters and lone surrogates, which are
 * escaped. Thread-safe.
 */
public final class VersionLine {
    static final String VERSION = "version";
    static final String TRANSACTION = "transaction";
    static final String ORIGIN = "origin";
    static final String COMMITTED_AT = "committedAt";
    static final String WRITES = "writes";
    static final String APPEND = "append";

    /** Shared with {@link VersionLineParser}. */
    static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private static final SerializableString VERSION_NAME = new SerializedString(VERSION);
    private static final SerializableString TRANSACTION_NAME = new SerializedString(TRANSACTION);
    private static final SerializableString ORIGIN_NAME = new SerializedString(ORIGIN);
    private static final SerializableString COMMITTED_AT_NAME = new SerializedString(COMMITTED_AT);
    private static final SerializableString WRITES_NAME = new SerializedString(WRITES);
    private static final SerializableString APPEND_NAME = new SerializedString(APPEND);
    private static final int LINE_BYTES_USUAL = 256;

    private VersionLine() {}

    /**
     * The line of an entry, with its newline.
     *
     * @throws IllegalArgumentException if the commit time is not in the years 0 to 9999
     */
    public static byte[] bytes(VersionEntry entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(LINE_BYTES_USUAL);
        try {
            write(entry, bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** The JSON of an entry, without the newline. */
    public static String json(VersionEntry entry) {
        byte[] bytes = bytes(entry);
        return new String(bytes, 0, bytes.length - 1, StandardCharsets.UTF_8);
    }

    /**
     * Writes the line of an entry, with its newline.
     *
     * @throws IOException if the stream fails
     */
    static void write(VersionEntry entry, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            writeTo(json, entry);
            json.writeRaw('\n');
        }
    }

    /**
     * Writes an entry as a JSON object into a larger document.
     *
     * @throws IOException if the generator's target fails
     */
    public static void writeTo(JsonGenerator json, VersionEntry entry) throws IOException {
        json.writeStartObject();
        json.writeFieldName(VERSION_NAME);
        json.writeNumber(entry.version());
        json.writeFieldName(TRANSACTION_NAME);
        json.writeString(entry.transaction().toString());
        json.writeFieldName(ORIGIN_NAME);
        json.writeString(entry.origin().name());
        json.writeFieldName(COMMITTED_AT_NAME);
        json.writeString(CommitTime.format(entry.committedAtMillis()));
        json.writeFieldName(WRITES_NAME);
        json.writeStartArray();
        for (Operation.Change change : entry.writes()) {
            writeChange(json, change);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /**
     * The entry of a line.
     *
     * @param line the JSON, with or without its newline
     * @throws IllegalArgumentException if the line is not exactly of the form; the message says what is wrong
     */
    public static VersionEntry parse(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return VersionLineParser.parse(bytes, 0, bytes.length);
    }

    /** Writes a change as an array. */
    static void writeChange(JsonGenerator json, Operation.Change change) throws IOException {
        json.writeStartArray();
        json.writeString(change.key());
        if (change instanceof Operation.Append) {
            json.writeStartObject();
            json.writeFieldName(APPEND_NAME);
            json.writeString(change.value());
            json.writeEndObject();
        } else {
            json.writeString(change.value());
        }
        json.writeEndArray();
    }
}
