package epidemic.protocol.layered;

import epidemic.kernel.Handle;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.VersionEntry;
import epidemic.kernel.VersionHistory;
import java.util.ArrayList;
import java.util.List;

/** Answers learners that fetch versions: out of memory, or out of the own log where they are too old for that. */
final class VersionsServer {
    /** How many learners may wait for the disk; a question above it goes unanswered, and is asked again. */
    private static final int WAITING_MAX = 16;

    private final List<Waiting> waiting = new ArrayList<>();

    private record Waiting(Handle.Asker asker, long afterVersion) {}

    void onFetch(
            Handle.Asker asker, LayeredMessage.FetchVersions fetch, VersionHistory history, ReplicaContext context) {
        List<VersionEntry> entries = history.entries(fetch.afterVersion(), fetch.limit());
        if (!entries.isEmpty() || fetch.afterVersion() >= history.version()) {
            context.answer(asker, new LayeredMessage.VersionsFetched(fetch.afterVersion(), entries));
        } else if (waiting.size() < WAITING_MAX) {
            waiting.add(new Waiting(asker, fetch.afterVersion()));
            context.load(fetch.afterVersion(), fetch.limit());
        }
    }

    void onLoaded(long afterVersion, List<VersionEntry> entries, ReplicaContext context) {
        waiting.removeIf(learner -> {
            boolean served = learner.afterVersion() == afterVersion;
            if (served) {
                context.answer(learner.asker(), new LayeredMessage.VersionsFetched(afterVersion, entries));
            }
            return served;
        });
    }
}
