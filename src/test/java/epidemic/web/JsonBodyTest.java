package epidemic.web;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a body that is no JSON: what is wrong and where, and nothing of the parser's inside. */
class JsonBodyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{         | Unexpected end-of-input: expected close marker for Object (start marker at line 1, column 1) (line 1, column 2)",
                "{'a':1]   | Unexpected close marker ']': expected '}' (for Object starting at line 1, column 1) (line 1, column 7)",
                "{'a':/1}  | Unexpected character ('/' (code 47)): maybe a (non-standard) comment? (line 1, column 6)",
                "{'a':1} 2 | Trailing token (of type VALUE_NUMBER_INT) found after value (line 1, column 9)",
                "{'a':x}   | Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false') (line 1, column 6)",
            })
    void saysWhatIsWrongAndWhere(String body, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonBody.object(body.replace('\'', '"')))
                .withMessage("no JSON: " + message);
    }

    @ParameterizedTest
    @CsvSource({
        "[, 1100, Document nesting depth (1001) exceeds the maximum allowed (1000)",
        "7, 1100, Number value length"
    })
    void saysWhatIsTooMuch(String part, int times, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonBody.object("{\"a\":" + part.repeat(times)))
                .withMessageStartingWith("no JSON: " + message)
                .withMessageNotContaining("Stream");
    }
}
