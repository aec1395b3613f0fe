package epidemic.web;

import epidemic.kernel.Operation;
import epidemic.kernel.VersionEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * Versions that a node has appended.
 *
 * @param from the first of them
 * @param to the last of them
 * @param entries the newest of them, without gaps, as far as they are known: at most {@value #ENTRIES_MAX}, and fewer if
 *     their keys and values are more than {@value #CHARS_MAX} characters together
 */
record VersionNews(long from, long to, List<VersionEntry> entries) {
    static final int ENTRIES_MAX = 20;
    static final int CHARS_MAX = 64 * 1024;

    /** Gives up the oldest entries beyond the bounds. */
    VersionNews {
        entries = List.copyOf(newest(entries));
    }

    /** These and later ones. Later ones that do not follow these replace them. */
    VersionNews merge(VersionNews later) {
        if (later.from != to + 1) {
            return later;
        }
        return new VersionNews(from, later.to, joined(entries, later));
    }

    private static List<VersionEntry> joined(List<VersionEntry> earlier, VersionNews later) {
        boolean isWhole = !later.entries.isEmpty() && later.entries.get(0).version() == later.from;
        boolean follows = !earlier.isEmpty() && earlier.get(earlier.size() - 1).version() == later.from - 1;
        if (!isWhole || !follows) {
            return later.entries;
        }
        List<VersionEntry> joined = new ArrayList<>(earlier);
        joined.addAll(later.entries);
        return joined;
    }

    private static List<VersionEntry> newest(List<VersionEntry> entries) {
        int first = entries.size();
        long chars = 0;
        while (first > 0 && entries.size() - first < ENTRIES_MAX) {
            chars += chars(entries.get(first - 1));
            if (chars > CHARS_MAX) {
                break;
            }
            first--;
        }
        return entries.subList(first, entries.size());
    }

    private static long chars(VersionEntry entry) {
        long chars = 0;
        for (Operation.Change change : entry.writes()) {
            chars += change.key().length() + change.value().length();
        }
        return chars;
    }
}
