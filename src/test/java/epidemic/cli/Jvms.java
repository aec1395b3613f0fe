package epidemic.cli;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.awaitility.core.ConditionTimeoutException;

/** Nodes as processes of their own: the command {@code node} in JVMs that this one starts and ends. */
final class Jvms implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration FAULT_MAX = Duration.ofSeconds(20);
    private static final int LINES_SHOWN = 20;
    private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private final Network network;
    private final List<String> settings;
    private final Thread lastResort = new Thread(this::killAll);

    Jvms(Path folder, String... settings) {
        this(folder, new Loopback(), settings);
    }

    /** Nodes that reach each other by a network of yours, which is closed with them. */
    Jvms(Path folder, Network network, String... settings) {
        this.folder = folder;
        this.network = network;
        this.settings = List.of(settings);
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** Starts nodes in any order, and waits until all of them serve. */
    void startAll(List<String> nodes) {
        long seed = System.nanoTime();
        System.out.println("start order of seed " + seed);
        List<String> order = new ArrayList<>(nodes);
        Collections.shuffle(order, new Random(seed));
        order.forEach(this::start);
        awaitServing(nodes);
    }

    /** The command line of a small JVM that runs a command. */
    static List<String> epidemic(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "epidemic.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Starts a node, each time at the same place, with settings of its own beside those of all. */
    void start(String node, String... own) {
        List<String> command = new ArrayList<>(epidemic(
                "node",
                node,
                "--data",
                data().toString(),
                "--seeds",
                seed("A1") + "," + seed("A2") + "," + seed("A3"),
                "--port",
                String.valueOf(network.httpPort(node)),
                "--remote-port",
                String.valueOf(network.port(node)),
                "--set",
                "faults.enabled=true",
                "--set",
                "http.host=" + network.httpHost(node),
                "--set",
                "cluster.host=" + network.host(node),
                "--set",
                "cluster.bind-host=" + network.bindHost(node),
                "--set",
                "pekko.remote.artery.advanced.tcp.outbound-client-hostname=" + network.bindHost(node)));
        settings.forEach(setting -> command.addAll(List.of("--set", setting)));
        List.of(own).forEach(setting -> command.addAll(List.of("--set", setting)));
        try {
            Process process = new ProcessBuilder(network.at(node, command))
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(output(node).toFile()))
                    .start();
            processes.put(node, process);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String seed(String node) {
        return network.host(node) + ":" + network.port(node);
    }

    Path data() {
        return folder.resolve("data");
    }

    String url(String node) {
        return "http://" + network.httpHost(node) + ":" + network.httpPort(node);
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
        until(
                PATIENCE,
                () -> processes.keySet().stream().allMatch(at -> serving(at).containsAll(nodes)));
    }

    /** Waits until a process says itself that its node does not serve: a fault is there. */
    void awaitNotServing(String node) {
        until(FAULT_MAX, () -> !get(node, "/api/nodes/" + node).path("serving").asBoolean());
    }

    /** Waits until a process has said something. */
    void awaitSaid(String node, String text) {
        until(PATIENCE, () -> Files.readString(output(node)).contains(text));
    }

    /** If it takes too long, what all processes said last is part of the failure. */
    private void until(Duration most, Callable<Boolean> condition) {
        try {
            await().atMost(most).pollInterval(Duration.ofMillis(200)).until(condition);
        } catch (ConditionTimeoutException late) {
            StringBuilder said = new StringBuilder(late.getMessage());
            processes.forEach(
                    (node, process) -> said.append("\n== " + node + (process.isAlive() ? "" : ", which has ended"))
                            .append(lastLines(output(node))));
            throw new AssertionError(said.toString(), late);
        }
    }

    private static String lastLines(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
        } catch (IOException unreadable) {
            return ": " + unreadable;
        }
    }

    private Path output(String node) {
        return folder.resolve(node + ".out");
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
        network.close();
    }
}
