package epidemic.model.store;

import epidemic.kernel.Invariants;
import epidemic.kernel.VersionEntry;
import java.util.ArrayList;
import java.util.List;

/** The newest entries of a version log in a ring that grows: added at the end, forgotten at the beginning. */
final class EntryWindow {
    private static final int CAPACITY_FIRST = 64;

    private VersionEntry[] ring = new VersionEntry[CAPACITY_FIRST];
    private long firstVersion = 1;
    private int size;

    int size() {
        return size;
    }

    void add(VersionEntry entry) {
        Invariants.check(entry.version() == firstVersion + size, "entry %d after %d", entry.version(), lastVersion());
        if (size == ring.length) {
            grow();
        }
        ring[slot(entry.version())] = entry;
        size++;
    }

    /** Forgets all; the next entry is the one behind this version. */
    void restartAfter(long version) {
        ring = new VersionEntry[CAPACITY_FIRST];
        firstVersion = version + 1;
        size = 0;
    }

    /** Lets the oldest entry go; returns its version. */
    long removeFirst() {
        ring[slot(firstVersion)] = null;
        size--;
        return firstVersion++;
    }

    /** At most {@code limit} entries behind a version, without gaps; none if the first of them is not held. */
    List<VersionEntry> after(long afterVersion, int limit) {
        if (afterVersion + 1 < firstVersion || afterVersion >= lastVersion()) {
            return List.of();
        }
        long last = Math.min(lastVersion(), afterVersion + limit);
        List<VersionEntry> found = new ArrayList<>((int) (last - afterVersion));
        for (long version = afterVersion + 1; version <= last; version++) {
            found.add(ring[slot(version)]);
        }
        return found;
    }

    private long lastVersion() {
        return firstVersion + size - 1;
    }

    private int slot(long version) {
        return (int) (version & (ring.length - 1));
    }

    private void grow() {
        VersionEntry[] larger = new VersionEntry[ring.length * 2];
        for (long version = firstVersion; version <= lastVersion(); version++) {
            larger[(int) (version & (larger.length - 1))] = ring[slot(version)];
        }
        ring = larger;
    }
}
