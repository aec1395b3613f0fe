package epidemic.maelstrom;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What Maelstrom does between processes: takes the lines of nodes and clients and brings each to its {@code dest}, late,
 * or, between nodes, never.
 */
final class TestNetwork implements AutoCloseable {
    private static final int LATENCY_MICROS_MAX = 4_000;

    private final ScheduledExecutorService carrier = Executors.newSingleThreadScheduledExecutor();
    private final SplittableRandom random;
    private final Map<String, OutputStream> nodes = new ConcurrentHashMap<>();
    private final Map<String, Consumer<JsonNode>> clients = new ConcurrentHashMap<>();
    private final List<String> strange = new CopyOnWriteArrayList<>();
    private final AtomicLong lostCount = new AtomicLong();
    private volatile double loss;
    private volatile Optional<String> cutOff = Optional.empty();

    TestNetwork(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A node: what it reads and what it writes. */
    void join(String name, OutputStream input, InputStream output) {
        nodes.put(name, input);
        Thread listening = new Thread(() -> listen(name, output), "listening-to-" + name);
        listening.setDaemon(true);
        listening.start();
    }

    void join(String name, Consumer<JsonNode> client) {
        clients.put(name, client);
    }

    private void listen(String name, InputStream output) {
        BufferedReader lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode message = Json.parse(line);
                if (!message.path("src").asText().equals(name)) {
                    strange.add(line);
                }
                carry(message);
            }
        } catch (IOException ended) {
            // A pipe says so when its writer is gone.
        } catch (IllegalArgumentException noMessage) {
            strange.add(noMessage.getMessage());
        }
    }

    /** The share of messages that are lost, between nodes and from nodes to clients. */
    void lose(double share) {
        loss = share;
    }

    /** Cuts a node off from the other nodes, or nobody. */
    void cutOff(Optional<String> node) {
        cutOff = node;
    }

    /** Cuts off one node after the other, with quiet times between. */
    void cutInTurn(List<String> names, long millis) {
        int[] turn = {0};
        carrier.scheduleAtFixedRate(
                () -> {
                    int now = turn[0]++;
                    cutOff(now % 2 == 0 ? Optional.of(names.get(now / 2 % names.size())) : Optional.empty());
                },
                millis,
                millis,
                TimeUnit.MILLISECONDS);
    }

    /** Sends a message on its way. */
    synchronized void carry(JsonNode message) {
        long delayMicros = random.nextLong(LATENCY_MICROS_MAX);
        boolean isLost = random.nextDouble() < loss && nodes.containsKey(from(message));
        if (isLost || isCut(message)) {
            lostCount.incrementAndGet();
        } else if (!carrier.isShutdown()) {
            carrier.schedule(() -> deliver(message), delayMicros, TimeUnit.MICROSECONDS);
        }
    }

    /** Clients reach every node, as with Maelstrom. */
    private boolean isCut(JsonNode message) {
        Optional<String> node = cutOff;
        boolean betweenNodes = nodes.containsKey(from(message)) && nodes.containsKey(to(message));
        return betweenNodes
                && node.isPresent()
                && node.get().equals(from(message)) != node.get().equals(to(message));
    }

    private void deliver(JsonNode message) {
        OutputStream node = nodes.get(to(message));
        Consumer<JsonNode> client = clients.get(to(message));
        if (node != null) {
            write(node, message.toString());
        } else if (client != null) {
            client.accept(message);
        } else {
            strange.add(message.toString());
        }
    }

    /** Writes a line as it is, understood or not. */
    void write(OutputStream node, String line) {
        try {
            synchronized (node) {
                node.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                node.flush();
            }
        } catch (IOException gone) {
            lostCount.incrementAndGet();
        }
    }

    OutputStream input(String node) {
        return nodes.get(node);
    }

    /** Lines that are no messages of the node that wrote them, or go to nobody. */
    List<String> strange() {
        return strange;
    }

    long lostCount() {
        return lostCount.get();
    }

    private static String from(JsonNode message) {
        return message.path("src").asText();
    }

    private static String to(JsonNode message) {
        return message.path("dest").asText();
    }

    @Override
    public void close() {
        carrier.shutdownNow();
    }
}
