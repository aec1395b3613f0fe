package epidemic.client;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random lines, valid ones in random spellings, and valid ones with a scratch. Every failure names its seed. */
class TransactionParserFuzzTest {
    private static final int RUNS = 20_000;
    private static final String ALPHABET = "brwac0123456789,;.+()<>@# \t\u00a0\uFEFF\u0000\r-Aé😀BC";
    private static final List<String> BLANKS = List.of("", "", " ", "  ", "\t", "\u00a0");
    private static final List<String> TOKENS = List.of(
            "0", "1", "12", "49", "-7", "x", "b", "c", "b1", "grün", "a/b", "[1]", "日本", "99999999999999999999");

    @Test
    void randomLinesAreParsedOrAreSyntaxErrors() {
        for (long seed = 0; seed < RUNS; seed++) {
            parseOrSyntaxError(seed, randomText(new SplittableRandom(seed), ALPHABET));
        }
    }

    @Test
    void randomBytesAreReadToTheirEnd() {
        for (long seed = 0; seed < RUNS / 10; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = new byte[random.nextInt(400)];
            for (int index = 0; index < bytes.length; index++) {
                bytes[index] = random.nextInt(8) == 0 ? (byte) '\n' : (byte) random.nextInt(256);
            }
            long lines = 0;
            TransactionFile file = TransactionFile.of("fuzz", SevenNodes.PARSER, new ByteArrayInputStream(bytes));
            for (Optional<FileLine> line = file.next(); line.isPresent(); line = file.next()) {
                assertThat(line.get().line()).as("seed %d", seed).isGreaterThan(lines);
                lines = line.get().line();
            }
            assertThat(lines).as("seed %d", seed).isLessThanOrEqualTo(bytes.length + 1L);
        }
    }

    @Test
    void validTransactionsInAnySpellingAreParsedBack() {
        for (long seed = 0; seed < RUNS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            TransactionLine expected = randomTransaction(random);
            String line = random.nextBoolean() ? bracketForm(random, expected) : seedForm(random, expected);
            assertThat(SevenNodes.PARSER.parse(line))
                    .as("seed %d: %s", seed, line)
                    .isEqualTo(expected);
        }
    }

    @Test
    void validLinesWithAScratchAreParsedOrAreSyntaxErrors() {
        int broken = 0;
        for (long seed = 0; seed < RUNS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder line = new StringBuilder(bracketForm(random, randomTransaction(random)));
            int at = random.nextInt(line.length());
            switch (random.nextInt(3)) {
                case 0 -> line.deleteCharAt(at);
                case 1 -> line.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                default -> line.setCharAt(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            broken += parseOrSyntaxError(seed, line.toString()) ? 0 : 1;
        }
        assertThat(broken).isBetween(RUNS / 10, RUNS);
    }

    /** Whether the line is a transaction; fails if it ends in anything else than a syntax error with a message. */
    private static boolean parseOrSyntaxError(long seed, String line) {
        try {
            TransactionLine parsed = SevenNodes.PARSER.parse(line);
            assertThat(parsed.operations()).as("seed %d", seed).isNotEmpty();
            assertThat(parsed.isUpdate() && parsed.layer() > 0)
                    .as("seed %d", seed)
                    .isFalse();
            return true;
        } catch (TransactionSyntaxException problem) {
            assertThat(problem.getMessage()).as("seed %d", seed).contains(":").doesNotContain("\u0000");
            return false;
        } catch (RuntimeException problem) {
            throw new AssertionError("seed " + seed + ": " + line, problem);
        }
    }

    private static String randomText(SplittableRandom random, String alphabet) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(40);
        for (int index = 0; index < length; index++) {
            text.append(
                    random.nextInt(20) == 0
                            ? (char) random.nextInt(0x10000)
                            : alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static TransactionLine randomTransaction(SplittableRandom random) {
        boolean update = random.nextBoolean();
        int layer = update ? 0 : random.nextInt(3);
        List<Operation> operations = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int index = 0; index < count; index++) {
            operations.add(randomOperation(random, update ? random.nextInt(3) : 0));
        }
        boolean isUpdate = operations.stream().anyMatch(Operation.Change.class::isInstance);
        List<NodeId> nodes = SevenNodes.TOPOLOGY.layers().get(layer).nodes();
        Optional<NodeId> pin =
                random.nextInt(3) == 0 ? Optional.of(nodes.get(random.nextInt(nodes.size()))) : Optional.empty();
        return new TransactionLine(isUpdate ? 0 : layer, operations, pin);
    }

    private static Operation randomOperation(SplittableRandom random, int kind) {
        String key = token(random);
        if (kind == 0) {
            return new Operation.Read(key);
        }
        String value = token(random) + (random.nextInt(4) == 0 ? ".5+" : "");
        return kind == 1 ? new Operation.Write(key, value) : new Operation.Append(key, value);
    }

    private static String token(SplittableRandom random) {
        return TOKENS.get(random.nextInt(TOKENS.size()));
    }

    private static String bracketForm(SplittableRandom random, TransactionLine line) {
        StringBuilder text = new StringBuilder(blank(random)).append("b").append(blank(random));
        String layer =
                random.nextBoolean() ? "" + line.layer() : "<" + blank(random) + line.layer() + blank(random) + ">";
        text.append(line.layer() == 0 && random.nextBoolean() ? "" : layer);
        for (Operation operation : line.operations()) {
            text.append(separator(random)).append(bracketForm(random, operation));
        }
        text.append(random.nextBoolean() ? separator(random) + "c" : "").append(blank(random));
        line.pin()
                .ifPresent(pin ->
                        text.append("@").append(blank(random)).append(pin).append(blank(random)));
        return text.toString();
    }

    private static String bracketForm(SplittableRandom random, Operation operation) {
        String kind = operation instanceof Operation.Read ? "r" : operation instanceof Operation.Write ? "w" : "a";
        String inside = operation.key();
        if (operation instanceof Operation.Change change) {
            String divider = random.nextInt(3) == 0 ? "." : ",";
            inside += blank(random) + divider + blank(random) + change.value();
        }
        return kind + blank(random) + "(" + blank(random) + inside + blank(random) + ")";
    }

    private static String separator(SplittableRandom random) {
        return blank(random) + (random.nextInt(4) == 0 ? ";" : ",") + blank(random);
    }

    private static String seedForm(SplittableRandom random, TransactionLine line) {
        List<String> tokens = new ArrayList<>();
        for (Operation operation : line.operations()) {
            String divider = operation instanceof Operation.Write ? "." : "+";
            tokens.add(
                    operation instanceof Operation.Change change
                            ? change.key() + divider + change.value()
                            : operation.key());
        }
        if (!line.isUpdate()) {
            tokens.add("" + line.layer());
        }
        if (BracketForm.isOpenedBy(tokens.get(0))) {
            return bracketForm(random, line);
        }
        String text = blank(random) + String.join(" " + blank(random), tokens) + blank(random);
        return text + line.pin().map(pin -> "@" + blank(random) + pin).orElse("");
    }

    private static String blank(SplittableRandom random) {
        return BLANKS.get(random.nextInt(BLANKS.size()));
    }
}
