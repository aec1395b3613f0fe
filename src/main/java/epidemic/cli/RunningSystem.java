package epidemic.cli;

import epidemic.client.ClientWatch;
import epidemic.kernel.NodeId;
import epidemic.runtime.actor.FaultControl;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.actor.NodeObserver;
import epidemic.runtime.config.EpidemicConfig;
import epidemic.runtime.tls.TlsContext;
import epidemic.web.EpidemicHttp;
import epidemic.web.ListenException;
import epidemic.web.TrafficRecorder;
import epidemic.web.WebSettings;
import epidemic.web.WebSetup;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.pekko.http.javadsl.ServerBinding;

/** What {@code run} has running: the nodes, and the HTTP server in front of them. */
final class RunningSystem implements AutoCloseable {
    private static final int MARK_LENGTH = 8;

    private final LocalSystem nodes;
    private final FaultControl faults;
    private final String url;
    private final String mark = UUID.randomUUID().toString().substring(0, MARK_LENGTH);

    private RunningSystem(LocalSystem nodes, FaultControl faults, String url) {
        this.nodes = nodes;
        this.faults = faults;
        this.url = url;
    }

    /** Starts everything, without a history. */
    static RunningSystem start(EpidemicConfig config, Path data, PrintWriter out, PrintWriter err)
            throws InterruptedException {
        return start(config, data, ClientWatch.NONE, out, err);
    }

    /** Starts everything, without a history; somebody is told what clients ask for over HTTP. */
    static RunningSystem start(EpidemicConfig config, Path data, ClientWatch watch, PrintWriter out, PrintWriter err)
            throws InterruptedException {
        return start(config, data, Optional.empty(), watch, out, err);
    }

    /**
     * Starts everything, says where it is, and waits until transactions can be taken.
     *
     * @param history takes what clients, nodes and faults do
     * @param out is told where the dashboard is
     * @param err is told where the data is
     * @throws CommandFailure if the server cannot listen or the nodes cannot start
     * @throws IllegalArgumentException if certificates or keys cannot be used
     */
    static RunningSystem start(
            EpidemicConfig config, Path data, Optional<RunHistory> history, PrintWriter out, PrintWriter err)
            throws InterruptedException {
        ClientWatch watch = history.<ClientWatch>map(RunHistory::live).orElse(ClientWatch.NONE);
        return start(config, data, history, watch, out, err);
    }

    private static RunningSystem start(
            EpidemicConfig config,
            Path data,
            Optional<RunHistory> history,
            ClientWatch watch,
            PrintWriter out,
            PrintWriter err)
            throws InterruptedException {
        TlsContext.check(config.http().tls());
        TrafficRecorder traffic = new TrafficRecorder(NodeClock.system());
        NodeObserver observer =
                history.map(taker -> NodeObserver.both(traffic, taker.live())).orElse(traffic);
        LocalSystem nodes = LocalSystem.start(config, data, observer);
        try {
            FaultControl local = FaultControl.local(nodes.actors(), nodes.actors(), nodes.directory(), nodes.links());
            FaultControl faults = history.map(taker -> taker.watching(local)).orElse(local);
            ServerBinding binding = listen(config, nodes, traffic, faults, watch);
            err.println("data: " + data);
            String url = config.http().scheme() + "://" + address(config, binding);
            err.flush();
            out.println("dashboard: " + url);
            List<NodeId> all = nodes.topology().nodes();
            LogInterface.announce(
                    config, LogInterface.start(config, nodes.actors(), nodes.directory(), nodes.topology(), all), out);
            DataDirectory.began(data);
            out.flush();
            nodes.ready().get().forEach(diverged -> err.println("epidemic: " + diverged));
            err.flush();
            RunningSystem running = new RunningSystem(nodes, faults, url);
            history.ifPresent(taker -> taker.endWith(nodes, running.mark()));
            return running;
        } catch (ExecutionException problem) {
            nodes.stop();
            throw problem.getCause() instanceof ListenException cannot
                    ? new CommandFailure(cannot.getMessage() + "; --port N names another port, 0 any free one", cannot)
                    : new CommandFailure(problem.getCause().getMessage(), problem);
        }
    }

    private static ServerBinding listen(
            EpidemicConfig config, LocalSystem nodes, TrafficRecorder traffic, FaultControl faults, ClientWatch watch)
            throws InterruptedException, ExecutionException {
        WebSettings settings =
                new WebSettings(config.http(), config.statusInterval(), config.faultsEnabled(), config.seed());
        WebSetup setup = new WebSetup(
                nodes.strategy().name(), nodes.topology(), nodes.directory(), faults, traffic, settings, watch);
        return EpidemicHttp.start(nodes.actors(), setup).toCompletableFuture().get();
    }

    /** Host and port that a server is bound to, as they stand in an address. */
    static String address(EpidemicConfig config, ServerBinding binding) {
        String host = config.http().host();
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return shown + ":" + binding.localAddress().getPort() + "/";
    }

    /** Where the dashboard is. */
    String url() {
        return url;
    }

    LocalSystem nodes() {
        return nodes;
    }

    /** Stops, starts, cuts and heals; a history takes it. */
    FaultControl faults() {
        return faults;
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
