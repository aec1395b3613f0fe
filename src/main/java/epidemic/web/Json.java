package epidemic.web;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes JSON in UTF-8, escaped as in the version logs. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private Json() {}

    /** Writes one JSON value. */
    @FunctionalInterface
    interface Writer {
        /** Writes it; the generator fails only if its target does, which memory does not. */
        void write(JsonGenerator json) throws IOException;
    }

    /** What the writer writes. */
    static byte[] bytes(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
            writer.write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** What the writer writes, as text. */
    static String text(Writer writer) {
        return new String(bytes(writer), StandardCharsets.UTF_8);
    }

    /** An object, whose fields the writer writes. */
    static Writer object(Writer fields) {
        return json -> {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        };
    }
}
