package epidemic.runtime.storage;

import epidemic.kernel.Operation;
import epidemic.kernel.Snapshot;
import epidemic.kernel.Value;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The changes of a new snapshot: those of an old one, which are on disk in the order of keys, and what was changed since,
 * in memory. The old state passes by and is never in memory as a whole.
 */
final class SnapshotMerge {
    private final Source old;
    private final Iterator<Map.Entry<String, Value>> since;
    private final Deque<Operation.Change> due = new ArrayDeque<>();
    private Optional<Operation.Change> nextOld;
    private Optional<Map.Entry<String, Value>> nextSince;

    /** The old changes, in order. */
    interface Source {
        /** The next one, empty at the end. */
        Optional<Operation.Change> next() throws IOException;
    }

    SnapshotMerge(Source old, SortedMap<String, Value> since) throws IOException {
        this.old = old;
        this.since = since.entrySet().iterator();
        this.nextOld = old.next();
        this.nextSince = following();
    }

    private Optional<Map.Entry<String, Value>> following() {
        return since.hasNext() ? Optional.of(since.next()) : Optional.empty();
    }

    /** The next change, empty at the end. */
    Optional<Operation.Change> next() throws IOException {
        while (due.isEmpty() && (nextOld.isPresent() || nextSince.isPresent())) {
            advance();
        }
        return Optional.ofNullable(due.poll());
    }

    private void advance() throws IOException {
        int order = order();
        if (order < 0) {
            due.add(nextOld.orElseThrow());
            nextOld = old.next();
            return;
        }
        Map.Entry<String, Value> changed = nextSince.orElseThrow();
        if (order == 0) {
            // A single value is replaced; to a list items were added.
            if (changed.getValue() instanceof Value.Sequence) {
                due.add(nextOld.orElseThrow());
            }
            nextOld = old.next();
        } else {
            due.addAll(Snapshot.changesOf(changed.getKey(), changed.getValue()));
            nextSince = following();
        }
    }

    /** Below 0: the old one comes first; 0: both are of one key; above 0: the other one comes first. */
    private int order() {
        if (nextOld.isEmpty() || nextSince.isEmpty()) {
            return nextSince.isEmpty() ? -1 : 1;
        }
        return nextOld.get().key().compareTo(nextSince.get().getKey());
    }
}
