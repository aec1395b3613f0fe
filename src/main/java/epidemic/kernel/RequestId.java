package epidemic.kernel;

import java.util.Objects;

/**
 * The identity of one client request. A client that retries sends the same id again, at any node, and its transaction
 * takes effect once.
 *
 * <p>Written {@code client:sequence}, for example {@code client-7:42}. A text without a decimal number after its last
 * colon is an id too: the whole of it names the client and it has no sequence.
 *
 * @param client who asks, 1 to 256 bytes of UTF-8 without control characters
 * @param sequence the client's own count of its requests, 0 or more, or {@link #NONE}
 */
public record RequestId(String client, long sequence) {
    /** The sequence of an id that carries none. */
    public static final long NONE = -1;

    private static final int SEQUENCE_DIGITS_MAX = 18;

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the client is empty, too long or has control characters, or the sequence is
     *     below {@link #NONE}
     */
    public RequestId {
        Objects.requireNonNull(client, "client");
        Texts.requireToken("client of a request id", client, Texts.KEY_BYTES_MAX);
        if (sequence < NONE) {
            throw new IllegalArgumentException("sequence " + sequence + " of a request id: 0 or more is allowed");
        }
    }

    /**
     * Reads what {@link #toString()} wrote, or any other token as an id without a sequence.
     *
     * @throws IllegalArgumentException if the text is no token
     */
    public static RequestId parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon > 0 && isCanonicalNumber(text, colon + 1)) {
            return new RequestId(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
        }
        return new RequestId(text, NONE);
    }

    private static boolean isCanonicalNumber(String text, int from) {
        int digits = text.length() - from;
        if (digits < 1 || digits > SEQUENCE_DIGITS_MAX || (digits > 1 && text.charAt(from) == '0')) {
            return false;
        }
        for (int index = from; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character < '0' || character > '9') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return sequence == NONE ? client : client + ":" + sequence;
    }
}
