package epidemic.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The complete state at a version. It stands for all entries up to that version: whoever takes it over and then the
 * entries behind it is where whoever has applied all entries is. Immutable; a function of the entries alone, see {@link
 * #after}: hosts compact logs by it, judges check snapshots by it.
 *
 * @param version the version, 0 for the state before the first
 * @param data all keys and their values, in key order
 * @param changes how many writes and appends all those entries had, for triggers that count them
 */
public record Snapshot(long version, SortedMap<String, Value> data, long changes) {
    /** The state before the first version. */
    public static final Snapshot EMPTY = new Snapshot(0, Collections.emptySortedMap(), 0);

    /**
     * Checks ranges. The data are not copied: hand them over.
     *
     * @throws IllegalArgumentException if a number is negative
     */
    public Snapshot {
        if (version < 0 || changes < 0) {
            throw new IllegalArgumentException(
                    "a snapshot of version " + version + " after " + changes + " changes: 0 or more are allowed");
        }
        data = Collections.unmodifiableSortedMap(data);
    }

    /**
     * The snapshot that follows this one: O(keys and entries).
     *
     * @param entries those behind this version, without gaps
     * @throws Invariants.Violation if there is a gap
     */
    public Snapshot after(Iterable<VersionEntry> entries) {
        SortedMap<String, Value> folded = new TreeMap<>(data);
        long newest = version;
        long count = changes;
        for (VersionEntry entry : entries) {
            Invariants.check(entry.version() == newest + 1, "version %d folded on top of %d", entry.version(), newest);
            entry.writes().forEach(change -> fold(folded, change));
            newest = entry.version();
            count += entry.writes().size();
        }
        return new Snapshot(newest, folded, count);
    }

    /** Makes one change to data. */
    public static void fold(SortedMap<String, Value> data, Operation.Change change) {
        data.put(change.key(), Value.after(Optional.ofNullable(data.get(change.key())), change));
    }

    /** The changes that make a value at a key that was never written: one write, or an append for each item. */
    public static List<Operation.Change> changesOf(String key, Value value) {
        if (value instanceof Value.Sequence list) {
            List<Operation.Change> appends = new ArrayList<>(list.size());
            list.items().forEach(item -> appends.add(new Operation.Append(key, item)));
            return appends;
        }
        return List.of(new Operation.Write(key, value.toString()));
    }

    /** The data that changes make, applied in order to no data at all: the reverse of {@link #changesOf}. */
    public static SortedMap<String, Value> dataOf(Iterable<Operation.Change> changes) {
        SortedMap<String, Value> data = new TreeMap<>();
        changes.forEach(change ->
                data.put(change.key(), Value.after(Optional.ofNullable(data.get(change.key())), change)));
        return data;
    }

    @Override
    public String toString() {
        return "snapshot of version " + version + " with " + data.size() + " keys";
    }
}
