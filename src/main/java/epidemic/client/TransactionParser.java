package epidemic.client;

import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Topology;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reads one line of a transaction file, in either form: {@code b, r(12), w(49,53), c} or {@code 12 49.53}. Knows the
 * topology, so that layers and nodes that do not exist are errors of the line. Immutable; any thread may use it.
 *
 * <p>A line is in the bracket form if it has a comma, a semicolon or a round bracket, or if its first word is
 * {@code b}, {@code b} and digits, or {@code b<}. All others are in the seed form.
 */
public final class TransactionParser {
    private final Topology topology;
    private final List<String> layers;

    /**
     * A parser for the lines of one strategy.
     *
     * @param topology which layers and nodes there are
     */
    public TransactionParser(Topology topology) {
        this.topology = topology;
        this.layers = IntStream.range(0, topology.layers().size())
                .mapToObj(Integer::toString)
                .toList();
    }

    /** Whether the line is to be skipped: blank, or a comment, whose first character that is not blank is {@code #}. */
    public static boolean isSkipped(String line) {
        LineScanner scanner = new LineScanner(line);
        return scanner.atEnd() || scanner.peek() == '#';
    }

    /**
     * Reads a line. One line end (LF or CRLF) at its end is taken off. O(length).
     *
     * @throws TransactionSyntaxException if it is no transaction, also if {@link #isSkipped} holds; the message says
     *     what is wrong and what is allowed
     */
    public TransactionLine parse(String line) {
        String text = withoutLineEnd(line);
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
            throw new TransactionSyntaxException(
                    "a line end within the line: one transaction a line, ended by LF or CRLF, is allowed");
        }
        if (isSkipped(text)) {
            throw new TransactionSyntaxException(
                    "no transaction but a blank line or a comment: one transaction is allowed, for example "
                            + Spelling.EXAMPLES);
        }
        return resolve(isBracketForm(text) ? BracketForm.parse(text) : SeedForm.parse(text, layers));
    }

    private static String withoutLineEnd(String line) {
        String text = line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static boolean isBracketForm(String line) {
        for (int index = 0; index < line.length(); index++) {
            if (",;()".indexOf(line.charAt(index)) >= 0) {
                return true;
            }
        }
        String first = new LineScanner(line).chunk();
        int at = first.indexOf('@');
        return BracketForm.isOpenedBy(at < 0 ? first : first.substring(0, at));
    }

    private TransactionLine resolve(Spelling spelling) {
        Optional<Integer> layer = spelling.layer().map(this::layerNumber);
        Optional<NodeId> pin = spelling.pin().map(this::nodeNamed);
        boolean isUpdate = spelling.operations().stream().anyMatch(Operation.Change.class::isInstance);
        return new TransactionLine(layerOf(layer, pin, isUpdate), spelling.operations(), pin);
    }

    /**
     * The layer that a transaction is for, however it is spelled: if none is named that of its node, or 0 for updates.
     *
     * @param layer one that there is, or empty
     * @param pin the node that is to execute it, one that there is; or empty
     * @throws TransactionSyntaxException if updates are not allowed there, or the node is of another layer
     */
    public int layerOf(Optional<Integer> layer, Optional<NodeId> pin, boolean isUpdate) {
        if (isUpdate && layer.orElse(0) > 0) {
            throw new TransactionSyntaxException("a write or append on layer " + layer.get()
                    + ": updates are allowed on layer 0 ("
                    + topology.layers().get(0).name()
                    + ") only; r(KEY) is allowed on every layer");
        }
        int pinned = pin.flatMap(topology::layerOf).orElse(0);
        int wanted = layer.orElse(isUpdate ? 0 : pinned);
        if (pin.isPresent() && !topology.serves(pin.get(), wanted)) {
            throw wrongPin(pin.get(), pinned, wanted, isUpdate);
        }
        return wanted;
    }

    private int layerNumber(String text) {
        int number = layers.indexOf(text);
        if (number < 0) {
            throw new TransactionSyntaxException(
                    "no layer " + LineScanner.quote(text) + ": " + Words.or(layers) + " is allowed, as in b0 or b<0>");
        }
        return number;
    }

    private NodeId nodeNamed(String text) {
        for (NodeId node : topology.nodes()) {
            if (node.name().equals(text)) {
                return node;
            }
        }
        throw new TransactionSyntaxException(
                "no node " + LineScanner.quote(text) + ": @ and " + Words.or(topology.nodes()) + " is allowed");
    }

    private TransactionSyntaxException wrongPin(NodeId pin, int pinned, int wanted, boolean isUpdate) {
        String what = isUpdate ? "an update" : "a transaction of layer " + wanted;
        List<NodeId> allowed = topology.layers().get(wanted).nodes();
        return new TransactionSyntaxException(what + " pinned at " + pin + ", a node of layer " + pinned + ": @ and "
                + Words.or(allowed) + " is allowed, the nodes of layer " + wanted);
    }
}
