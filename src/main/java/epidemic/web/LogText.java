package epidemic.web;

import epidemic.kernel.Texts;

/**
 * Messages as they stand in the log, whose values have no control characters: each of these, and the backslash, is written as
 * a backslash and one character: {@code \\}, {@code \n}, {@code \r}, {@code \t}, {@code \?} for code 127, {@code \|} for code 28,
 * and the character 64 above for the other codes below 32. What is decoded is what was encoded.
 *
 * <p>Transactions take and give values as they stand in the log. So what they append is read by {@code GET /messages} with its
 * escapes replaced, and a message that was posted is read by them with escapes.
 */
final class LogText {
    /** Bytes of UTF-8; what is written as two characters counts two. */
    private static final int BYTES_MAX = Texts.VALUE_BYTES_MAX;

    private static final char DELETE = '\u007f';
    private static final char FILE_SEPARATOR = '\u001c';
    /** From a control character to the one that stands for it. */
    private static final char SHIFT = '@';

    private LogText() {}

    /**
     * The message as a value.
     *
     * @throws IllegalArgumentException if it is empty or too long
     */
    static String encoded(String message) {
        if (message.isEmpty()) {
            throw new IllegalArgumentException("an empty message: one character or more is allowed");
        }
        StringBuilder value = new StringBuilder(message.length());
        for (int index = 0; index < message.length(); index++) {
            char character = message.charAt(index);
            if (character == '\\' || character < ' ' || character == DELETE) {
                value.append('\\').append(standIn(character));
            } else {
                value.append(character);
            }
        }
        String encoded = value.toString();
        int bytes = Texts.utf8Bytes(encoded);
        if (bytes > BYTES_MAX) {
            int escaped = encoded.length() - message.length();
            throw new IllegalArgumentException("a message of " + (bytes - escaped) + " bytes"
                    + (escaped == 0
                            ? ""
                            : " and " + escaped + " for control characters and backslashes, which count two")
                    + ": 1 to " + BYTES_MAX + " bytes of UTF-8 are allowed");
        }
        return encoded;
    }

    private static char standIn(char character) {
        return switch (character) {
            case '\\' -> '\\';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case DELETE -> '?';
            case FILE_SEPARATOR -> '|';
            default -> (char) (character + SHIFT);
        };
    }

    /**
     * The message that a value stands for, also of one that a transaction has put there. A backslash that begins no escape
     * stays as it is.
     */
    static String decoded(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        StringBuilder message = new StringBuilder(value.length());
        for (int index = 0; index < value.length(); index++) {
            char character = value.charAt(index);
            boolean isEscape =
                    character == '\\' && index + 1 < value.length() && standsFor(value.charAt(index + 1)) >= 0;
            if (isEscape) {
                index++;
                message.append((char) standsFor(value.charAt(index)));
            } else {
                message.append(character);
            }
        }
        return message.toString();
    }

    /** What a character behind a backslash stands for, below 0 if for nothing. */
    private static int standsFor(char standIn) {
        return switch (standIn) {
            case '\\' -> '\\';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '?' -> DELETE;
            case '|' -> FILE_SEPARATOR;
            default -> standIn >= SHIFT && standIn < SHIFT + ' ' ? standIn - SHIFT : -1;
        };
    }
}
