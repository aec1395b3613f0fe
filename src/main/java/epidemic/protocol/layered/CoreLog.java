package epidemic.protocol.layered;

import epidemic.kernel.ReplicaContext;
import epidemic.kernel.VersionEntry;
import epidemic.model.store.VersionedState;
import java.util.ArrayDeque;
import java.util.Deque;

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
