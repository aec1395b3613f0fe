package epidemic.lab.live;

import epidemic.client.HttpSystem;
import epidemic.kernel.NodeId;
import epidemic.kernel.VersionEntry;
import epidemic.runtime.actor.NodeObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Reads the version logs of a system over HTTP while they grow, each from its own node, and tells an observer what they
 * take. A thread for each node; it waits for one answer at a time.
 */
public final class LogFollower {
    private static final long PAUSE_MILLIS = 100;

    private final HttpSystem system;
    private final NodeObserver observer;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ending;
    private volatile long deadlineNanos;

    /** Begins to follow; all logs are empty. */
    public LogFollower(HttpSystem system, List<NodeId> nodes, NodeObserver observer) {
        this.system = system;
        this.observer = observer;
        for (NodeId node : nodes) {
            Thread thread = new Thread(() -> follow(node), "log-of-" + node);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private void follow(NodeId node) {
        long next = 1;
        boolean isDone = false;
        while (!isDone) {
            boolean wasEnding = ending;
            List<VersionEntry> entries = List.of();
            boolean heard = false;
            try {
                entries = system.entries(node, next).join();
                heard = true;
            } catch (CompletionException away) {
                // It is asked again: a node that is stopped has nothing new.
            }
            if (!entries.isEmpty()) {
                observer.appended(node, entries);
                next += entries.size();
            }
            isDone = wasEnding && (heard && entries.isEmpty() || System.nanoTime() - deadlineNanos > 0);
            if (entries.isEmpty() && !isDone) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads what is there now and ends. Waits so long at most for nodes that do not answer. */
    public void end(Duration patience) throws InterruptedException {
        deadlineNanos = System.nanoTime() + patience.toNanos();
        ending = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
