package epidemic.web;

import epidemic.kernel.NodeId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.management.javadsl.LivenessCheckSetup;
import org.apache.pekko.management.javadsl.ReadinessCheckSetup;

/**
 * What Pekko Management asks of a process with one node: it is told what {@code /health?node=} and {@code /ready?node=} say.
 * Made before the actor system and answered by its HTTP server; until there is one, the process is alive and not ready.
 * Thread-safe.
 */
public final class NodeProbes {
    private static final int OK = 200;

    private final NodeId node;
    private final CompletableFuture<NodeApi> api = new CompletableFuture<>();

    /** Probes of a node. */
    public NodeProbes(NodeId node) {
        this.node = node;
    }

    /** For the actor system of its process. */
    public List<Setup> setups() {
        return List.of(
                LivenessCheckSetup.create(system -> List.of(asking(known -> known.health(node), true))),
                ReadinessCheckSetup.create(system -> List.of(asking(known -> known.ready(node), false))));
    }

    /** Says who answers. */
    void answeredBy(NodeApi nodes) {
        api.complete(nodes);
    }

    /** A question to the API. */
    private interface Question {
        CompletionStage<HttpResponse> ask(NodeApi nodes);
    }

    private Supplier<CompletionStage<Boolean>> asking(Question question, boolean before) {
        return () -> api.isDone()
                ? question.ask(api.join()).thenApply(answer -> answer.status().intValue() == OK)
                : CompletableFuture.completedFuture(before);
    }
}
