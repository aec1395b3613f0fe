package epidemic.check.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import epidemic.kernel.ParserWords;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON, one value a line. */
final class JsonForms {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String file;
    private int line;

    private JsonForms(String file) {
        this.file = file;
    }

    /**
     * Reads all lines; blank ones are skipped.
     *
     * @throws HistorySyntaxException at a line that is not one JSON value
     */
    static void read(String file, Reader reader, Form.Sink sink) throws IOException {
        new JsonForms(file).read(new BufferedReader(reader), sink);
    }

    private void read(BufferedReader reader, Form.Sink sink) throws IOException {
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
            line++;
            if (!text.isBlank()) {
                sink.accept(line, parse(text));
            }
        }
    }

    private Form parse(String text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            Form form = form(parser, 0);
            if (parser.nextToken() != null) {
                throw wrong("more than one JSON value in the line; one is allowed");
            }
            return form;
        } catch (JsonProcessingException problem) {
            throw wrong("no JSON: " + ParserWords.ofLine(problem.getOriginalMessage()) + place(problem));
        }
    }

    /** Where in the line it is; nothing if the parser does not say. */
    private static String place(JsonProcessingException problem) {
        return problem.getLocation() == null
                ? ""
                : " (column " + problem.getLocation().getColumnNr() + ")";
    }

    private Form form(JsonParser parser, int depth) throws IOException {
        if (depth > Form.DEPTH_MAX) {
            throw wrong("values nested deeper than " + Form.DEPTH_MAX);
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return fields(parser, depth);
        }
        if (token == JsonToken.START_ARRAY) {
            return items(parser, depth);
        }
        if (token == JsonToken.VALUE_NULL) {
            return Form.NIL;
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    ? new Form.Text(parser.getText())
                    : new Form.Whole(parser.getLongValue());
        }
        return new Form.Text(parser.getText());
    }

    private Form fields(JsonParser parser, int depth) throws IOException {
        Map<String, Form> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, form(parser, depth + 1));
        }
        return new Form.Fields(fields);
    }

    private Form items(JsonParser parser, int depth) throws IOException {
        List<Form> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(form(parser, depth + 1));
        }
        return new Form.Items(items);
    }

    private HistorySyntaxException wrong(String message) {
        return new HistorySyntaxException(file, line, message);
    }
}
