package epidemic.runtime.storage;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides when a log is compacted: once it has twice as many versions as are to be kept, and as many more as its snapshot
 * has items. So a version is written about twice in all, and a log takes about twice the room of what is kept.
 */
final class Compactor {
    private final VersionLogFile file;
    private final OptionalLong keepVersions;
    private final int clients;
    private Optional<LogCompaction> running = Optional.empty();
    private boolean paused;
    private long notBefore;

    Compactor(VersionLogFile file, OptionalLong keepVersions, int clients) {
        this.file = file;
        this.keepVersions = keepVersions;
        this.clients = clients;
    }

    /** Begins if it is time to. Returns whether it has begun. */
    boolean beginIfDue() throws IOException {
        if (keepVersions.isEmpty() || paused || running.isPresent() || file.lastVersion() < notBefore) {
            return false;
        }
        long keep = keepVersions.getAsLong();
        long entries = file.lastVersion() - file.snapshotVersion();
        if (entries - keep <= Math.max(keep, file.snapshotItems())) {
            return false;
        }
        running = Optional.of(file.compact(file.lastVersion() - keep, clients));
        return true;
    }

    /** Whether there is more to do. */
    boolean isRunning() {
        return running.isPresent();
    }

    /**
     * Does a little.
     *
     * @return whether the next log is whole and has to take its place now
     */
    Optional<NextLog> step() throws IOException {
        LogCompaction compaction = running.orElseThrow();
        if (compaction.step(file.tail())) {
            running = Optional.empty();
            return Optional.of(compaction.next());
        }
        return Optional.empty();
    }

    /** What was begun comes to nothing; the log stays as it is, and is tried again some versions later. */
    void postpone() {
        abandon();
        notBefore = file.lastVersion() + keepVersions.orElse(0);
    }

    /** The log's versions stay where they are: somebody reads them one after the other. */
    void pause() {
        abandon();
        paused = true;
    }

    /** They may go. */
    void resume() {
        paused = false;
    }

    /** What was begun comes to nothing. */
    void abandon() {
        running.ifPresent(compaction -> compaction.next().abandon());
        running = Optional.empty();
    }
}
