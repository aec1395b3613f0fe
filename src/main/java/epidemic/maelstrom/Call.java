package epidemic.maelstrom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import epidemic.kernel.Operation;
import epidemic.kernel.ReadResult;
import java.util.List;
import java.util.function.Function;

/**
 * A client's request in the kernel's words.
 *
 * @param operations of the transaction; none if the answer needs none
 * @param answer the body of the answer out of what the transaction's reads saw
 */
record Call(List<Operation> operations, Function<List<ReadResult>, ObjectNode> answer) {
    Call {
        operations = List.copyOf(operations);
    }

    /** A request that is answered without a transaction. */
    static Call answered(ObjectNode body) {
        return new Call(List.of(), reads -> body);
    }

    boolean isUpdate() {
        return operations.stream().anyMatch(operation -> operation instanceof Operation.Change);
    }
}
