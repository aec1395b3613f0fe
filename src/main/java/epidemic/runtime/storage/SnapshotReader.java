package epidemic.runtime.storage;

import epidemic.kernel.Snapshot;
import epidemic.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes a snapshot out of its lines. */
final class SnapshotReader implements SnapshotHead.Taker {
    private final SortedMap<String, Value> data = new TreeMap<>();
    private final List<Snapshot.Remembered> clients = new ArrayList<>();

    @Override
    public void state(SnapshotLine.State state) {
        state.changes().forEach(change -> Snapshot.fold(data, change));
    }

    @Override
    public void clients(SnapshotLine.Clients some) {
        clients.addAll(some.clients());
    }

    /** The snapshot, once all lines have come. */
    Snapshot snapshot(SnapshotHead head) {
        return new Snapshot(head.version(), data, head.changes(), clients);
    }
}
