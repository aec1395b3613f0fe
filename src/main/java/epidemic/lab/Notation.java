package epidemic.lab;

import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReadResult;
import epidemic.kernel.VersionEntry;
import java.util.List;
import java.util.stream.Collectors;

/** Operations as transaction files write them: {@code r(12), w(49,53), a(7,1)}. */
public final class Notation {
    private Notation() {}

    /** Operations, in their order. */
    public static String of(List<? extends Operation> operations) {
        return operations.stream().map(Notation::of).collect(Collectors.joining(", "));
    }

    private static String of(Operation operation) {
        if (operation instanceof Operation.Write write) {
            return "w(" + write.key() + "," + write.value() + ")";
        } else if (operation instanceof Operation.Append append) {
            return "a(" + append.key() + "," + append.value() + ")";
        }
        return "r(" + operation.key() + ")";
    }

    /** An entry of a version log: version, request, origin, changes. */
    static String of(VersionEntry entry) {
        return "version " + entry.version() + " = " + entry.transaction() + " of " + entry.origin() + " ["
                + of(entry.writes()) + "]";
    }

    /** An outcome; what was read stands there as {@code 12: 5}. */
    static String of(Outcome outcome) {
        if (outcome instanceof Outcome.Committed committed) {
            String reads = committed.reads().stream().map(Notation::of).collect(Collectors.joining(", "));
            return "committed at version " + committed.version() + (reads.isEmpty() ? "" : ", read " + reads);
        } else if (outcome instanceof Outcome.Refused refused) {
            return "refused, " + refused.reason().code();
        }
        return "unknown";
    }

    private static String of(ReadResult read) {
        return read.key() + ": " + read.value().map(Object::toString).orElse("nothing");
    }
}
