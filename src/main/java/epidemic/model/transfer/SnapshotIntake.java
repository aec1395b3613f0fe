package epidemic.model.transfer;

import epidemic.kernel.Snapshot;
import epidemic.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A snapshot that comes piece by piece, until it is whole and taken over. Nobody reads it meanwhile. */
public final class SnapshotIntake {
    private long version;
    private long counted;
    private long items;
    private long held;
    private SortedMap<String, Value> data = new TreeMap<>();
    private final List<Snapshot.Remembered> clients = new ArrayList<>();

    /**
     * Takes a piece: the next one, or the first one of another snapshot. Others are passed over.
     *
     * @return whether it was taken
     */
    public boolean take(SnapshotPart part) {
        if (part.version() != version && part.from() == 0) {
            drop();
            version = part.version();
            counted = part.counted();
            items = part.items();
        }
        if (part.version() == version && part.from() == held) {
            part.changes().forEach(change -> Snapshot.fold(data, change));
            clients.addAll(part.clients());
            held = part.upTo();
            return true;
        }
        return false;
    }

    /** Nothing is under way any more. */
    public void drop() {
        version = 0;
        items = 0;
        held = 0;
        data = new TreeMap<>();
        clients.clear();
    }

    /** The version of the snapshot that is under way or whole; 0 if there is none. */
    public long version() {
        return version;
    }

    /** How many items of it have come. */
    public long held() {
        return held;
    }

    /** Whether pieces are missing. */
    public boolean isUnderWay() {
        return version > 0 && held < items;
    }

    /** Whether all pieces have come. */
    public boolean isWhole() {
        return version > 0 && held == items;
    }

    /** Gives the snapshot away, as far as it has come. */
    public Snapshot handOver() {
        Snapshot snapshot = new Snapshot(version, data, counted, clients);
        drop();
        return snapshot;
    }
}
