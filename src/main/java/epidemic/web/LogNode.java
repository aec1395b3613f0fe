package epidemic.web;

import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaView;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeDirectory;
import epidemic.runtime.actor.NodeStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * The node of a replicated log that a server is for.
 *
 * @param isMaster whether it is the master, or else a secondary
 * @param writeConcern how many nodes must hold a message if its client does not say
 * @param faultsEnabled whether a secondary may be made to err
 */
record LogNode(
        ActorSystem<?> system,
        NodeDirectory directory,
        NodeId id,
        boolean isMaster,
        int writeConcern,
        boolean faultsEnabled) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The node's view, or empty if it does not run. */
    CompletionStage<Optional<ReplicaView>> view() {
        return directory
                .node(id)
                .<CompletionStage<Optional<ReplicaView>>>map(actor -> AskPattern.<NodeCall, NodeStatus>ask(
                                actor, replyTo -> new NodeCall.GetStatus(0, 0, replyTo), PATIENCE, system.scheduler())
                        .thenApply(status ->
                                Optional.of(status.view()).filter(view -> status.state() == NodeStatus.State.UP)))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    @Override
    public String toString() {
        return id.name();
    }
}
