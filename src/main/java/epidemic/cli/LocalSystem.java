package epidemic.cli;

import epidemic.client.NodeSummary;
import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaView;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.actor.LinkFaults;
import epidemic.runtime.actor.LocalCluster;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.actor.NodeDirectory;
import epidemic.runtime.actor.NodeObserver;
import epidemic.runtime.actor.NodeStatus;
import epidemic.runtime.config.EpidemicConfig;
import epidemic.runtime.config.StrategySettings;
import epidemic.runtime.storage.DiskCall;
import epidemic.runtime.storage.VersionLogActor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** All nodes of a strategy in this JVM, as {@code run} needs them: started, watched until ready, summed up, stopped. */
final class LocalSystem {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration QUIET_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(10);

    private final Strategy strategy;
    private final Topology topology;
    private final NodeDirectory directory;
    private final LinkFaults links;
    private final ActorSystem<LocalCluster.Command> actors;

    private LocalSystem(
            Strategy strategy,
            Topology topology,
            NodeDirectory directory,
            LinkFaults links,
            ActorSystem<LocalCluster.Command> actors) {
        this.links = links;
        this.strategy = strategy;
        this.topology = topology;
        this.directory = directory;
        this.actors = actors;
    }

    /**
     * Starts all nodes.
     *
     * @param data the directory of their logs
     * @throws IllegalArgumentException if a setting is out of its range
     */
    static LocalSystem start(EpidemicConfig config, Path data, NodeObserver observer) {
        Strategy strategy = StrategyCatalog.named(config.strategy());
        return start(
                config,
                topology(config),
                node -> VersionLogActor.create(
                        data, node, config.storage(strategy), strategy.codec(), observer.figures(node)),
                data,
                observer);
    }

    /**
     * Starts some nodes, on disks of their own.
     *
     * @param topology whom to start: the configuration's, or its first layers
     * @param disks a node's disk
     * @param data the directory of the logs, if the disks keep any
     * @throws IllegalArgumentException if a setting is out of its range
     */
    static LocalSystem start(
            EpidemicConfig config,
            Topology topology,
            Function<NodeId, Behavior<DiskCall>> disks,
            Path data,
            NodeObserver observer) {
        Strategy strategy = StrategyCatalog.named(config.strategy());
        StrategySettings settings = config.settings(strategy.name());
        NodeDirectory directory = new NodeDirectory();
        LinkFaults links = new LinkFaults();
        LocalCluster.Setup setup = new LocalCluster.Setup(
                topology,
                node -> strategy.replica(node, settings),
                strategy.codec(),
                data,
                config.storage(strategy),
                directory,
                links,
                NodeClock.system(),
                observer,
                config.seed(),
                DispatcherSelector.fromConfig("epidemic.node-dispatcher"),
                DispatcherSelector.fromConfig("epidemic.storage-dispatcher"));
        return new LocalSystem(
                strategy,
                topology,
                directory,
                links,
                ActorSystem.create(LocalCluster.create(setup, disks), "epidemic", config.root()));
    }

    /** The nodes that a configuration asks for, before any of them runs. */
    static Topology topology(EpidemicConfig config) {
        Strategy strategy = StrategyCatalog.named(config.strategy());
        config.storage(strategy);
        return strategy.topology(config.settings(strategy.name()));
    }

    Strategy strategy() {
        return strategy;
    }

    Topology topology() {
        return topology;
    }

    NodeDirectory directory() {
        return directory;
    }

    /** Which links between nodes are cut or slow. */
    LinkFaults links() {
        return links;
    }

    ActorSystem<LocalCluster.Command> actors() {
        return actors;
    }

    /**
     * Completed when every node serves, or says that it must be started empty, with what those say; exceptionally when one
     * stopped by itself before.
     */
    CompletableFuture<List<String>> ready() {
        CompletableFuture<List<String>> ready = new CompletableFuture<>();
        actors.getWhenTerminated()
                .whenComplete((done, problem) -> ready.completeExceptionally(
                        new CommandFailure("the nodes could not start, see the log above")));
        lookForReady(ready);
        return ready;
    }

    private void lookForReady(CompletableFuture<List<String>> ready) {
        statuses().whenComplete((statuses, problem) -> {
            boolean allServe = problem == null
                    && statuses.size() == topology.nodes().size()
                    && statuses.stream()
                            .allMatch(status -> status.state() == NodeStatus.State.UP
                                    && (status.view().serving() || status.view().isDiverged()));
            Optional<String> failure = firstFailure();
            if (allServe) {
                ready.complete(statuses.stream()
                        .filter(status -> status.view().isDiverged())
                        .map(status -> status.node() + " " + status.view().reason())
                        .toList());
            } else if (failure.isPresent()) {
                ready.completeExceptionally(new CommandFailure(failure.get()));
            } else if (!ready.isDone()) {
                later(() -> lookForReady(ready));
            }
        });
    }

    private Optional<String> firstFailure() {
        return topology.nodes().stream()
                .flatMap(node -> directory.failureOf(node).stream())
                .findFirst();
    }

    /**
     * Completed when nothing is on its way any more, or after a second: then a node may be away.
     */
    CompletableFuture<Void> quiet() {
        CompletableFuture<Void> quiet = new CompletableFuture<>();
        lookForQuiet(quiet);
        return quiet.completeOnTimeout(null, QUIET_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void lookForQuiet(CompletableFuture<Void> quiet) {
        statuses().whenComplete((statuses, problem) -> {
            boolean isQuiet = problem == null && statuses.stream().noneMatch(LocalSystem::isBusy);
            if (isQuiet) {
                quiet.complete(null);
            } else if (!quiet.isDone()) {
                later(() -> lookForQuiet(quiet));
            }
        });
    }

    private static boolean isBusy(NodeStatus status) {
        return status.view().pending() > 0 || status.view().feeds().stream().anyMatch(ReplicaView.Feed::inFlight);
    }

    private void later(Runnable look) {
        actors.scheduler().scheduleOnce(LOOK_INTERVAL, look, actors.executionContext());
    }

    /** The status of every node that runs. */
    private CompletableFuture<List<NodeStatus>> statuses() {
        return askAll(replyTo -> new NodeCall.GetStatus(0, 0, replyTo), NodeStatus.class)
                .thenApply(byNode -> List.copyOf(byNode.values()));
    }

    /** Every node at this moment, layer by layer, with its data. */
    List<NodeSummary> summaries() throws Exception {
        Map<NodeId, NodeCall.Data> data = askAll(
                        replyTo -> new NodeCall.GetData(Optional.empty(), replyTo), NodeCall.Data.class)
                .get(ANSWER_TIMEOUT.toMillis() * 2, TimeUnit.MILLISECONDS);
        Map<NodeId, NodeStatus> statuses = new HashMap<>();
        for (NodeStatus status : statuses().get(ANSWER_TIMEOUT.toMillis() * 2, TimeUnit.MILLISECONDS)) {
            statuses.put(status.node(), status);
        }
        long newest =
                data.values().stream().mapToLong(NodeCall.Data::newest).max().orElse(0);
        List<NodeSummary> summaries = new ArrayList<>();
        for (NodeId node : topology.nodes()) {
            summaries.add(summary(
                    node, Optional.ofNullable(data.get(node)), Optional.ofNullable(statuses.get(node)), newest));
        }
        return summaries;
    }

    private NodeSummary summary(NodeId node, Optional<NodeCall.Data> data, Optional<NodeStatus> status, long newest) {
        int layer = topology.layerOf(node).orElseThrow();
        long version = data.map(NodeCall.Data::version).orElse(0L);
        long pending = layer == 0 ? status.map(known -> known.view().pending()).orElse(0L) : newest - version;
        return new NodeSummary(node, layer, version, pending, data.flatMap(NodeCall.Data::data));
    }

    private <T> CompletableFuture<Map<NodeId, T>> askAll(Function<ActorRef<T>, NodeCall> question, Class<T> type) {
        Map<NodeId, CompletableFuture<T>> answers = new HashMap<>();
        for (NodeId node : topology.nodes()) {
            directory.node(node).ifPresent(actor -> {
                CompletionStage<T> answer = AskPattern.ask(actor, question::apply, ANSWER_TIMEOUT, actors.scheduler());
                answers.put(node, answer.toCompletableFuture());
            });
        }
        return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    Map<NodeId, T> byNode = new HashMap<>();
                    answers.forEach((node, answer) -> byNode.put(node, type.cast(answer.join())));
                    return byNode;
                });
    }

    /** Stops everything and waits until it has, 20 seconds at most. */
    void stop() {
        actors.terminate();
        try {
            actors.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception stillRunning) {
            throw new CommandFailure("the nodes did not stop within 20 s", stillRunning);
        }
    }
}
