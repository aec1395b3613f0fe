package epidemic.protocol.passive;

import epidemic.kernel.Handle;
import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.Snapshot;
import epidemic.kernel.VersionEntry;
import epidemic.model.store.VersionedState;
import epidemic.model.transfer.Chunk;
import epidemic.model.transfer.SnapshotSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The questions of the replicas at the main replica, at most one of each: they wait here until a version may be copied
 * that the replica lacks. A question that comes again takes the place of the one before it.
 */
final class Copies {
    /** The characters of keys and values at which a piece of a snapshot is closed. */
    private static final int PIECE_CHARACTERS = 256 * 1024;
    /** A snapshot of which nobody has asked for a piece for so long is dropped. */
    private static final long SNAPSHOT_IDLE_NANOS = 5_000_000_000L;

    private final PassiveConfig config;
    private final VersionedState state;
    private final Map<NodeId, Waiting> waiting = new TreeMap<>();
    private final Map<NodeId, Waiting> loading = new TreeMap<>();
    /** What each replica last said it holds. */
    private final Map<NodeId, Long> held = new TreeMap<>();

    /** The snapshot that is being sent, shared by those who need one. */
    private Optional<SnapshotSource> snapshot = Optional.empty();

    private long snapshotAskedNanos;

    /** A replica that holds this version. */
    private record Waiting(Handle.Asker asker, long afterVersion, boolean needsSnapshot) {}

    Copies(PassiveConfig config, VersionedState state) {
        this.config = config;
        this.state = state;
    }

    /** A replica wants what follows. One that holds more than there is gets nothing, see {@link #standing}. */
    void onFetch(NodeId from, Handle.Asker asker, PassiveMessage.Fetch fetch, ReplicaContext context) {
        held.put(from, fetch.afterVersion());
        loading.remove(from);
        waiting.put(from, new Waiting(asker, fetch.afterVersion(), false));
        if (context.nowNanos() - snapshotAskedNanos > SNAPSHOT_IDLE_NANOS) {
            snapshot = Optional.empty();
        }
    }

    /** At the batch's end: answers those who lack versions up to this one. */
    void serve(long released, ReplicaContext context) {
        for (NodeId replica : List.copyOf(waiting.keySet())) {
            Waiting one = waiting.get(replica);
            if (one.afterVersion() < released) {
                serve(replica, one, released, context);
            }
        }
    }

    private void serve(NodeId replica, Waiting one, long released, ReplicaContext context) {
        int limit = (int) Math.min(config.copyMaxVersions(), released - one.afterVersion());
        List<VersionEntry> entries = state.entries(one.afterVersion(), limit);
        if (one.needsSnapshot()) {
            if (state.oldestReadable() <= released) {
                waiting.remove(replica);
                sendPart(one.asker(), takeAbove(one.afterVersion()), 0, context);
            }
        } else if (entries.isEmpty()) {
            loading.put(replica, waiting.remove(replica));
            context.load(one.afterVersion(), limit);
        } else {
            waiting.remove(replica);
            context.answer(one.asker(), new PassiveMessage.Fetched(Chunk.of(entries)));
        }
    }

    /** Old entries were read; none if a snapshot stands for them. */
    void onLoaded(long afterVersion, List<VersionEntry> entries, long released, ReplicaContext context) {
        for (NodeId replica : List.copyOf(loading.keySet())) {
            Waiting one = loading.get(replica);
            if (one.afterVersion() != afterVersion) {
                continue;
            }
            loading.remove(replica);
            if (entries.isEmpty()) {
                waiting.put(replica, new Waiting(one.asker(), afterVersion, true));
            } else {
                int due = (int) Math.min(entries.size(), released - afterVersion);
                context.answer(one.asker(), new PassiveMessage.Fetched(Chunk.of(entries.subList(0, due))));
            }
        }
    }

    /** A replica wants the next piece; if its snapshot is gone it gets the first one of another, or has to fetch. */
    void onFetchSnapshot(
            Handle.Asker asker, PassiveMessage.FetchSnapshot fetch, long released, ReplicaContext context) {
        if (snapshot.isPresent() && snapshot.get().version() == fetch.version()) {
            sendPart(asker, snapshot.get(), fetch.from(), context);
        } else if (state.oldestReadable() <= released) {
            sendPart(asker, takeAbove(fetch.version()), 0, context);
        }
    }

    /** A snapshot of a later version than this one, which the replica has. */
    private SnapshotSource takeAbove(long version) {
        if (snapshot.isEmpty() || snapshot.get().version() <= version) {
            Snapshot taken = state.snapshot();
            if (config.mutant() == PassiveMutant.SNAPSHOT_TOO_NEW) {
                taken = new Snapshot(taken.version(), state.dataAt(state.version()), taken.changes(), taken.clients());
            }
            snapshot = Optional.of(new SnapshotSource(taken, config.copyMaxVersions(), PIECE_CHARACTERS));
        }
        return snapshot.get();
    }

    private void sendPart(Handle.Asker asker, SnapshotSource source, long from, ReplicaContext context) {
        snapshotAskedNanos = context.nowNanos();
        context.answer(asker, new PassiveMessage.SnapshotFetched(source.part(from)));
    }

    /** Which replicas hold more than the main replica, which has lost its disk then; empty if none does. */
    String standing() {
        List<String> ahead = new ArrayList<>();
        held.forEach((replica, version) -> {
            if (version > state.version()) {
                ahead.add(replica + " holds version " + version);
            }
        });
        return ahead.isEmpty()
                ? ""
                : String.join(", ", ahead)
                        + ", which is not here: the main replica has lost its disk; empty theirs, too";
    }

    /** A link to each replica. */
    List<ReplicaView.Feed> view(Optional<Long> nanosToNext) {
        List<ReplicaView.Feed> feeds = new ArrayList<>();
        for (NodeId replica : config.copies()) {
            feeds.add(new ReplicaView.Feed(
                    replica,
                    held.getOrDefault(replica, 0L),
                    loading.containsKey(replica),
                    Optional.empty(),
                    nanosToNext));
        }
        return feeds;
    }
}
