package epidemic.cli;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Nodes as processes of their own: the command {@code node} in JVMs that this one starts and ends. */
final class Jvms implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private final List<String> settings;
    private final Optional<Wires> wires;
    private final Thread lastResort = new Thread(this::killAll);

    /** Where a node is: what others call it, where it listens, and where its HTTP is. */
    private record Place(String host, String bindHost, int port, int httpPort) {}

    Jvms(Path folder, String... settings) {
        this(folder, Optional.empty(), settings);
    }

    /** Nodes that reach each other by wires that can be cut. */
    Jvms(Path folder, Wires wires, String... settings) {
        this(folder, Optional.of(wires), settings);
    }

    private Jvms(Path folder, Optional<Wires> wires, String... settings) {
        this.folder = folder;
        this.wires = wires;
        this.settings = List.of(settings);
        for (String node : List.of("A1", "A2", "A3", "B1", "B2", "C1", "C2")) {
            String host = wires.map(one -> one.host(node)).orElse("127.0.0.1");
            String bindHost = wires.map(one -> one.bindHost(node)).orElse("127.0.0.1");
            places.put(
                    node,
                    new Place(host, bindHost, wires.map(one -> one.port(node)).orElseGet(Jvms::freePort), freePort()));
        }
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Starts a node, each time at the same place. */
    void start(String node) {
        Place place = places.get(node);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "epidemic.Main",
                "node",
                node,
                "--data",
                data().toString(),
                "--seeds",
                seed("A1") + "," + seed("A2") + "," + seed("A3"),
                "--port",
                String.valueOf(place.httpPort()),
                "--remote-port",
                String.valueOf(place.port()),
                "--set",
                "faults.enabled=true",
                "--set",
                "cluster.host=" + place.host(),
                "--set",
                "cluster.bind-host=" + place.bindHost(),
                "--set",
                "pekko.remote.artery.advanced.tcp.outbound-client-hostname=" + place.bindHost()));
        settings.forEach(setting -> command.addAll(List.of("--set", setting)));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve(node + ".out").toFile()))
                    .start();
            processes.put(node, process);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String seed(String node) {
        Place place = places.get(node);
        return place.host() + ":" + place.port();
    }

    Path data() {
        return folder.resolve("data");
    }

    String url(String node) {
        return "http://127.0.0.1:" + places.get(node).httpPort();
    }

    /** As {@code kill -9} does. */
    void kill(String node) {
        processes.remove(node).destroyForcibly().onExit().join();
    }

    /** Freezes a process, as a long pause of the machine does. */
    void pause(String node) throws Exception {
        signal("STOP", node);
    }

    /** A frozen process goes on. */
    void resume(String node) throws Exception {
        signal("CONT", node);
    }

    private void signal(String signal, String node) throws Exception {
        Process kill = new ProcessBuilder(
                        "kill", "-" + signal, String.valueOf(processes.get(node).pid()))
                .start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("no signal " + signal + " to " + node);
        }
    }

    /** As SIGTERM does; returns the exit code. */
    int stop(String node) throws InterruptedException {
        Process process = processes.remove(node);
        process.destroy();
        return process.waitFor();
    }

    /** Waits until every process sees all these nodes serve. */
    void awaitServing(List<String> nodes) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() ->
                        processes.keySet().stream().allMatch(at -> serving(at).containsAll(nodes)));
    }

    private List<String> serving(String at) {
        List<String> serving = new ArrayList<>();
        try {
            for (JsonNode node : get(at, "/api/nodes").get("nodes")) {
                if (node.get("state").asText().equals("up")
                        && node.get("serving").asBoolean()) {
                    serving.add(node.get("id").asText());
                }
            }
        } catch (UncheckedIOException notYet) {
            return List.of();
        }
        return serving;
    }

    /** The newest version that a node is known to hold, 0 if its process does not answer. */
    long versionOf(String node) {
        try {
            return get(node, "/api/nodes/" + node).path("version").asLong();
        } catch (UncheckedIOException away) {
            return 0;
        }
    }

    /** Asks a process. */
    JsonNode get(String at, String path) {
        return send(HttpRequest.newBuilder(URI.create(url(at) + path))
                .timeout(ANSWER_MAX)
                .build());
    }

    /** What becomes of a transaction that is handed to a process. */
    String outcome(String at, String to, String line) {
        return transaction(at, to, line).path("outcome").asText();
    }

    /** Hands a transaction to a process. */
    JsonNode transaction(String at, String to, String line) {
        return send(HttpRequest.newBuilder(URI.create(url(at) + "/api/transactions?node=" + to))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(line))
                .build());
    }

    private JsonNode send(HttpRequest request) {
        try {
            return JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** What the status stream of a process tells from now on. */
    StringBuffer stream(String at) {
        StringBuffer told = new StringBuffer();
        http.newWebSocketBuilder()
                .buildAsync(URI.create(url(at).replace("http", "ws") + "/ws/status"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                        told.append(text);
                        socket.request(1);
                        return CompletableFuture.completedFuture(null);
                    }
                })
                .join();
        return told;
    }

    /** Asks a process to cut links, or whatever stands in this body of {@code /api/faults}. */
    void faults(String at, String body) {
        send(HttpRequest.newBuilder(URI.create(url(at) + "/api/faults"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    byte[] log(String node) throws IOException {
        return Files.readAllBytes(data().resolve(node).resolve("versions.jsonl"));
    }

    private void killAll() {
        processes.values().forEach(Process::destroyForcibly);
    }

    /** Ends all, frozen ones, too. */
    @Override
    public void close() {
        processes.values().forEach(Process::destroyForcibly);
        processes.values().forEach(process -> process.onExit().join());
        Runtime.getRuntime().removeShutdownHook(lastResort);
        wires.ifPresent(Wires::close);
    }
}
