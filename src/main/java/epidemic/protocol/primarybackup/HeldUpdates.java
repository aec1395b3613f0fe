package epidemic.protocol.primarybackup;

import epidemic.kernel.Operation;
import epidemic.kernel.RequestId;
import epidemic.kernel.VersionEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Updates that have a place and are not known to be committed, in order. At most {@code max-in-flight}, at a primary. */
final class HeldUpdates {
    private final Deque<VersionEntry> entries = new ArrayDeque<>();
    private final Map<RequestId, VersionEntry> byRequest = new LinkedHashMap<>();
    /** For keys of held updates whether they hold lists. */
    private final Map<String, Boolean> lists = new LinkedHashMap<>();

    int size() {
        return entries.size();
    }

    VersionEntry first() {
        return entries.getFirst();
    }

    void add(VersionEntry entry) {
        entries.add(entry);
        byRequest.put(entry.transaction(), entry);
        for (Operation.Change change : entry.writes()) {
            lists.put(change.key(), change instanceof Operation.Append);
        }
    }

    VersionEntry removeFirst() {
        VersionEntry first = entries.removeFirst();
        byRequest.remove(first.transaction());
        if (entries.isEmpty()) {
            lists.clear();
        }
        return first;
    }

    void clear() {
        entries.clear();
        byRequest.clear();
        lists.clear();
    }

    Optional<VersionEntry> of(RequestId id) {
        return Optional.ofNullable(byRequest.get(id));
    }

    /** So many behind the first few; fewer at the end. O(skipped and wanted). */
    List<VersionEntry> entries(long skipped, long wanted) {
        List<VersionEntry> found = new ArrayList<>();
        Iterator<VersionEntry> iterator = entries.iterator();
        for (long index = 0; index < skipped + wanted && iterator.hasNext(); index++) {
            VersionEntry entry = iterator.next();
            if (index >= skipped) {
                found.add(entry);
            }
        }
        return found;
    }

    /** Why changes do not fit what held updates have made of their keys. */
    Optional<String> mismatch(List<Operation.Change> changes) {
        for (Operation.Change change : changes) {
            boolean appends = change instanceof Operation.Append;
            if (lists.getOrDefault(change.key(), appends) != appends) {
                return Optional.of("key " + change.key() + " holds a "
                        + (appends ? "single value: only writes are allowed" : "list: only appends are allowed"));
            }
        }
        return Optional.empty();
    }
}
