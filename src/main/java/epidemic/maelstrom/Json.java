package epidemic.maelstrom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import epidemic.kernel.ParserWords;

/** JSON: as text in keys and values of the store, so that numbers and strings come back as what they were. */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int QUOTED_MAX = 200;

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ObjectNode object(String type) {
        return object().put("type", type);
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /**
     * Reads one value.
     *
     * @throws IllegalArgumentException if it is none
     */
    static JsonNode parse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node.isMissingNode()) {
                throw new IllegalArgumentException("an empty text is no JSON");
            }
            return node;
        } catch (JsonProcessingException problem) {
            throw new IllegalArgumentException(
                    "no JSON: " + ParserWords.ofLine(problem.getOriginalMessage()) + ", in " + quote(text), problem);
        }
    }

    /**
     * A field.
     *
     * @throws IllegalArgumentException if it is missing
     */
    static JsonNode field(JsonNode object, String name) {
        JsonNode field = object.get(name);
        if (field == null) {
            throw new IllegalArgumentException("no field '" + name + "' in " + quote(object.toString()));
        }
        return field;
    }

    /**
     * A field that is a text.
     *
     * @throws IllegalArgumentException if it is not
     */
    static String text(JsonNode object, String name) {
        JsonNode field = field(object, name);
        if (!field.isTextual()) {
            throw new IllegalArgumentException("field '" + name + "' is no text in " + quote(object.toString()));
        }
        return field.textValue();
    }

    /**
     * A field that is a whole number, 0 or more.
     *
     * @throws IllegalArgumentException if it is not
     */
    static long whole(JsonNode object, String name) {
        JsonNode field = field(object, name);
        if (!field.isIntegralNumber() || !field.canConvertToLong() || field.longValue() < 0) {
            throw new IllegalArgumentException(
                    "field '" + name + "' is no whole number of 0 or more in " + quote(object.toString()));
        }
        return field.longValue();
    }

    /**
     * A field that is a list.
     *
     * @throws IllegalArgumentException if it is not
     */
    static JsonNode list(JsonNode object, String name) {
        JsonNode field = field(object, name);
        if (!field.isArray()) {
            throw new IllegalArgumentException("field '" + name + "' is no list in " + quote(object.toString()));
        }
        return field;
    }

    /** The beginning of a text, for messages. */
    static String quote(String text) {
        return text.length() <= QUOTED_MAX ? text : text.substring(0, QUOTED_MAX) + "…";
    }
}
