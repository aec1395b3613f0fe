package epidemic.sim;

import epidemic.kernel.Snapshot;
import epidemic.kernel.VersionEntry;
import java.util.ArrayList;
import java.util.List;

/** A version log on a {@link SimDisk}: a snapshot, perhaps of version 0, and entries behind it. */
final class SimLog {
    private Snapshot snapshot;
    private final List<VersionEntry> entries = new ArrayList<>();
    /** How many entries are confirmed. */
    private int durable;

    /** A log that nothing is confirmed of. */
    SimLog(Snapshot snapshot, List<VersionEntry> entries) {
        this.snapshot = snapshot;
        this.entries.addAll(entries);
    }

    Snapshot snapshot() {
        return snapshot;
    }

    List<VersionEntry> entries() {
        return entries;
    }

    long lastVersion() {
        return snapshot.version() + entries.size();
    }

    long durableVersion() {
        return snapshot.version() + durable;
    }

    int unconfirmed() {
        return entries.size() - durable;
    }

    void add(VersionEntry entry) {
        entries.add(entry);
    }

    /** The next so many entries are on the disk. */
    void confirm(int count) {
        durable += count;
    }

    /** Of the entries that are not confirmed only the first so many are on the disk. */
    void keep(int count) {
        entries.subList(durable + count, entries.size()).clear();
        durable = entries.size();
    }

    /** Entries behind a version, without gaps; none if the snapshot stands for the first of them. */
    List<VersionEntry> after(long version, int limit) {
        if (version < snapshot.version() || version >= lastVersion()) {
            return List.of();
        }
        int from = (int) (version - snapshot.version());
        return List.copyOf(entries.subList(from, (int) Math.min((long) from + limit, entries.size())));
    }

    /** A snapshot takes the place of the entries up to a version, which are confirmed. */
    void compact(long upTo, int clients) {
        int count = (int) (upTo - snapshot.version());
        List<VersionEntry> first = entries.subList(0, count);
        snapshot = snapshot.after(first, clients);
        first.clear();
        durable -= count;
    }
}
