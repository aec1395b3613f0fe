package epidemic.web;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A client's connection, as those see it who do something for the client. Thread-safe. */
final class ClientLine {
    private final Set<Runnable> watchers = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    /** Has something run once, when the connection ends, or at once if it has. */
    void watch(Runnable watcher) {
        watchers.add(watcher);
        if (ended) {
            end();
        }
    }

    /** It is not to be run any more. */
    void forget(Runnable watcher) {
        watchers.remove(watcher);
    }

    /** The connection has ended. */
    void end() {
        ended = true;
        for (Runnable watcher : watchers) {
            if (watchers.remove(watcher)) {
                watcher.run();
            }
        }
    }
}
