package epidemic.maelstrom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import epidemic.kernel.Strategy;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.actor.NodeClock;
import epidemic.runtime.config.EpidemicConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.DispatcherSelector;

/** Nodes in threads of this JVM or as processes, on a network, initialised. */
final class TestNodes implements AutoCloseable {
    private static final int PIPE_BYTES = 1 << 20;
    private static final long STOP_SECONDS = 20;

    final TestNetwork network;
    final List<String> names = new ArrayList<>();
    /** What nodes told people. */
    final List<String> told = new CopyOnWriteArrayList<>();

    private final List<Thread> threads = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private final List<Boolean> endedWell = new CopyOnWriteArrayList<>();

    private TestNodes(int count, long seed) {
        this.network = new TestNetwork(seed);
        for (int number = 0; number < count; number++) {
            names.add("n" + number);
        }
    }

    /** Nodes in this JVM, with faster reactions than usual. */
    static TestNodes inThreads(int count, long seed, LazyReads lazyReads, Path data, String... assignments) {
        List<String> all = new ArrayList<>(List.of(
                "layered.core.ack-timeout=400ms",
                "layered.core.heartbeat-interval=50ms",
                "layered.core.retry-interval=100ms",
                "layered.layer1.flush-after=100ms",
                "layered.layer2.interval=100ms"));
        all.addAll(List.of(assignments));
        EpidemicConfig config = EpidemicConfig.load(Optional.empty(), all);
        Strategy strategy = StrategyCatalog.named("layered");
        MaelstromSetup setup = new MaelstromSetup(
                strategy,
                config.settings("layered"),
                data,
                config.storage(strategy),
                seed,
                lazyReads,
                Duration.ofSeconds(2),
                NodeClock.system(),
                DispatcherSelector.fromConfig("epidemic.node-dispatcher"),
                DispatcherSelector.fromConfig("epidemic.storage-dispatcher"));
        TestNodes nodes = new TestNodes(count, seed);
        nodes.names.forEach(name -> nodes.startThread(name, setup, config));
        nodes.initialise();
        return nodes;
    }

    private void startThread(String name, MaelstromSetup setup, EpidemicConfig config) {
        try {
            PipedOutputStream toNode = new PipedOutputStream();
            PipedInputStream input = new PipedInputStream(toNode, PIPE_BYTES);
            PipedOutputStream output = new PipedOutputStream();
            network.join(name, toNode, new PipedInputStream(output, PIPE_BYTES));
            MaelstromNode node = new MaelstromNode(setup, config.root(), told::add);
            Thread thread = new Thread(() -> run(node, input, output), "node-" + name);
            thread.start();
            threads.add(thread);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void run(MaelstromNode node, PipedInputStream input, OutputStream output) {
        try {
            endedWell.add(node.run(input, output));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nodes as processes with this command line. */
    static TestNodes asProcesses(int count, long seed, List<String> command) throws IOException {
        TestNodes nodes = new TestNodes(count, seed);
        for (String name : nodes.names) {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            nodes.processes.add(process);
            nodes.network.join(name, process.getOutputStream(), process.getInputStream());
        }
        nodes.initialise();
        return nodes;
    }

    private void initialise() {
        TestClient client = new TestClient("c-init", network);
        for (String name : names) {
            ObjectNode init = Json.object("init").put("node_id", name);
            names.forEach(init.putArray("node_ids")::add);
            client.rpc(name, init, Duration.ofSeconds(60)).orElseThrow();
        }
        TestClient.awaitServing(client, names);
    }

    /** Ends the input of every node and waits for it. */
    @Override
    public void close() throws IOException {
        for (String name : names) {
            network.input(name).close();
        }
        try {
            awaitEnds();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        network.close();
        if (endedWell.size() != names.size() || endedWell.contains(false)) {
            throw new AssertionError("nodes ended like this: " + endedWell + ", told: " + told);
        }
    }

    private void awaitEnds() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        }
        for (Process process : processes) {
            boolean hasEnded = process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            endedWell.add(hasEnded && process.exitValue() == 0);
        }
    }
}
