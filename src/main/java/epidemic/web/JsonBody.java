package epidemic.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import epidemic.kernel.ParserWords;
import epidemic.kernel.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Reads JSON strictly. All errors are {@link IllegalArgumentException}s for people. */
final class JsonBody {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {}

    /**
     * The object that a body is.
     *
     * @throws IllegalArgumentException if it is none
     */
    static JsonNode object(String body) {
        JsonNode node;
        try {
            node = MAPPER.readTree(body);
        } catch (JsonProcessingException problem) {
            String at = problem.getLocation() == null
                    ? ""
                    : " (line " + problem.getLocation().getLineNr() + ", column "
                            + problem.getLocation().getColumnNr() + ")";
            throw new IllegalArgumentException(
                    "no JSON: " + ParserWords.ofText(problem.getOriginalMessage()) + at, problem);
        }
        if (!node.isObject()) {
            throw new IllegalArgumentException("no JSON object: an object is allowed");
        }
        return node;
    }

    /**
     * Checks that an object has no other fields than these.
     *
     * @param what whose fields, for the message
     * @throws IllegalArgumentException if it has
     */
    static void requireFields(String what, JsonNode object, List<String> allowed) {
        Iterator<String> names = object.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!allowed.contains(name)) {
                throw new IllegalArgumentException(
                        "field '" + name + "' in " + what + ": " + String.join(", ", allowed) + " are allowed");
            }
        }
    }

    /** A field, or empty if it is missing. */
    static Optional<JsonNode> optional(JsonNode object, String name) {
        return Optional.ofNullable(object.get(name));
    }

    /**
     * The text of a string.
     *
     * @param where what it is, for the message
     * @throws IllegalArgumentException if it is no string, or has half a surrogate pair
     */
    static String text(String where, JsonNode value) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException("field '" + where + "': a string is allowed, not " + shortened(value));
        }
        String text = value.textValue();
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("field '" + where + "': half a surrogate pair is no character");
        }
        return text;
    }

    /** A value for a message: as it is, unless it is long. */
    static String shortened(JsonNode value) {
        String text = value.toString();
        return Texts.utf8Bytes(text) <= Texts.KEY_BYTES_MAX ? text : "a long " + value.getNodeType();
    }
}
