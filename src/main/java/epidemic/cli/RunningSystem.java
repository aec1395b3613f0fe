package epidemic.cli;

import epidemic.runtime.config.EpidemicConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/** What {@code run} has running: the nodes and the HTTP server before them. */
final class RunningSystem implements AutoCloseable {
    private static final int MARK_LENGTH = 8;

    private final LocalSystem nodes;
    private final String mark = UUID.randomUUID().toString().substring(0, MARK_LENGTH);

    private RunningSystem(LocalSystem nodes) {
        this.nodes = nodes;
    }

    /** Starts everything and waits until transactions can be taken. */
    static RunningSystem start(EpidemicConfig config, Path data, PrintWriter err)
            throws InterruptedException, ExecutionException {
        LocalSystem nodes = LocalSystem.start(config, data, epidemic.runtime.actor.NodeObserver.NONE);
        err.println("data: " + data);
        err.flush();
        nodes.ready().get();
        return new RunningSystem(nodes);
    }

    LocalSystem nodes() {
        return nodes;
    }

    /** Tells the request ids of this run from those of all others. */
    String mark() {
        return mark;
    }

    /** Waits until the actor system ends, for example because the process was interrupted. */
    void awaitEnd() throws InterruptedException, ExecutionException {
        nodes.actors().getWhenTerminated().toCompletableFuture().get();
    }

    @Override
    public void close() {
        nodes.stop();
    }
}
