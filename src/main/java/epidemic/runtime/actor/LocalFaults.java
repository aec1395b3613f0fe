package epidemic.runtime.actor;

import epidemic.kernel.NodeId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/** Faults of a {@link LocalCluster}, which answers nothing: the directory is looked at until it shows the effect. */
final class LocalFaults implements FaultControl {
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ActorSystem<?> system;
    private final ActorRef<LocalCluster.Command> cluster;
    private final NodeDirectory directory;
    private final LinkFaults links;

    LocalFaults(
            ActorSystem<?> system, ActorRef<LocalCluster.Command> cluster, NodeDirectory directory, LinkFaults links) {
        this.system = system;
        this.cluster = cluster;
        this.directory = directory;
        this.links = links;
    }

    @Override
    public CompletionStage<Done> crash(NodeId node) {
        cluster.tell(new LocalCluster.Crash(node));
        return await(node + " still runs", () -> directory.node(node).isEmpty());
    }

    @Override
    public CompletionStage<Done> restart(NodeId node) {
        cluster.tell(new LocalCluster.Restart(node));
        return await(node + " does not run yet", () -> directory.node(node).isPresent());
    }

    @Override
    public LinkFaults links() {
        return links;
    }

    private CompletionStage<Done> await(String notYet, BooleanSupplier effect) {
        CompletableFuture<Done> done = new CompletableFuture<>();
        look(done, notYet, effect, System.nanoTime() + PATIENCE.toNanos());
        return done;
    }

    private void look(CompletableFuture<Done> done, String notYet, BooleanSupplier effect, long deadlineNanos) {
        if (effect.getAsBoolean()) {
            done.complete(Done.getInstance());
        } else if (System.nanoTime() - deadlineNanos >= 0) {
            done.completeExceptionally(new TimeoutException(notYet));
        } else {
            system.scheduler()
                    .scheduleOnce(
                            LOOK_INTERVAL, () -> look(done, notYet, effect, deadlineNanos), system.executionContext());
        }
    }
}
