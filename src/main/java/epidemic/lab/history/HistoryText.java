package epidemic.lab.history;

import epidemic.kernel.Value;
import java.util.List;
import java.util.Optional;

/** Parts of lines that JSON and EDN share or differ in. Tokens that are whole numbers are written as numbers. */
final class HistoryText {
    private static final int DIGITS_MAX = 18;

    private HistoryText() {}

    /** A token as a number, if it is the usual spelling of one, or as a quoted text. JSON and EDN agree on both. */
    static void token(StringBuilder line, String token) {
        if (isNumber(token)) {
            line.append(token);
        } else {
            quote(line, token);
        }
    }

    private static boolean isNumber(String token) {
        int start = token.startsWith("-") ? 1 : 0;
        int digits = token.length() - start;
        if (digits < 1 || digits > DIGITS_MAX || (token.charAt(start) == '0' && token.length() > 1)) {
            return false;
        }
        for (int index = start; index < token.length(); index++) {
            if (token.charAt(index) < '0' || token.charAt(index) > '9') {
                return false;
            }
        }
        return true;
    }

    /** Quotes and escapes a text. */
    static void quote(StringBuilder line, String text) {
        line.append('"');
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character == '"' || character == '\\') {
                line.append('\\').append(character);
            } else if (character < ' ') {
                line.append(String.format("\\u%04x", (int) character));
            } else {
                line.append(character);
            }
        }
        line.append('"');
    }

    static String quoted(String text) {
        StringBuilder line = new StringBuilder();
        quote(line, text);
        return line.toString();
    }

    /** The steps, as JSON. */
    static String json(List<MicroOperation> steps) {
        return steps(steps, ",", "null", false);
    }

    /** The steps, as EDN. */
    static String edn(List<MicroOperation> steps) {
        return steps(steps, " ", "nil", true);
    }

    private static String steps(List<MicroOperation> steps, String separator, String nothing, boolean edn) {
        StringBuilder line = new StringBuilder("[");
        for (MicroOperation step : steps) {
            line.append(line.length() > 1 ? separator : "").append('[');
            line.append(edn ? ":" + step.name() : quoted(step.name())).append(separator);
            token(line, step.key());
            line.append(separator);
            value(line, step.value(), separator, nothing);
            line.append(']');
        }
        return line.append(']').toString();
    }

    private static void value(StringBuilder line, Optional<Value> value, String separator, String nothing) {
        if (value.isEmpty()) {
            line.append(nothing);
        } else if (value.get() instanceof Value.Sequence sequence) {
            line.append('[');
            String before = "";
            for (String item : sequence.items()) {
                line.append(before);
                token(line, item);
                before = separator;
            }
            line.append(']');
        } else {
            token(line, value.get().toString());
        }
    }
}
