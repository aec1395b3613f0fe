package epidemic.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * @param clients whose requests made those versions, so many as are remembered, the one of the newest version last
 */
public record Snapshot(long version, SortedMap<String, Value> data, long changes, List<Remembered> clients) {
    /** The state before the first version. */
    public static final Snapshot EMPTY = new Snapshot(0, Collections.emptySortedMap(), 0, List.of());

    /**
     * A client.
     *
     * @param client its name, as in {@link RequestId}
     * @param highest the highest sequence among its requests; {@link RequestId#NONE} of an id without
     */
    public record Remembered(String client, long highest) {}

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
        clients = List.copyOf(clients);
    }

    /**
     * The snapshot that follows this one: O(keys and entries).
     *
     * @param entries those behind this version, without gaps
     * @param clientsMax how many clients are remembered
     * @throws Invariants.Violation if there is a gap
     */
    public Snapshot after(Iterable<VersionEntry> entries, int clientsMax) {
        SortedMap<String, Value> folded = new TreeMap<>(data);
        long newest = version;
        long count = changes;
        Map<String, Long> remembered = remembering(clients);
        for (VersionEntry entry : entries) {
            Invariants.check(entry.version() == newest + 1, "version %d folded on top of %d", entry.version(), newest);
            entry.writes().forEach(change -> fold(folded, change));
            newest = entry.version();
            remember(remembered, entry.transaction(), clientsMax);
            count += entry.writes().size();
        }
        return new Snapshot(newest, folded, count, listed(remembered));
    }

    /** Clients to be changed by {@link #remember}; their order is from now on that of the map. */
    public static Map<String, Long> remembering(List<Remembered> clients) {
        Map<String, Long> remembered = new LinkedHashMap<>();
        clients.forEach(client -> remembered.put(client.client(), client.highest()));
        return remembered;
    }

    /** Remembers a request's client as the newest; of more than so many the oldest is dropped. O(1). */
    public static void remember(Map<String, Long> remembered, RequestId request, int clientsMax) {
        Long before = remembered.remove(request.client());
        remembered.put(request.client(), before == null ? request.sequence() : Math.max(before, request.sequence()));
        if (remembered.size() > clientsMax) {
            Iterator<String> oldest = remembered.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** The reverse of {@link #remembering}. */
    public static List<Remembered> listed(Map<String, Long> remembered) {
        List<Remembered> clients = new ArrayList<>(remembered.size());
        remembered.forEach((client, highest) -> clients.add(new Remembered(client, highest)));
        return clients;
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

    @Override
    public String toString() {
        return "snapshot of version " + version + " with " + data.size() + " keys and " + clients.size() + " clients";
    }
}
