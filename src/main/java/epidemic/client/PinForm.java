package epidemic.client;

import java.util.Optional;

/** The {@code @A2} at the end of a line. */
final class PinForm {
    private PinForm() {}

    /**
     * Takes the pin and all that is left of the line, if a pin is next.
     *
     * @throws TransactionSyntaxException if it names no node or is not the last on the line
     */
    static Optional<String> atEnd(LineScanner scanner) {
        if (!scanner.take('@')) {
            return Optional.empty();
        }
        String name = scanner.chunk();
        if (name.isEmpty()) {
            throw new TransactionSyntaxException("'@' without a node: a node's name follows it, as in @A2");
        }
        if (!scanner.atEnd()) {
            throw new TransactionSyntaxException(
                    "unexpected " + scanner.rest() + " after @: one node's name, as in @A2, "
                            + "is allowed at the line's end; a key or value with an '@' is allowed within brackets, as in "
                            + "w(49,me@home)");
        }
        return Optional.of(name);
    }
}
