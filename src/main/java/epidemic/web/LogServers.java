package epidemic.web;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import epidemic.kernel.NodeId;
import epidemic.kernel.Topology;
import epidemic.runtime.actor.NodeDirectory;
import epidemic.runtime.config.HttpSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Flow;

/**
 * The HTTP servers of a replicated log, one for each node, as docs/strategies/replicated-log.md tells them. An append may
 * wait for as long as a node is away, so neither requests nor connections end by a timeout.
 */
public final class LogServers {
    private static final Duration HARD_STOP = Duration.ofSeconds(5);
    /** Room for all clients that may wait by default, and others. */
    private static final int CONNECTIONS_MAX = 12_000;

    private static final int BACKLOG = 1_000;
    /** Requests that a client may send behind one that waits, without hiding its going. */
    private static final int READ_AHEAD = 15;

    /** What is not answered so long after the client's last word is left: it may have gone, not only have no more to say. */
    private static final Duration AFTER_LAST_WORD = Duration.ofSeconds(3);

    private LogServers() {}

    /**
     * What the servers are to be.
     *
     * @param http the settings of the product's own server; these listen at the same address on other ports
     * @param basePort the port of the first node of the topology, the others follow in its order; 0 for any free ones
     * @param writeConcern how many nodes must hold a message if its client does not say
     * @param faultsEnabled whether secondaries may be made to err by POST
     */
    public record Settings(HttpSettings http, int basePort, int writeConcern, boolean faultsEnabled) {}

    /**
     * Starts servers. They stop with the system.
     *
     * @param nodes those that get a server
     * @return the servers when all listen, in the order of {@code nodes}; fails with a {@link ListenException} if one cannot
     */
    public static CompletionStage<Map<NodeId, ServerBinding>> start(
            ActorSystem<?> system, NodeDirectory directory, Topology topology, Settings settings, List<NodeId> nodes) {
        CompletionStage<Map<NodeId, ServerBinding>> all = CompletableFuture.completedFuture(new LinkedHashMap<>());
        for (NodeId node : nodes) {
            int basePort = settings.basePort();
            int port = basePort == 0 ? 0 : basePort + topology.nodes().indexOf(node);
            HttpSettings http = settings.http().at(port);
            LogNode served = new LogNode(
                    system,
                    directory,
                    node,
                    topology.serves(node, 0),
                    settings.writeConcern(),
                    settings.faultsEnabled());
            CompletionStage<ServerBinding> binding = bind(served, http);
            all = all.thenCombine(binding, (bindings, next) -> {
                bindings.put(node, next);
                return bindings;
            });
        }
        return all;
    }

    private static CompletionStage<ServerBinding> bind(LogNode node, HttpSettings http) {
        ActorSystem<?> system = node.system();
        Gate gate = new Gate(http.token());
        LogApi api = new LogApi(node, gate, new Bodies(system, http.maxBodyBytes()));
        return EpidemicHttp.builder(system, http)
                .withSettings(settings(system))
                .bindFlow(handler(api, system))
                .handle((binding, failure) -> {
                    if (binding == null) {
                        throw EpidemicHttp.cannotListen(http, failure);
                    }
                    gate.bound(binding.localAddress());
                    CoordinatedShutdown.get(system)
                            .addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "end-log-" + node.id(), () -> {
                                api.end();
                                return CompletableFuture.completedFuture(Done.getInstance());
                            });
                    return binding.addToCoordinatedShutdown(HARD_STOP, system);
                });
    }

    /**
     * Answers the requests of one connection, one after another. What comes behind a request that waits is read ahead, up to
     * the bound: only who reads notices that a client has gone. A client that has closed its connection in good order looks
     * like one that has ended its sending half and reads on, so it is given some time.
     */
    private static Flow<HttpRequest, HttpResponse, ?> handler(LogApi api, ActorSystem<?> system) {
        return Flow.fromMaterializer((materializer, attributes) -> {
            ClientLine line = new ClientLine();
            return Flow.of(HttpRequest.class)
                    .watchTermination((before, ended) -> ended.whenComplete((done, failure) -> {
                        if (failure == null) {
                            system.scheduler().scheduleOnce(AFTER_LAST_WORD, line::end, system.executionContext());
                        } else {
                            line.end();
                        }
                    }))
                    .buffer(READ_AHEAD, OverflowStrategy.backpressure())
                    .mapAsync(1, request -> api.answer(request, line))
                    .watchTermination((before, ended) -> ended.whenComplete((done, failure) -> line.end()));
        });
    }

    private static ServerSettings settings(ActorSystem<?> system) {
        Config own = ConfigFactory.parseMap(Map.of(
                "pekko.http.server.parsing.error-handler",
                JsonParsingErrors.class.getName(),
                "pekko.http.server.transparent-head-requests",
                "on",
                "pekko.http.server.max-connections",
                CONNECTIONS_MAX,
                "pekko.http.server.backlog",
                BACKLOG,
                "pekko.http.server.pipelining-limit",
                READ_AHEAD + 1,
                "pekko.http.server.request-timeout",
                "infinite",
                "pekko.http.server.idle-timeout",
                "infinite",
                // Instead: connections whose peer has vanished end, those of clients that wait do not.
                "pekko.http.server.socket-options.so-keep-alive",
                "on"));
        return ServerSettings.create(own.withFallback(system.settings().config()));
    }
}
