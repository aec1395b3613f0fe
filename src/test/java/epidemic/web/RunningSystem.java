package epidemic.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import epidemic.client.ClientWatch;
import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.kernel.Transaction;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.actor.FaultControl;
import epidemic.runtime.actor.LinkFaults;
import epidemic.runtime.actor.LocalCluster;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.actor.NodeDirectory;
import epidemic.runtime.config.EpidemicConfig;
import epidemic.runtime.config.HttpSettings;
import epidemic.runtime.storage.StoragePolicy;
import epidemic.runtime.storage.SyncMode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.ServerBinding;

/** The nodes of a strategy, seven by default, and a server on a free port, and a client of it. */
final class RunningSystem implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final ActorSystem<LocalCluster.Command> system;
    final NodeDirectory directory = new NodeDirectory();
    final LinkFaults links = new LinkFaults();
    final TrafficRecorder traffic = new TrafficRecorder(NodeClock.system());
    final WebSetup setup;
    final ServerBinding binding;
    /** What the clients' watch was told: whom they asked, and with which outcome. */
    final List<String> watched = Collections.synchronizedList(new ArrayList<>());

    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** An answer. */
    record Reply(int status, JsonNode json, String text, HttpResponse<String> response) {}

    RunningSystem(Path data, WebSettings settings) {
        this(data, settings, StrategyCatalog.named("layered"), settingsOfTests());
    }

    /** A system whose core goes on with a majority. */
    static RunningSystem reconfiguring(Path data) {
        return new RunningSystem(
                data,
                settings(),
                StrategyCatalog.named("layered"),
                settingsOfTests().with("core.on-failure", "reconfigure"));
    }

    /** A system of another strategy, with these settings. */
    static RunningSystem of(String strategy, Path data, String... assignments) {
        return new RunningSystem(
                data,
                settings(),
                StrategyCatalog.named(strategy),
                EpidemicConfig.load(Optional.empty(), List.of(assignments)).settings(strategy));
    }

    private RunningSystem(Path data, WebSettings settings, Strategy strategy, Settings ofNodes) {
        Topology topology = strategy.topology(ofNodes);
        system = ActorSystem.create(
                LocalCluster.create(new LocalCluster.Setup(
                        topology,
                        node -> strategy.replica(node, ofNodes),
                        strategy.codec(),
                        data,
                        StoragePolicy.of(SyncMode.NEVER),
                        directory,
                        links,
                        NodeClock.system(),
                        traffic,
                        7,
                        DispatcherSelector.defaultDispatcher(),
                        DispatcherSelector.blocking())),
                "test",
                ConfigFactory.parseString("pekko.loglevel = WARNING, pekko.log-dead-letters = off")
                        .withFallback(ConfigFactory.load()));
        setup = new WebSetup(
                strategy.name(),
                topology,
                directory,
                FaultControl.local(system, system, directory, links),
                traffic,
                settings,
                this::watched);
        binding = EpidemicHttp.start(system, setup, "dashboard-of-tests")
                .toCompletableFuture()
                .join();
    }

    private ClientWatch.Asked watched(int client, Transaction transaction, NodeId node) {
        String what =
                client + " " + node + " " + transaction.operations().get(0).key();
        watched.add(what + " asked");
        return (outcome, sequence) ->
                watched.add(what + " " + outcome.getClass().getSimpleName() + (sequence > 0));
    }

    private static MapSettings settingsOfTests() {
        return MapSettings.layered()
                .with("core.ack-timeout", Duration.ofMillis(600))
                .with("core.heartbeat-interval", Duration.ofMillis(50))
                .with("core.retry-interval", Duration.ofMillis(50))
                .with("core.max-in-flight", 500L)
                .with("layer1.session-wait", Duration.ofMillis(200))
                .with("layer2.interval", Duration.ofMillis(300))
                .with("history-window", 10_000L);
    }

    static WebSettings settings() {
        return new WebSettings(
                new HttpSettings(
                        "127.0.0.1", 0, Optional.empty(), 100_000, Duration.ofSeconds(5), Duration.ofSeconds(1)),
                Duration.ofMillis(50),
                true,
                1);
    }

    int port() {
        return binding.localAddress().getPort();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
    }

    Reply get(String path) {
        return send(request(path).GET());
    }

    Reply postText(String path, String body) {
        return send(request(path).header("Content-Type", "text/plain").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Reply postJson(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean isJson =
                    response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
            JsonNode json = isJson ? MAPPER.readTree(response.body()) : MAPPER.nullNode();
            return new Reply(response.statusCode(), json, response.body(), response);
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    boolean isReady() {
        return get("/ready").status() == 200;
    }

    boolean isRunning(String node) {
        return directory.node(NodeId.of(node)).isPresent();
    }

    /** Executes an update and expects it to commit. */
    long update(String line) {
        Reply reply = postText("/api/transactions", line);
        if (reply.status() != 200) {
            throw new AssertionError(reply.text());
        }
        return reply.json().get("version").asLong();
    }

    /** The node's status. */
    JsonNode node(String id) {
        return get("/api/nodes/" + id).json();
    }

    @Override
    public void close() {
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
