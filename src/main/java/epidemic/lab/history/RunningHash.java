package epidemic.lab.history;

import epidemic.kernel.Operation;
import epidemic.kernel.Snapshot;
import epidemic.kernel.VersionEntry;
import java.util.HashMap;
import java.util.Map;

/** The {@link StateHash} of a state that grows by version entries, at the cost of the entries. Confined to one thread. */
public final class RunningHash {
    private final Map<String, Long> byKey = new HashMap<>();
    private long sum;
    private long version;

    /** Of the state before the first version. */
    public RunningHash() {}

    /** Of a state that grows from a snapshot on. */
    public RunningHash(Snapshot snapshot) {
        version = snapshot.version();
        snapshot.data().forEach((key, value) -> Snapshot.changesOf(key, value).forEach(this::apply));
    }

    /** The next entry. */
    public void apply(VersionEntry entry) {
        version = entry.version();
        entry.writes().forEach(this::apply);
    }

    private void apply(Operation.Change change) {
        Long before = byKey.get(change.key());
        long after = change instanceof Operation.Append
                ? StateHash.add(before == null ? StateHash.ofList(change.key()) : before, change.value())
                : StateHash.add(StateHash.ofKey(change.key()), change.value());
        byKey.put(change.key(), after);
        sum += StateHash.finish(after) - (before == null ? 0 : StateHash.finish(before));
    }

    /** The version of the newest entry, 0 before the first. */
    public long version() {
        return version;
    }

    /** The hash, as {@link StateHash#of} gives it for the same data. */
    public String text() {
        return StateHash.text(sum);
    }
}
