package epidemic.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Cuts a stream of UTF-8 into lines, one at a time: at LF, without a CR before it, without a byte order mark at the
 * beginning. Holds one line of up to {@value #LINE_BYTES_MAX} bytes, whatever the stream has. Confined to one thread.
 */
final class LineReader {
    /** The longest line, in bytes without its end: 1 MiB. */
    static final int LINE_BYTES_MAX = 1 << 20;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int END = -1;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream input;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean tooLong;
    private boolean first = true;

    LineReader(InputStream input) {
        this.input = input;
    }

    /**
     * A line, or what is wrong with it.
     *
     * @param text the line without its end, empty text if there is a problem
     * @param problem what is wrong and what is allowed
     */
    record Line(String text, Optional<String> problem) {
        static Line bad(String problem) {
            return new Line("", Optional.of(problem));
        }
    }

    /** The next line, or empty at the end of the stream. A line end at the end of the stream opens no further line. */
    Optional<Line> next() throws IOException {
        line.reset();
        tooLong = false;
        boolean any = false;
        while (position < limit || fill()) {
            any = true;
            if (takeUpToLineEnd()) {
                return Optional.of(decode());
            }
        }
        return any ? Optional.of(decode()) : Optional.empty();
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, input.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    /** Moves bytes from the buffer to the line; whether the line's end was reached. */
    private boolean takeUpToLineEnd() {
        int end = indexOfLineEnd();
        int stop = end == END ? limit : end;
        int room = LINE_BYTES_MAX + MARK.length + 1 - line.size();
        int taken = Math.min(room, stop - position);
        line.write(buffer, position, taken);
        tooLong |= taken < stop - position;
        position = end == END ? limit : end + 1;
        return end != END;
    }

    private int indexOfLineEnd() {
        for (int index = position; index < limit; index++) {
            if (buffer[index] == '\n') {
                return index;
            }
        }
        return END;
    }

    private Line decode() {
        byte[] bytes = line.toByteArray();
        int from = first && startsWithMark(bytes) ? MARK.length : 0;
        int to = bytes.length > from && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        first = false;
        if (tooLong || to - from > LINE_BYTES_MAX) {
            return Line.bad("a line of more than " + LINE_BYTES_MAX + " bytes: up to " + LINE_BYTES_MAX
                    + " bytes of UTF-8 are allowed");
        }
        return decode(bytes, from, to);
    }

    private static Line decode(byte[] bytes, int from, int to) {
        ByteBuffer rest = ByteBuffer.wrap(bytes, from, to - from);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(rest).toString();
            return text.indexOf('\r') < 0
                    ? new Line(text, Optional.empty())
                    : Line.bad("a carriage return within the line: lines that end in LF or CRLF are allowed");
        } catch (CharacterCodingException problem) {
            int index = rest.position();
            return Line.bad("no UTF-8 at byte %d of the line (0x%02x): text in UTF-8 is allowed"
                    .formatted(index - from + 1, bytes[index]));
        }
    }

    private static boolean startsWithMark(byte[] bytes) {
        return bytes.length >= MARK.length && bytes[0] == MARK[0] && bytes[1] == MARK[1] && bytes[2] == MARK[2];
    }
}
