package epidemic.web;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import epidemic.runtime.actor.MailboxDepths;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.config.HttpSettings;
import epidemic.runtime.tls.TlsContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.ServerBuilder;
import org.apache.pekko.http.javadsl.settings.ServerSettings;

/** Starts the HTTP server: API, status stream, metrics and dashboard. */
public final class EpidemicHttp {
    private static final String DASHBOARD = "dashboard";
    private static final Duration HARD_STOP = Duration.ofSeconds(5);
    private static final Duration SOCKETS_CLOSE_MAX = Duration.ofSeconds(1);
    /** Above the patience of every question but a transaction. */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    private static final Duration MARGIN = Duration.ofSeconds(5);
    /** Below the idle timeout, which ends a connection that takes not even pings. */
    private static final Duration PING_INTERVAL = Duration.ofSeconds(5);

    /** Room for all status sockets and as many other connections. */
    private static final int CONNECTIONS_MAX = 2 * StatusSockets.SOCKETS_MAX;

    private static final AtomicLong HUBS = new AtomicLong();

    private EpidemicHttp() {}

    /**
     * Starts a server. It stops with the system (by coordinated shutdown), and its status sockets are closed cleanly
     * then; or it is ended by {@link ServerBinding#terminate}.
     *
     * @return the server when it listens; fails with a {@link ListenException} if it cannot
     */
    public static CompletionStage<ServerBinding> start(ActorSystem<?> system, WebSetup setup) {
        return start(system, setup, DASHBOARD);
    }

    /**
     * Starts a server that also answers what Pekko Management asks.
     *
     * @return as without
     */
    public static CompletionStage<ServerBinding> start(ActorSystem<?> system, WebSetup setup, NodeProbes probes) {
        return start(system, setup, DASHBOARD, probes::answeredBy);
    }

    /**
     * Starts a server with other files as its dashboard.
     *
     * @param dashboard the directory on the class path
     */
    static CompletionStage<ServerBinding> start(ActorSystem<?> system, WebSetup setup, String dashboard) {
        return start(system, setup, dashboard, nobody -> {});
    }

    private static CompletionStage<ServerBinding> start(
            ActorSystem<?> system, WebSetup setup, String dashboard, Consumer<NodeApi> taker) {
        AtomicInteger socketCount = new AtomicInteger();
        HttpSettings http = setup.settings().http();
        ActorRef<StatusHub.Command> hub = system.systemActorOf(
                StatusHub.create(setup, NodeClock.system(), socketCount),
                "status-hub-" + HUBS.incrementAndGet(),
                Props.empty());
        NodeQueries queries = new NodeQueries(system, setup, hub);
        Bodies bodies = new Bodies(system, http.maxBodyBytes());
        HttpFigures figures = new HttpFigures();
        Metrics metrics = new Metrics(setup, MailboxDepths.of(system), figures, socketCount);
        NodeApi nodes = new NodeApi(setup.shown(), queries, setup.others().nodes());
        taker.accept(nodes);
        RunApi run = new LiveApi(
                new TransactionApi(setup, queries, bodies), new FaultApi(setup, bodies), nodes, queries, metrics);
        Routes.Parts parts = new Routes.Parts(run, nodes, new StatusApi(http, hub.narrow(), socketCount), figures);
        return bind(system, new Server(http, hub.narrow(), parts, dashboard, metrics::close));
    }

    /**
     * Starts a server that shows a recorded run on the same dashboard. It stops as the other one does.
     *
     * @return the server when it listens; fails with a {@link ListenException} if it cannot
     */
    public static CompletionStage<ServerBinding> startReplay(ActorSystem<?> system, ReplaySetup setup) {
        AtomicInteger socketCount = new AtomicInteger();
        AtomicLong position = new AtomicLong();
        ActorRef<ReplayHub.Command> hub = system.systemActorOf(
                ReplayHub.create(setup, NodeClock.system(), socketCount, position),
                "replay-hub-" + HUBS.incrementAndGet(),
                Props.empty());
        ReplayNodes source = new ReplayNodes(setup.recording(), position);
        Bodies bodies = new Bodies(system, setup.http().maxBodyBytes());
        Routes.Parts parts = new Routes.Parts(
                new ReplayApi(system, setup, hub, source, bodies),
                new NodeApi(setup.shown(), source),
                new StatusApi(setup.http(), hub.narrow(), socketCount),
                new HttpFigures());
        return bind(system, new Server(setup.http(), hub.narrow(), parts, DASHBOARD, () -> {}));
    }

    /** What is to be bound, and what to close when it ends. */
    private record Server(
            HttpSettings http, ActorRef<SocketCommand> hub, Routes.Parts parts, String dashboard, Runnable close) {
        void stop() {
            hub.tell(SocketCommand.Stop.INSTANCE);
            close.run();
        }
    }

    private static CompletionStage<ServerBinding> bind(ActorSystem<?> system, Server server) {
        Gate gate = new Gate(server.http().token());
        return builder(system, server.http())
                .withSettings(serverSettings(system, server.http()))
                .bind(new Routes(gate, server.parts(), server.dashboard()).all())
                .handle((binding, failure) -> {
                    if (binding == null) {
                        server.stop();
                        throw cannotListen(server.http(), failure);
                    }
                    gate.bound(binding.localAddress());
                    return started(system, binding, server);
                });
    }

    /** A server at an address, with encryption if the settings have it. */
    static ServerBuilder builder(ActorSystem<?> system, HttpSettings http) {
        ServerBuilder plain = Http.get(system).newServerAt(http.host(), http.port());
        return http.tls()
                .map(TlsContext::load)
                .map(tls -> plain.enableHttps(ConnectionContext.httpsServer(tls::serverEngine)))
                .orElse(plain);
    }

    private static ServerBinding started(ActorSystem<?> system, ServerBinding binding, Server server) {
        CoordinatedShutdown.get(system)
                .addTask(
                        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
                        "close-" + server.hub().path().name(),
                        () -> closeSockets(system, server.hub()));
        binding.whenTerminationSignalIssued().whenComplete((deadline, failure) -> closeSockets(system, server.hub()));
        binding.whenTerminated().whenComplete((terminated, failure) -> server.stop());
        return binding.addToCoordinatedShutdown(HARD_STOP, system);
    }

    /** Done when the clients have closed their sides too, or after a second: some never do. */
    private static CompletionStage<Done> closeSockets(ActorSystem<?> system, ActorRef<SocketCommand> hub) {
        return AskPattern.<SocketCommand, Done>ask(
                        hub, SocketCommand.CloseSockets::new, SOCKETS_CLOSE_MAX, system.scheduler())
                .exceptionally(notAllClosed -> Done.getInstance());
    }

    /** Why a server cannot listen, for people. */
    static ListenException cannotListen(HttpSettings settings, Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException
                        || cause.getClass().getName().endsWith("BindFailedException$"))
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new ListenException(
                "cannot listen at " + settings.host() + ":" + settings.port() + ": " + cause.getMessage(), failure);
    }

    private static ServerSettings serverSettings(ActorSystem<?> system, HttpSettings settings) {
        Duration slowest =
                settings.transactionTimeout().compareTo(ANSWER_MAX) > 0 ? settings.transactionTimeout() : ANSWER_MAX;
        Duration requestTimeout = slowest.plus(MARGIN);
        Config own = ConfigFactory.parseMap(Map.of(
                "pekko.http.server.parsing.error-handler",
                JsonParsingErrors.class.getName(),
                "pekko.http.server.transparent-head-requests",
                "on",
                "pekko.http.server.max-connections",
                CONNECTIONS_MAX,
                "pekko.http.server.request-timeout",
                requestTimeout.toMillis() + "ms",
                "pekko.http.server.idle-timeout",
                requestTimeout.plus(MARGIN).toMillis() + "ms",
                "pekko.http.server.socket-options.so-send-buffer-size",
                "256k",
                "pekko.http.server.websocket.periodic-keep-alive-max-idle",
                PING_INTERVAL.toMillis() + "ms"));
        return ServerSettings.create(own.withFallback(system.settings().config()));
    }
}
