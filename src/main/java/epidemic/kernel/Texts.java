package epidemic.kernel;

/** The bounds of the texts that users hand in: keys, values, request ids. */
public final class Texts {
    /** The longest key, in bytes of UTF-8. */
    public static final int KEY_BYTES_MAX = 256;

    /** The longest value, in bytes of UTF-8. */
    public static final int VALUE_BYTES_MAX = 64 * 1024;

    private static final int BYTES_PER_CHAR_MAX = 3;

    private Texts() {}

    /**
     * Returns the text if it is a token: not empty, within the bound, without control characters.
     *
     * @param what what the text is, for the message
     * @param bytesMax the bound in bytes of UTF-8
     * @throws IllegalArgumentException if it is no token; the message says why and what is allowed
     */
    public static String requireToken(String what, String text, int bytesMax) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("empty " + what + ": 1 to " + bytesMax + " bytes are allowed");
        }
        if (text.length() * (long) BYTES_PER_CHAR_MAX > bytesMax && utf8Bytes(text) > bytesMax) {
            throw new IllegalArgumentException(
                    what + " of " + utf8Bytes(text) + " bytes: 1 to " + bytesMax + " bytes are allowed");
        }
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character < ' ' || character == '\u007f') {
                throw new IllegalArgumentException(what + " with a control character (code " + (int) character
                        + "): printable characters are allowed");
            }
        }
        return text;
    }

    /** The length of the text in bytes of UTF-8. A lone surrogate counts as the one byte it is written as. */
    public static int utf8Bytes(String text) {
        int bytes = 0;
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character < 0x80) {
                bytes += 1;
            } else if (character < 0x800) {
                bytes += 2;
            } else if (Character.isHighSurrogate(character)
                    && index + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(index + 1))) {
                bytes += 4;
                index++;
            } else {
                bytes += Character.isSurrogate(character) ? 1 : BYTES_PER_CHAR_MAX;
            }
        }
        return bytes;
    }
}
