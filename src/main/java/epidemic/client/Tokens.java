package epidemic.client;

import epidemic.kernel.Operation;

/**
 * Makes operations out of the texts of keys and values. A token is one or more characters other than blank space, comma,
 * semicolon, round brackets, control characters and the byte order mark; how long it may be is told by
 * {@link epidemic.kernel.Texts}.
 */
final class Tokens {
    private static final String FORBIDDEN = ",;()";

    private Tokens() {}

    static Operation read(String key) {
        check("key", key);
        try {
            return new Operation.Read(key);
        } catch (IllegalArgumentException problem) {
            throw new TransactionSyntaxException(problem.getMessage());
        }
    }

    static Operation write(String key, String value) {
        check("key", key);
        check("value", value);
        try {
            return new Operation.Write(key, value);
        } catch (IllegalArgumentException problem) {
            throw new TransactionSyntaxException(problem.getMessage());
        }
    }

    static Operation append(String key, String value) {
        check("key", key);
        check("value", value);
        try {
            return new Operation.Append(key, value);
        } catch (IllegalArgumentException problem) {
            throw new TransactionSyntaxException(problem.getMessage());
        }
    }

    private static void check(String what, String text) {
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (LineScanner.isBlank(character) || FORBIDDEN.indexOf(character) >= 0 || character == '\uFEFF') {
                throw new TransactionSyntaxException(what + " " + LineScanner.quote(text) + " with "
                        + name(character) + ": one or more characters other than blank space, ',', ';', '(' and ')'"
                        + " are allowed");
            }
        }
    }

    private static String name(char character) {
        if (character == '\uFEFF') {
            return "a byte order mark";
        }
        return LineScanner.isBlank(character) ? "blank space" : "a '" + character + "'";
    }
}
