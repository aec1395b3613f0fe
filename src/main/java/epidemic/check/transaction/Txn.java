package epidemic.check.transaction;

import epidemic.check.history.Op;
import epidemic.check.history.Seen;
import epidemic.check.history.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a transaction did to each key, seen from outside. */
public final class Txn {
    /** The transaction. */
    public final Op op;

    /** By key, in the order of the steps. */
    public final Map<String, Touch> touches = new LinkedHashMap<>();

    /** What a transaction did to one key. */
    public static final class Touch {
        /** What it read before it changed the key itself. */
        public Optional<Seen> external = Optional.empty();
        /** What it wrote or appended, in order. */
        public final List<String> changes = new ArrayList<>(1);

        private Touch() {}
    }

    /** What one transaction did. */
    public Txn(Op op) {
        this.op = op;
        for (Step step : op.steps()) {
            Touch touch = touches.computeIfAbsent(step.key(), any -> new Touch());
            if (step instanceof Step.Change change) {
                touch.changes.add(change.value());
            } else if (step instanceof Step.Read read
                    && touch.changes.isEmpty()
                    && touch.external.isEmpty()
                    && !(read.seen() instanceof Seen.Unknown)) {
                touch.external = Optional.of(read.seen());
            }
        }
    }
}
