package epidemic.cli;

import epidemic.kernel.Detail;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Topology;
import epidemic.kernel.Transaction;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeDirectory;
import epidemic.runtime.actor.NodeStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** A system whose nodes are actors here, or stand here for nodes elsewhere. */
final class AskedSystem implements ReplicaSystem {
    private final Supplier<Topology> there;
    private final NodeDirectory nodes;
    private final ActorSystem<?> actors;
    private final String mark;
    private final Duration patience;
    private final Runnable end;
    private Topology topology;
    private long requestCount;

    /**
     * A system.
     *
     * @param there tells which nodes it has now
     * @param mark tells its request ids from those of others
     * @param patience how long an outcome may take
     * @param end ends what was begun for it
     */
    AskedSystem(
            Supplier<Topology> there,
            NodeDirectory nodes,
            ActorSystem<?> actors,
            String mark,
            Duration patience,
            Runnable end) {
        this.there = there;
        this.topology = there.get();
        this.nodes = nodes;
        this.actors = actors;
        this.mark = mark;
        this.patience = patience;
        this.end = end;
    }

    @Override
    public Topology topology() {
        return topology;
    }

    @Override
    public void look() {
        topology = there.get();
    }

    @Override
    public RequestId nextRequest() {
        return new RequestId("shell~" + mark, requestCount++);
    }

    @Override
    public Outcome ask(NodeId node, Transaction transaction) {
        return asked(
                        node,
                        replyTo -> new NodeCall.Execute(transaction, replyTo, Optional.empty()),
                        NodeCall.Executed.class)
                .map(NodeCall.Executed::outcome)
                .orElseGet(() -> new Outcome.Unknown(node + " does not answer"));
    }

    @Override
    public Optional<Duration> cacheTime() {
        NodeId main = topology.layers().get(0).nodes().get(0);
        return asked(main, replyTo -> new NodeCall.GetStatus(0, 0, replyTo), NodeStatus.class)
                .flatMap(status -> status.view().figure("cache time", Detail.Time.class))
                .map(time -> Duration.ofNanos(time.nanos()));
    }

    private <T> Optional<T> asked(NodeId node, Function<ActorRef<T>, NodeCall> question, Class<T> type) {
        Optional<CompletionStage<T>> answer =
                nodes.node(node).map(actor -> AskPattern.ask(actor, question::apply, patience, actors.scheduler()));
        try {
            return answer.map(stage -> type.cast(stage.toCompletableFuture().join()));
        } catch (CompletionException late) {
            return Optional.empty();
        }
    }

    @Override
    public void pause(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
