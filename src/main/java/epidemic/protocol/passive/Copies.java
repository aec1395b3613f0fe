package epidemic.protocol.passive;

import epidemic.kernel.Handle;
import epidemic.kernel.NodeId;
import epidemic.kernel.Observation;
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
    /** Those that held versions of another history in this life of the main replica, and the newest of them. */
    private final Map<NodeId, Long> differing = new TreeMap<>();

    /** The snapshot that is being sent, shared by those who need one. */
    private Optional<SnapshotSource> snapshot = Optional.empty();

    private long snapshotAskedNanos;

    /** A replica that holds this version, and what it needs from the disk, if that. */
    private record Waiting(Handle.Asker asker, PassiveMessage.Fetch fetch, Need need) {
        private Waiting with(Need other) {
            return new Waiting(asker, fetch, other);
        }

        private long afterVersion() {
            return fetch.afterVersion();
        }

        /** Behind which version the disk is read. */
        private long loadedAfter() {
            return need == Need.COMPARISON ? fetch.afterVersion() - 1 : fetch.afterVersion();
        }
    }

    private enum Need {
        /** Its version must be compared with what the disk has. */
        COMPARISON,
        /** It is sent versions. */
        VERSIONS,
        /** The disk has them not any more. */
        SNAPSHOT
    }

    /** Who is told what a replica holds for certain. */
    interface Holds {
        /** It has all versions up to this one. */
        void copied(long version);
    }

    Copies(PassiveConfig config, VersionedState state) {
        this.config = config;
        this.state = state;
    }

    /** A replica wants what follows. What it holds is compared first, with what is in memory or on disk. */
    void onFetch(NodeId from, Handle.Asker asker, PassiveMessage.Fetch fetch, Holds holds, ReplicaContext context) {
        if (context.nowNanos() - snapshotAskedNanos > SNAPSHOT_IDLE_NANOS) {
            snapshot = Optional.empty();
        }
        if (isRepeat(from, asker, fetch)) {
            return;
        }
        waiting.remove(from);
        loading.remove(from);
        Waiting one = new Waiting(asker, fetch, Need.VERSIONS);
        long version = fetch.afterVersion();
        if (version > state.version()) {
            refuse(from, one, context);
        } else if (version == 0 || fetch.mark() == Mark.UNKNOWN) {
            accept(from, one, holds, context);
        } else {
            List<VersionEntry> own = state.entries(version - 1, 1);
            if (own.isEmpty()) {
                loading.put(from, one.with(Need.COMPARISON));
                context.load(version - 1, 1);
            } else {
                compare(from, one, own, holds, context);
            }
        }
    }

    /** Who asks the same again takes its own place: a disk may take longer than a replica waits. */
    private boolean isRepeat(NodeId from, Handle.Asker asker, PassiveMessage.Fetch fetch) {
        boolean isKnown = false;
        for (Map<NodeId, Waiting> place : List.of(waiting, loading)) {
            Waiting one = place.get(from);
            if (one != null && one.fetch().equals(fetch)) {
                place.put(from, new Waiting(asker, fetch, one.need()));
                isKnown = true;
            }
        }
        return isKnown;
    }

    /** If the log has the version no more, nobody can tell. */
    private void compare(NodeId from, Waiting one, List<VersionEntry> own, Holds holds, ReplicaContext context) {
        if (own.isEmpty() || Mark.of(own.get(0)) == one.fetch().mark()) {
            accept(from, one.with(Need.VERSIONS), holds, context);
        } else {
            refuse(from, one, context);
        }
    }

    /** Who was refused before learns at once that it is not any more; what follows may be long in coming. */
    private void accept(NodeId from, Waiting one, Holds holds, ReplicaContext context) {
        held.put(from, one.afterVersion());
        if (one.fetch().wasRefused()) {
            context.answer(one.asker(), new PassiveMessage.Fetched(List.of()));
        } else {
            waiting.put(from, one);
        }
        holds.copied(one.afterVersion());
    }

    private void refuse(NodeId from, Waiting one, ReplicaContext context) {
        held.remove(from);
        if (differing.put(from, one.afterVersion()) == null) {
            context.observe(new Observation(
                    Observation.DIVERGED,
                    "met " + from + ", which holds version " + one.afterVersion() + " of another history"));
        }
        context.answer(one.asker(), new PassiveMessage.Differs(state.version()));
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
        if (one.need() == Need.SNAPSHOT) {
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
    void onLoaded(long afterVersion, List<VersionEntry> entries, long released, Holds holds, ReplicaContext context) {
        for (NodeId replica : List.copyOf(loading.keySet())) {
            Waiting one = loading.get(replica);
            if (one.loadedAfter() != afterVersion) {
                continue;
            }
            loading.remove(replica);
            if (one.need() == Need.COMPARISON) {
                compare(replica, one, entries, holds, context);
            } else if (entries.isEmpty()) {
                waiting.put(replica, one.with(Need.SNAPSHOT));
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

    /** Which replicas held versions of another history in this life; empty if none did. */
    String standing() {
        List<String> all = new ArrayList<>();
        differing.keySet().forEach(replica -> all.add(difference(replica)));
        return all.isEmpty()
                ? ""
                : String.join(", ", all)
                        + ": the main replica has lost its disk, or they have theirs from elsewhere; they get nothing until"
                        + " they are started empty";
    }

    private String difference(NodeId replica) {
        return replica + " held version " + differing.get(replica) + " of another history";
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
