package epidemic.check.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the clients of one run asked for and were told.
 *
 * @param operations in the order of their invocations
 * @param faults what was done to the system meanwhile, in order
 * @param length the number of lines, larger than every index in it
 */
public record History(List<Op> operations, List<Fault> faults, int length) {
    /** Copies the lists. */
    public History {
        operations = List.copyOf(operations);
        faults = List.copyOf(faults);
    }

    /** Whether some operation was executed below the core. */
    public boolean hasLayers() {
        for (Op op : operations) {
            if (op.label().layer() > 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether some operation carries a version. */
    public boolean hasVersions() {
        for (Op op : operations) {
            if (op.hasVersion()) {
                return true;
            }
        }
        return false;
    }

    /** The operations that the condition holds for, with their numbers and indexes as they are. */
    public History where(Predicate<Op> condition) {
        List<Op> kept = new ArrayList<>();
        for (Op op : operations) {
            if (condition.test(op)) {
                kept.add(op);
            }
        }
        return new History(kept, faults, length);
    }
}
