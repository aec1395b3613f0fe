package epidemic.protocol.layered;

import epidemic.kernel.Invariants;
import epidemic.kernel.Observation;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.Snapshot;
import epidemic.kernel.VersionEntry;
import epidemic.model.store.VersionedState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The version order as far as a core node has applied it: data, entries, count trigger and file in step. */
final class CoreLog {
    private final CoreClients clients;
    private final VersionedState state;
    private final UpdateTrigger trigger;
    private final LayeredMutant mutant;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long durableVersion;

    private record Waiting(long version, CoreJournal.Action action) {}

    CoreLog(LayeredConfig config, CoreClients clients) {
        this.clients = clients;
        this.state = new VersionedState(config.historyWindow(), config.idleClientsMax());
        this.trigger = new UpdateTrigger(config.layer1());
        this.mutant = config.mutant();
    }

    /** Takes over an entry that is on disk. */
    void recover(VersionEntry entry) {
        state.apply(entry);
        if (mutant != LayeredMutant.OWN_COUNT) {
            trigger.count(entry);
        }
        durableVersion = entry.version();
    }

    /** Takes over the snapshot that the log on disk begins with. */
    void recover(Snapshot snapshot) {
        restore(snapshot);
        durableVersion = snapshot.version();
    }

    private void restore(Snapshot snapshot) {
        state.restore(
                mutant == LayeredMutant.SNAPSHOT_DROPS_CLIENTS
                        ? new Snapshot(snapshot.version(), snapshot.data(), snapshot.changes(), List.of())
                        : snapshot);
        if (mutant != LayeredMutant.SNAPSHOT_UNCOUNTED) {
            trigger.restore(snapshot);
        }
    }

    /**
     * A snapshot and the versions behind it take the place of all that was applied, at once.
     *
     * @param snapshot of a version above the present one
     * @param entries as many as the window holds, or all that there are: then the window is what it is everywhere
     */
    void replace(Snapshot snapshot, List<VersionEntry> entries, ReplicaContext context) {
        Invariants.check(snapshot.version() > version(), "a %s on top of version %s", snapshot, version());
        restore(snapshot);
        context.replaceLog(snapshot, entries);
        for (VersionEntry entry : entries) {
            apply(entry);
            clients.committed(entry.transaction(), entry.version(), state, context);
        }
        context.observe(
                new Observation("snapshot-installed", "took over a " + snapshot + " and versions up to " + version()));
    }

    private void apply(VersionEntry entry) {
        state.apply(entry);
        trigger.count(entry);
    }

    /** Makes the next version; clients that wait for it here are told, whoever gave it its place. */
    void install(VersionEntry entry, ReplicaContext context) {
        apply(entry);
        context.append(entry);
        clients.committed(entry.transaction(), entry.version(), state, context);
    }

    /** Makes those of the versions that are next, and passes over those held already. */
    void catchUp(Iterable<VersionEntry> entries, ReplicaContext context) {
        for (VersionEntry entry : entries) {
            if (entry.version() == version() + 1) {
                install(entry, context);
            }
        }
    }

    /** Does something once all versions that were made so far are on disk; at once if they are. */
    void whenDurable(CoreJournal.Action action, ReplicaContext context) {
        if (durableVersion == version()) {
            action.run(context);
        } else {
            waiting.add(new Waiting(version(), action));
        }
    }

    /** Versions up to this one are on disk. */
    void durable(long version, ReplicaContext context) {
        durableVersion = Math.max(durableVersion, version);
        while (!waiting.isEmpty() && waiting.peek().version() <= durableVersion) {
            waiting.remove().action().run(context);
        }
    }

    /** The newest version that is on disk. */
    long durableVersion() {
        return durableVersion;
    }

    long version() {
        return state.version();
    }

    VersionedState state() {
        return state;
    }

    UpdateTrigger trigger() {
        return trigger;
    }
}
