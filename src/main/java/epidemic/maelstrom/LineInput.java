package epidemic.maelstrom;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines of UTF-8 of a bounded length. */
final class LineInput {
    private static final int CHARS_MAX = 64 << 20;

    private final BufferedReader reader;

    LineInput(InputStream input) {
        this.reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
    }

    /**
     * The next line that is not blank, without its end; empty at the end of the input. Of one that is longer than {@value
     * #CHARS_MAX} characters the rest is left out.
     */
    Optional<String> next() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = reader.read();
        while (next >= 0) {
            if (next != '\n') {
                append(line, (char) next);
            } else if (!line.toString().isBlank()) {
                return Optional.of(line.toString());
            }
            next = reader.read();
        }
        return line.toString().isBlank() ? Optional.empty() : Optional.of(line.toString());
    }

    private static void append(StringBuilder line, char character) {
        if (line.length() < CHARS_MAX) {
            line.append(character);
        }
    }
}
