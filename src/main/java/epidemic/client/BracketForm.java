package epidemic.client;

import epidemic.kernel.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The form {@code b, r(12), w(49,53), a(7,1), c @A2}.
 *
 * <pre>
 * line      = "b" [layer] {separator operation} [separator "c"] ["@" node]
 * layer     = digits | "&lt;" digits "&gt;"
 * separator = "," | ";"
 * operation = "r(" key ")" | "w(" pair ")" | "a(" pair ")"
 * pair      = key "," value | key "." value      without a comma the first dot divides
 * </pre>
 *
 * Blank space may stand between all of these, not within a key or value.
 */
final class BracketForm {
    private static final String OPERATIONS = "r(KEY), w(KEY,VALUE), a(KEY,VALUE) and a final c are allowed";

    private final LineScanner scanner;
    private final List<Operation> operations = new ArrayList<>();

    private BracketForm(String line) {
        this.scanner = new LineScanner(line);
    }

    static Spelling parse(String line) {
        return new BracketForm(line).line();
    }

    /** Whether the first word opens this form: {@code b}, {@code b} and digits, or {@code b} and a pointed bracket. */
    static boolean isOpenedBy(String word) {
        return word.startsWith("b") && (word.startsWith("<", 1) || isDigits(word.substring(1)));
    }

    private Spelling line() {
        Optional<String> layer = opening();
        boolean open = true;
        while (open && (scanner.take(',') || scanner.take(';'))) {
            open = operation();
        }
        Optional<String> pin = PinForm.atEnd(scanner);
        if (!scanner.atEnd()) {
            throw unexpected(open);
        }
        if (operations.isEmpty()) {
            throw Spelling.empty();
        }
        return new Spelling(layer, operations, pin);
    }

    private Optional<String> opening() {
        String word = scanner.word();
        if (!isOpenedBy(word)) {
            throw noOpening(word);
        }
        if (word.length() > 1) {
            return Optional.of(word.substring(1));
        }
        if (scanner.take('<')) {
            String layer = scanner.word();
            if (!scanner.take('>')) {
                throw new TransactionSyntaxException("no '>' after b<: b<1>, b1 and b are allowed");
            }
            return Optional.of(layer);
        }
        return isDigit(scanner.peek()) ? Optional.of(scanner.word()) : Optional.empty();
    }

    private boolean operation() {
        String word = scanner.word();
        if (word.equals("c")) {
            return false;
        }
        if (word.isEmpty()) {
            throw noOperation();
        }
        if (word.length() != 1 || "rwa".indexOf(word.charAt(0)) < 0) {
            throw unknownOperation(word);
        }
        if (!scanner.take('(')) {
            throw new TransactionSyntaxException("no '(' after " + word + " but " + scanner.rest() + ": " + OPERATIONS);
        }
        operations.add(operation(word.charAt(0), scanner.untilClosed()));
        return true;
    }

    private static Operation operation(char kind, String inside) {
        int comma = inside.indexOf(',');
        if (kind == 'r') {
            if (comma >= 0) {
                throw new TransactionSyntaxException(
                        "r(" + inside(inside) + ") with more than a key: r(KEY) is allowed, one r for each key");
            }
            return Tokens.read(LineScanner.strip(inside));
        }
        int split = comma >= 0 ? comma : inside.indexOf('.');
        if (split < 0 || inside.indexOf(',', split + 1) >= 0) {
            throw new TransactionSyntaxException(kind + "(" + inside(inside) + ") is no key and value: " + kind
                    + "(KEY,VALUE) and " + kind + "(KEY.VALUE) are allowed");
        }
        String key = LineScanner.strip(inside.substring(0, split));
        String value = LineScanner.strip(inside.substring(split + 1));
        return kind == 'w' ? Tokens.write(key, value) : Tokens.append(key, value);
    }

    private static String inside(String text) {
        String quoted = LineScanner.quote(text);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static boolean isDigits(String text) {
        return text.chars().allMatch(BracketForm::isDigit);
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    private static TransactionSyntaxException noOpening(String word) {
        if (isOpenedBy(word.toLowerCase(Locale.ROOT))) {
            return upperCase(word);
        }
        return new TransactionSyntaxException("a line with brackets or commas that does not begin with b: "
                + "b, r(12), w(49,53), c is allowed, or without brackets and commas 12 49.53");
    }

    private TransactionSyntaxException noOperation() {
        if (operations.isEmpty() && scanner.atEnd()) {
            return Spelling.empty();
        }
        return new TransactionSyntaxException("no operation before " + scanner.rest()
                + ": one operation follows each ','" + " or ';'; " + OPERATIONS);
    }

    private static TransactionSyntaxException unknownOperation(String word) {
        if (word.length() == 1 && "RWAC".indexOf(word.charAt(0)) >= 0) {
            return upperCase(word);
        }
        return new TransactionSyntaxException(LineScanner.quote(word) + " is no operation: " + OPERATIONS);
    }

    private static TransactionSyntaxException upperCase(String word) {
        return new TransactionSyntaxException("upper case " + LineScanner.quote(word) + ": lower case "
                + LineScanner.quote(word.toLowerCase(Locale.ROOT)) + " is allowed");
    }

    private TransactionSyntaxException unexpected(boolean open) {
        String allowed = open
                ? ": ',' or ';' before the next operation, or @NODE at the line's end, is allowed"
                : ": nothing but @NODE is allowed after c";
        return new TransactionSyntaxException("unexpected " + scanner.rest() + allowed);
    }
}
