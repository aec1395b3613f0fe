package epidemic.protocol.layered;

import epidemic.kernel.Handle;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.VersionEntry;
import epidemic.model.store.VersionedState;
import epidemic.model.transfer.Chunk;
import epidemic.model.transfer.SnapshotSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers learners that fetch versions: out of memory, or out of the own log where they are too old for that, or, where
 * the own log has a snapshot in their place, with a snapshot of what is in memory, piece by piece.
 */
final class VersionsServer {
    /** How many learners may wait for the disk; a question above it goes unanswered, and is asked again. */
    private static final int WAITING_MAX = 16;

    private final LayeredConfig config;
    private final List<Waiting> waiting = new ArrayList<>();

    /** What is sent to learners, all of them, until none has asked for some time. */
    private Optional<SnapshotSource> snapshot = Optional.empty();

    private long snapshotUpTo;
    private long askedNanos;

    private record Waiting(Handle.Asker asker, long afterVersion) {}

    VersionsServer(LayeredConfig config) {
        this.config = config;
    }

    void onFetch(Handle.Asker asker, LayeredMessage.FetchVersions fetch, VersionedState state, ReplicaContext context) {
        List<VersionEntry> entries = state.entries(fetch.afterVersion(), fetch.limit());
        if (!entries.isEmpty() || fetch.afterVersion() >= state.version()) {
            context.answer(asker, new LayeredMessage.VersionsFetched(fetch.afterVersion(), Chunk.of(entries)));
        } else if (waiting.size() < WAITING_MAX) {
            waiting.add(new Waiting(asker, fetch.afterVersion()));
            context.load(fetch.afterVersion(), fetch.limit());
        }
    }

    void onLoaded(long afterVersion, List<VersionEntry> entries, VersionedState state, ReplicaContext context) {
        waiting.removeIf(learner -> {
            boolean served = learner.afterVersion() == afterVersion;
            if (served && entries.isEmpty() && afterVersion < state.oldestReadable()) {
                boolean helps = snapshot.isPresent() && snapshot.get().version() > afterVersion;
                sendPart(learner.asker(), helps ? snapshot.get() : take(state), 0, context);
            } else if (served) {
                context.answer(learner.asker(), new LayeredMessage.VersionsFetched(afterVersion, Chunk.of(entries)));
            }
            return served;
        });
    }

    void onFetchSnapshot(
            Handle.Asker asker, LayeredMessage.FetchSnapshot fetch, VersionedState state, ReplicaContext context) {
        if (snapshot.isPresent() && snapshot.get().version() == fetch.version()) {
            sendPart(asker, snapshot.get(), fetch.from(), context);
        } else {
            sendPart(asker, take(state), 0, context);
        }
    }

    private SnapshotSource take(VersionedState state) {
        SnapshotSource taken = new SnapshotSource(
                state.snapshot(), config.propagationMaxVersions(), config.core().batchMaxBytes());
        snapshot = Optional.of(taken);
        snapshotUpTo = state.version();
        return taken;
    }

    private void sendPart(Handle.Asker asker, SnapshotSource source, long from, ReplicaContext context) {
        askedNanos = context.nowNanos();
        context.answer(asker, new LayeredMessage.SnapshotFetched(source.part(from), snapshotUpTo));
    }

    /** Some time has passed. */
    void tick(ReplicaContext context) {
        if (context.nowNanos() - askedNanos > config.core().ackTimeout().toNanos()) {
            snapshot = Optional.empty();
        }
    }
}
