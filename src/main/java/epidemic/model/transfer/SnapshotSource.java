package epidemic.model.transfer;

import epidemic.kernel.Operation;
import epidemic.kernel.Snapshot;
import epidemic.kernel.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A snapshot that is sent piece by piece. It shares its values with the state that it was taken of, so it costs memory for
 * each key and what was overwritten since.
 */
public final class SnapshotSource {
    private final Snapshot snapshot;
    private final int itemsMax;
    private final int charsMax;
    private final String[] keys;
    private final Value[] values;
    /** How many items the keys up to each one have. */
    private final long[] ends;

    /** The changes of the key that was asked for last: a long list takes many pieces. */
    private int openKey = -1;

    private List<Operation.Change> open = List.of();

    /**
     * A snapshot, to be sent.
     *
     * @param itemsMax how many changes and clients a piece has at most, 1 or more
     * @param charsMax the characters of keys and values at which a piece is closed, 1 or more
     */
    public SnapshotSource(Snapshot snapshot, int itemsMax, int charsMax) {
        this.snapshot = snapshot;
        this.itemsMax = itemsMax;
        this.charsMax = charsMax;
        this.keys = new String[snapshot.data().size()];
        this.values = new Value[keys.length];
        this.ends = new long[keys.length];
        int index = 0;
        long items = 0;
        for (Map.Entry<String, Value> item : snapshot.data().entrySet()) {
            items += item.getValue() instanceof Value.Sequence list ? list.size() : 1;
            keys[index] = item.getKey();
            values[index] = item.getValue();
            ends[index] = items;
            index++;
        }
    }

    /** The snapshot's version. */
    public long version() {
        return snapshot.version();
    }

    private long changes() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    /** The piece behind so many items; one item at least, if there is one. */
    public SnapshotPart part(long from) {
        List<Operation.Change> changes = from < changes() ? changes(from) : List.of();
        List<Snapshot.Remembered> clients = from + changes.size() < changes()
                ? List.of()
                : clients(from + changes.size(), itemsMax - changes.size());
        long items = changes() + snapshot.clients().size();
        return new SnapshotPart(version(), snapshot.changes(), items, from, changes, clients);
    }

    private List<Operation.Change> changes(long from) {
        List<Operation.Change> piece = new ArrayList<>();
        long chars = 0;
        int key = keyOf(from);
        for (long next = from; next < changes() && piece.size() < itemsMax && chars < charsMax; next++) {
            key = next < ends[key] ? key : key + 1;
            long begin = key == 0 ? 0 : ends[key - 1];
            Operation.Change change = changesOf(key).get((int) (next - begin));
            piece.add(change);
            chars += change.key().length() + change.value().length();
        }
        return piece;
    }

    private List<Snapshot.Remembered> clients(long from, int limit) {
        int first = (int) (from - changes());
        return snapshot.clients()
                .subList(first, Math.min(first + limit, snapshot.clients().size()));
    }

    /** The key that has the item behind so many. */
    private int keyOf(long from) {
        int found = Arrays.binarySearch(ends, from + 1);
        return found < 0 ? -found - 1 : found;
    }

    private List<Operation.Change> changesOf(int key) {
        if (key != openKey) {
            openKey = key;
            open = Snapshot.changesOf(keys[key], values[key]);
        }
        return open;
    }
}
