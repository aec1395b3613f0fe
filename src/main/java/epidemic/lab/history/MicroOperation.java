package epidemic.lab.history;

import epidemic.kernel.Operation;
import epidemic.kernel.ReadResult;
import epidemic.kernel.Transaction;
import epidemic.kernel.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * One step of a transaction in a history.
 *
 * @param name {@code r}, {@code w} or {@code append}
 * @param key the key
 * @param value what was read, if that is known and there was something; what is written or appended
 */
public record MicroOperation(String name, String key, Optional<Value> value) {
    /** The steps of a transaction whose reads are not known. */
    public static List<MicroOperation> asked(Transaction transaction) {
        return told(transaction, List.of());
    }

    /**
     * The steps of a transaction with what its reads saw.
     *
     * @param reads one result for each read, in order; or none, if they are not known
     */
    public static List<MicroOperation> told(Transaction transaction, List<ReadResult> reads) {
        Iterator<ReadResult> results = reads.iterator();
        List<MicroOperation> steps = new ArrayList<>(transaction.operations().size());
        for (Operation operation : transaction.operations()) {
            if (operation instanceof Operation.Change change) {
                String name = operation instanceof Operation.Append ? "append" : "w";
                steps.add(new MicroOperation(name, operation.key(), Optional.of(new Value.Single(change.value()))));
            } else {
                Optional<Value> seen = results.hasNext() ? results.next().value() : Optional.empty();
                steps.add(new MicroOperation("r", operation.key(), seen));
            }
        }
        return steps;
    }
}
