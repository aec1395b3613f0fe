package epidemic.check.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a history; JSON lines and EDN are told apart by what is in the file. */
public final class HistoryReader {
    private static final int LOOK_AHEAD = 64 * 1024;

    private HistoryReader() {}

    /**
     * Reads a file of UTF-8.
     *
     * @throws HistorySyntaxException if it is no history
     * @throws IOException if it cannot be read
     */
    public static History read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return read(file.toString(), reader);
        }
    }

    /**
     * Reads all that a reader gives.
     *
     * @param name for messages
     */
    public static History read(String name, Reader source) throws IOException {
        BufferedReader reader = new BufferedReader(source, LOOK_AHEAD);
        HistoryBuilder builder = new HistoryBuilder(name);
        try {
            if (isJson(reader)) {
                JsonForms.read(name, reader, builder::add);
            } else {
                EdnForms.read(name, reader, (line, form) -> addAll(builder, line, form));
            }
        } catch (java.nio.charset.CharacterCodingException problem) {
            throw new HistorySyntaxException(name, 1, "not UTF-8");
        }
        return builder.build();
    }

    /** Older EDN histories are one vector of all operations. */
    private static void addAll(HistoryBuilder builder, int line, Form form) {
        if (form instanceof Form.Items all) {
            all.items().forEach(item -> builder.add(line, item));
        } else {
            builder.add(line, form);
        }
    }

    /** JSON begins with a brace and a quotation mark; every line of EDN begins otherwise. */
    private static boolean isJson(BufferedReader reader) throws IOException {
        reader.mark(LOOK_AHEAD);
        boolean brace = false;
        int found = -1;
        for (int count = 0; count < LOOK_AHEAD - 1; count++) {
            found = reader.read();
            if (found == '{' && !brace) {
                brace = true;
            } else if (!Character.isWhitespace(found) && found != '\ufeff') {
                break;
            }
        }
        reader.reset();
        if (found == -1) {
            return true;
        }
        return brace && (found == '"' || found == '}');
    }
}
