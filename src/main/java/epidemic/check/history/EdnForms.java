package epidemic.check.history;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the part of EDN that histories use: maps, vectors, lists, sets, keywords, symbols, strings, numbers, nil, truth
 * values, comments, {@code #_} and tags (which are passed over). Commas are blank space.
 *
 * <p>Literature: the EDN format, edn-format.org, sections "Built-in elements" and "Dispatch".
 */
final class EdnForms {
    private static final int END = -1;

    private final String file;
    private final Reader reader;
    private int line = 1;
    private int next;

    private EdnForms(String file, Reader reader) throws IOException {
        this.file = file;
        this.reader = reader;
        this.next = reader.read();
    }

    /**
     * Reads all forms to the end.
     *
     * @throws HistorySyntaxException where it is not of that part of EDN
     */
    static void read(String file, Reader reader, Form.Sink sink) throws IOException {
        EdnForms forms = new EdnForms(file, reader);
        while (forms.skipToForm() != END) {
            int begin = forms.line;
            sink.accept(begin, forms.form(0));
        }
    }

    /** Passes over blank space, comments and discarded forms; returns the next character. */
    private int skipToForm() throws IOException {
        while (next != END) {
            if (next == ';') {
                while (next != END && next != '\n') {
                    take();
                }
            } else if (Character.isWhitespace(next) || next == ',' || next == '\ufeff') {
                take();
            } else if (next == '#') {
                take();
                if (next == '{') {
                    return next;
                }
                if (next == '_') {
                    take();
                    requireForm("#_");
                    form(0);
                } else {
                    symbol();
                }
            } else {
                return next;
            }
        }
        return END;
    }

    private void requireForm(String after) throws IOException {
        if (skipToForm() == END) {
            throw wrong("the file ends after " + after + "; a value is missing");
        }
    }

    private Form form(int depth) throws IOException {
        if (depth > Form.DEPTH_MAX) {
            throw wrong("values nested deeper than " + Form.DEPTH_MAX);
        }
        switch (next) {
            case '{':
                return fields(depth);
            case '[':
                return items(']', depth);
            case '(':
                return items(')', depth);
            case '"':
                return string();
            case ':':
                take();
                return new Form.Text(symbol());
            default:
                return atom();
        }
    }

    private Form fields(int depth) throws IOException {
        List<Form> items = ((Form.Items) items('}', depth)).items();
        if (items.size() % 2 != 0) {
            throw wrong("a map with a key without a value");
        }
        Map<String, Form> fields = new LinkedHashMap<>();
        for (int index = 0; index < items.size(); index += 2) {
            String key = items.get(index).toString();
            if (fields.put(key, items.get(index + 1)) != null) {
                throw wrong("a map with two values for " + key);
            }
        }
        return new Form.Fields(fields);
    }

    private Form items(char closing, int depth) throws IOException {
        int begin = line;
        take();
        List<Form> items = new ArrayList<>();
        while (skipToForm() != closing) {
            if (next == END) {
                throw new HistorySyntaxException(
                        file, begin, "begun here and never closed; '" + closing + "' is missing");
            }
            items.add(form(depth + 1));
        }
        take();
        return new Form.Items(items);
    }

    private Form string() throws IOException {
        int begin = line;
        take();
        StringBuilder text = new StringBuilder();
        while (next != '"') {
            if (next == END) {
                throw new HistorySyntaxException(file, begin, "a string begun here and never closed");
            }
            text.append((char) (next == '\\' ? escaped() : next));
            take();
        }
        take();
        return new Form.Text(text.toString());
    }

    private int escaped() throws IOException {
        take();
        int at = "tnr\\\"".indexOf(next);
        if (at < 0) {
            throw wrong("'\\" + (char) next + "' in a string; \\t \\n \\r \\\\ \\\" are allowed");
        }
        return "\t\n\r\\\"".charAt(at);
    }

    private Form atom() throws IOException {
        String text = symbol();
        if (text.equals("nil")) {
            return Form.NIL;
        }
        char first = text.charAt(0);
        boolean signed = text.length() > 1 && (first == '-' || first == '+');
        if (!Character.isDigit(signed ? text.charAt(1) : first)) {
            return new Form.Text(text);
        }
        try {
            return new Form.Whole(Long.parseLong(text.endsWith("N") ? text.substring(0, text.length() - 1) : text));
        } catch (NumberFormatException fraction) {
            return new Form.Text(text);
        }
    }

    private String symbol() throws IOException {
        StringBuilder text = new StringBuilder();
        while (next != END && !Character.isWhitespace(next) && ",;\"()[]{}".indexOf(next) < 0) {
            text.append((char) next);
            take();
        }
        if (text.isEmpty()) {
            throw wrong(next == END ? "the file ends within a value" : "'" + (char) next + "' where a value is wanted");
        }
        return text.toString();
    }

    private void take() throws IOException {
        if (next == '\n') {
            line++;
        }
        next = reader.read();
    }

    private HistorySyntaxException wrong(String message) {
        return new HistorySyntaxException(file, line, message);
    }
}
