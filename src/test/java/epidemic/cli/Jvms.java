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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Nodes as processes of their own: the command {@code node} in JVMs that this one starts and ends. */
final class Jvms implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final int seedPort = freePort();
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final List<String> settings;

    Jvms(Path folder, String... settings) {
        this.folder = folder;
        this.settings = List.of(settings);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Starts a node: A1 where the others look for it, any other wherever there is room. */
    void start(String node) {
        int port = freePort();
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
                "127.0.0.1:" + seedPort,
                "--port",
                String.valueOf(port),
                "--remote-port",
                node.equals("A1") ? String.valueOf(seedPort) : "0"));
        settings.forEach(setting -> command.addAll(List.of("--set", setting)));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve(node + ".out").toFile()))
                    .start();
            processes.put(node, process);
            ports.put(node, port);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path data() {
        return folder.resolve("data");
    }

    String url(String node) {
        return "http://127.0.0.1:" + ports.get(node);
    }

    /** As {@code kill -9} does. */
    void kill(String node) {
        processes.remove(node).destroyForcibly().onExit().join();
        ports.remove(node);
    }

    /** As SIGTERM does; returns the exit code. */
    int stop(String node) throws InterruptedException {
        Process process = processes.remove(node);
        ports.remove(node);
        process.destroy();
        return process.waitFor();
    }

    /** Waits until every process sees all these nodes serve. */
    void awaitServing(List<String> nodes) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> ports.keySet().stream().allMatch(at -> serving(at).containsAll(nodes)));
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

    /** Asks a process. */
    JsonNode get(String at, String path) {
        return send(HttpRequest.newBuilder(URI.create(url(at) + path)).build());
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

    byte[] log(String node) throws IOException {
        return Files.readAllBytes(data().resolve(node).resolve("versions.jsonl"));
    }

    @Override
    public void close() {
        processes.values().forEach(Process::destroy);
        for (Process process : processes.values()) {
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException interrupted) {
                process.destroyForcibly();
            }
        }
    }
}
