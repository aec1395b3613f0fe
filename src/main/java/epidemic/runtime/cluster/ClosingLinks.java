package epidemic.runtime.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.io.Tcp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts the links of a process that stops and waits in vain until they are closed. Artery may close a connection half, as if
 * all were well, and waits with its own end until the other side has closed the rest; one that is cut off never does, and the
 * system's own patience with it is a quarter of an hour. The actor system would not end before.
 */
final class ClosingLinks {
    private static final Logger LOG = LoggerFactory.getLogger(ClosingLinks.class);

    private ClosingLinks() {}

    /** Cuts all connections of an actor system, unless it has ended after so long. */
    static void cutAfter(ActorSystem<?> system, Duration most) {
        Executor later = CompletableFuture.delayedExecutor(most.toMillis(), TimeUnit.MILLISECONDS);
        later.execute(() -> {
            if (!system.getWhenTerminated().toCompletableFuture().isDone()) {
                LOG.warn(
                        "links are not closed after {}: the other ends do not answer; they are cut",
                        most.toSeconds() + " s");
                cut(system);
            }
        });
    }

    private static void cut(ActorSystem<?> system) {
        Tcp.get(Adapter.toClassic(system)).manager().tell(PoisonPill.getInstance(), ActorRef.noSender());
    }
}
