package epidemic.client;

import epidemic.kernel.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The form {@code 12 49.53 69} and, read-only, {@code 30 49 69 1}: tokens with blank space between them.
 *
 * <ul>
 *   <li>{@code key} reads, {@code key.value} writes, {@code key+value} appends: the first dot or plus divides.
 *   <li>A line with a write or an append is an update; all its bare tokens are reads.
 *   <li>The last token of any other line is the layer.
 *   <li>{@code @} begins the pin wherever it stands.
 * </ul>
 */
final class SeedForm {
    private static final int EXAMPLE_TOKENS_MAX = 4;

    private final List<String> tokens = new ArrayList<>();
    private final Optional<String> pin;
    private final List<String> layers;

    private SeedForm(String line, List<String> layers) {
        this.layers = layers;
        int at = line.indexOf('@');
        LineScanner scanner = new LineScanner(at < 0 ? line : line.substring(0, at));
        while (!scanner.atEnd()) {
            tokens.add(token(scanner.chunk()));
        }
        this.pin = at < 0 ? Optional.empty() : PinForm.atEnd(new LineScanner(line.substring(at)));
    }

    /**
     * Reads a line.
     *
     * @param layers how the layers are spelled
     */
    static Spelling parse(String line, List<String> layers) {
        return new SeedForm(line, layers).line();
    }

    private Spelling line() {
        if (tokens.isEmpty() || tokens.equals(List.of("c"))) {
            throw Spelling.empty();
        }
        boolean isUpdate = tokens.stream().anyMatch(token -> dividerOf(token) >= 0);
        if (isUpdate) {
            return new Spelling(Optional.empty(), operations(tokens), pin);
        }
        int last = tokens.size() - 1;
        String layer = tokens.get(last);
        if (!layers.contains(layer)) {
            throw noLayer(layer);
        }
        if (last == 0) {
            throw new TransactionSyntaxException("the layer " + layer + " without a read: one or more keys before the"
                    + " layer are allowed, as in 30 49 " + layer);
        }
        return new Spelling(Optional.of(layer), operations(tokens.subList(0, last)), pin);
    }

    private static List<Operation> operations(List<String> tokens) {
        List<Operation> operations = new ArrayList<>(tokens.size());
        for (String token : tokens) {
            operations.add(operation(token));
        }
        return operations;
    }

    private static Operation operation(String token) {
        int divider = dividerOf(token);
        if (divider < 0) {
            return Tokens.read(token);
        }
        String key = token.substring(0, divider);
        String value = token.substring(divider + 1);
        if (key.isEmpty() || value.isEmpty()) {
            throw new TransactionSyntaxException(LineScanner.quote(token) + " without a "
                    + (key.isEmpty() ? "key" : "value") + ": KEY reads, KEY.VALUE writes, KEY+VALUE appends");
        }
        return token.charAt(divider) == '.' ? Tokens.write(key, value) : Tokens.append(key, value);
    }

    /** The index of the first dot or plus, or -1 if the token is bare. */
    private static int dividerOf(String token) {
        for (int index = 0; index < token.length(); index++) {
            if (token.charAt(index) == '.' || token.charAt(index) == '+') {
                return index;
            }
        }
        return -1;
    }

    private static String token(String text) {
        if (text.startsWith("#")) {
            throw new TransactionSyntaxException(
                    "a comment behind a transaction: a comment is allowed on a line of its own");
        }
        return text;
    }

    private TransactionSyntaxException noLayer(String last) {
        String allowed = Words.or(layers);
        String example = tokens.size() > EXAMPLE_TOKENS_MAX ? "30 49 69" : String.join(" ", tokens);
        String shown = LineScanner.quote(example + " " + layers.get(0));
        return new TransactionSyntaxException("no valid layer: the last token of a line without a write is its layer, "
                + LineScanner.quote(last) + " is none; " + allowed + " is allowed: append it, as in " + shown
                + ", or write KEY.VALUE to make it an update");
    }
}
