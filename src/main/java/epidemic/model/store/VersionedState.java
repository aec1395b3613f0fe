package epidemic.model.store;

import epidemic.kernel.Operation;
import epidemic.kernel.ReadResult;
import epidemic.kernel.RequestId;
import epidemic.kernel.Snapshot;
import epidemic.kernel.Transaction;
import epidemic.kernel.Value;
import epidemic.kernel.VersionEntry;
import epidemic.kernel.VersionHistory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a node holds of the version order: the data, the newest entries, and which requests made them.
 *
 * <p>The window is a function of the version alone, so nodes at the same version hold the same and decide the same, for
 * example whether a request was executed before.
 */
public final class VersionedState implements VersionHistory {
    private final long windowVersions;
    private final MultiVersionStore store = new MultiVersionStore();
    private final EntryWindow entries = new EntryWindow();
    private final ClientTable clients;
    /** Writes and appends of the versions before the window. */
    private long forgottenChanges;

    /**
     * An empty state.
     *
     * @param windowVersions how many of the newest versions are held, 1 or more
     * @param idleClientsMax how many clients are remembered whose requests lie all before the window, 0 or more
     */
    public VersionedState(long windowVersions, int idleClientsMax) {
        if (windowVersions < 1) {
            throw new IllegalArgumentException("a window of " + windowVersions + " versions: 1 or more is allowed");
        }
        this.windowVersions = windowVersions;
        this.clients = new ClientTable(idleClientsMax);
    }

    /** Applies the next entry of the version order. */
    public void apply(VersionEntry entry) {
        store.install(entry.version(), entry.writes());
        entries.add(entry);
        clients.executed(entry.transaction(), entry.version());
        if (entries.size() > windowVersions) {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        long oldest = entries.removeFirst();
        clients.forget(oldest);
        forgottenChanges += store.forgetBefore(oldest);
    }

    /**
     * Holds a snapshot's state from now on, and nothing else. It is what it would be with all entries once as many as the
     * window holds were applied behind it.
     */
    public void restore(Snapshot snapshot) {
        store.restore(snapshot);
        entries.restartAfter(snapshot.version());
        clients.restore(snapshot.version(), snapshot.clients());
        forgottenChanges = snapshot.changes();
    }

    /** A snapshot of the version before the window, {@link #oldestReadable()}: whoever restores it and applies what the
     * window holds is where this state is. O(keys). */
    public Snapshot snapshot() {
        return new Snapshot(
                store.oldestReadable(), store.dataAt(store.oldestReadable()), forgottenChanges, clients.forgotten());
    }

    /** Why the changes do not fit what their keys hold, or empty if they do. */
    public Optional<String> mismatch(List<Operation.Change> changes) {
        return store.mismatch(changes);
    }

    /** What the reads of a read-only transaction see at the newest version. */
    public List<ReadResult> read(Transaction transaction) {
        List<ReadResult> results = new ArrayList<>();
        for (Operation operation : transaction.operations()) {
            results.add(new ReadResult(operation.key(), store.read(operation.key())));
        }
        return results;
    }

    /**
     * What the reads of an update see: the version before it, and the update's own earlier changes.
     *
     * @param createdVersion the version that the update created, within the window
     */
    public List<ReadResult> readsOf(Transaction update, long createdVersion) {
        if (!update.hasReads()) {
            return List.of();
        }
        Map<String, Value> own = new HashMap<>();
        List<ReadResult> results = new ArrayList<>();
        for (Operation operation : update.operations()) {
            Optional<Value> value = own.containsKey(operation.key())
                    ? Optional.of(own.get(operation.key()))
                    : store.readAt(operation.key(), createdVersion - 1);
            if (operation instanceof Operation.Append append) {
                Value.Sequence list = value.map(held -> (Value.Sequence) held).orElse(Value.Sequence.EMPTY);
                own.put(append.key(), list.append(append.value()));
            } else if (operation instanceof Operation.Write write) {
                own.put(write.key(), new Value.Single(write.value()));
            } else {
                results.add(new ReadResult(operation.key(), value));
            }
        }
        return results;
    }

    @Override
    public long version() {
        return store.version();
    }

    @Override
    public long oldestReadable() {
        return store.oldestReadable();
    }

    @Override
    public SortedMap<String, Value> dataAt(long version) {
        return store.dataAt(version);
    }

    @Override
    public List<VersionEntry> entries(long afterVersion, int limit) {
        return entries.after(afterVersion, limit);
    }

    @Override
    public long versionOf(RequestId transaction) {
        return clients.versionOf(transaction);
    }

    @Override
    public boolean isForgotten(RequestId transaction) {
        return clients.isForgotten(transaction);
    }
}
