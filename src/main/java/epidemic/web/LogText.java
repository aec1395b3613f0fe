package epidemic.web;

import java.util.Locale;

/**
 * Messages as they stand in the log, whose values have no control characters: these, and the backslash, are written with a
 * backslash. What is decoded is what was encoded.
 */
final class LogText {
    private static final int HEX = 16;
    private static final int HEX_DIGITS = 4;

    private LogText() {}

    /** The message as a value. */
    static String encoded(String message) {
        StringBuilder value = new StringBuilder(message.length());
        for (int index = 0; index < message.length(); index++) {
            char character = message.charAt(index);
            switch (character) {
                case '\\' -> value.append("\\\\");
                case '\n' -> value.append("\\n");
                case '\r' -> value.append("\\r");
                case '\t' -> value.append("\\t");
                default -> {
                    if (character < ' ' || character == '\u007f') {
                        value.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
                    } else {
                        value.append(character);
                    }
                }
            }
        }
        return value.toString();
    }

    /** The message that a value stands for. One that another way of writing has put there may be no such; it stays as it is. */
    static String decoded(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        StringBuilder message = new StringBuilder(value.length());
        int index = 0;
        while (index < value.length()) {
            index += decode(value, index, message);
        }
        return message.toString();
    }

    /** Decodes what begins at an index; returns how long it was. */
    private static int decode(String value, int index, StringBuilder message) {
        char next = value.charAt(index) == '\\' && index + 1 < value.length() ? value.charAt(index + 1) : ' ';
        switch (next) {
            case '\\' -> message.append('\\');
            case 'n' -> message.append('\n');
            case 'r' -> message.append('\r');
            case 't' -> message.append('\t');
            case 'u' -> {
                return decodeHex(value, index, message);
            }
            default -> {
                message.append(value.charAt(index));
                return 1;
            }
        }
        return 2;
    }

    private static int decodeHex(String value, int index, StringBuilder message) {
        int end = index + 2 + HEX_DIGITS;
        String digits = end <= value.length() ? value.substring(index + 2, end) : "";
        if (!digits.matches("[0-9a-f]{4}")) {
            message.append('\\');
            return 1;
        }
        message.append((char) Integer.parseInt(digits, HEX));
        return end - index;
    }
}
