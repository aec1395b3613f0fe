package epidemic.client;

import epidemic.kernel.Operation;
import java.util.List;
import java.util.Optional;

/**
 * A line as it is spelled, before anybody asked whether the layer and the node exist.
 *
 * @param layer the text of the layer, empty if the line names none
 * @param operations in the order of the line
 * @param pin the text behind the {@code @}, empty if there is none
 */
record Spelling(Optional<String> layer, List<Operation> operations, Optional<String> pin) {
    static final String EXAMPLES = "b, r(12), w(49,53), c or 12 49.53";

    /** Copies the operations. */
    Spelling {
        operations = List.copyOf(operations);
    }

    static TransactionSyntaxException empty() {
        return new TransactionSyntaxException(
                "an empty transaction: one or more operations are allowed, for example " + EXAMPLES);
    }
}
