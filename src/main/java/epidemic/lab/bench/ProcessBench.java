package epidemic.lab.bench;

import epidemic.kernel.NodeId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * Starts nodes in JVMs of their own, one each, puts loads on them, and measures each. The clients are in the JVMs of the
 * nodes that they ask; this process only says when.
 */
public final class ProcessBench implements LoadTest, AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(120);
    private static final Duration ANSWER_MAX = LoadRun.DRAIN.multipliedBy(4);

    private final Setup setup;
    private final Map<NodeId, NodeJvm> jvms = new LinkedHashMap<>();

    /**
     * What it needs.
     *
     * @param nodes whom to start; the first one begins the cluster
     * @param targets those of them that take updates; a load is shared out among them
     * @param command starts a JVM with a node that does what a {@link BenchNode} does; takes the seeds, empty for the first
     * @param data the directory of the version logs; what JVMs say goes there, too
     * @param warmUp how long a load goes on before it is measured
     * @param duration how long it is measured
     */
    public record Setup(
            List<NodeId> nodes,
            List<NodeId> targets,
            BiFunction<NodeId, String, List<String>> command,
            Path data,
            Duration warmUp,
            Duration duration) {}

    private ProcessBench(Setup setup) {
        this.setup = setup;
    }

    /**
     * Starts all nodes and waits until each serves.
     *
     * @throws IOException if one does not
     */
    public static ProcessBench start(Setup setup) throws IOException, InterruptedException {
        ProcessBench bench = new ProcessBench(setup);
        try {
            bench.startAll();
            return bench;
        } catch (IOException | InterruptedException | RuntimeException problem) {
            bench.close();
            throw problem;
        }
    }

    private void startAll() throws IOException, InterruptedException {
        NodeId first = setup.nodes().get(0);
        String place = start(first, "").await(BenchNode.PLACE, START_MAX);
        for (NodeId node : setup.nodes().subList(1, setup.nodes().size())) {
            start(node, place);
        }
        for (NodeJvm jvm : jvms.values()) {
            jvm.await(BenchNode.READY, START_MAX);
        }
    }

    private NodeJvm start(NodeId node, String seeds) throws IOException {
        NodeJvm jvm = NodeJvm.start(
                node.name(), setup.command().apply(node, seeds), setup.data().resolve(node + ".log"));
        jvms.put(node, jvm);
        return jvm;
    }

    @Override
    public Figures run(LoadShape shape) throws IOException, InterruptedException {
        begin(shape);
        TimeUnit.NANOSECONDS.sleep(setup.warmUp().toNanos());
        long loggedBefore = Resources.logged(setup.data());
        jvms.values().forEach(jvm -> jvm.order(BenchNode.MEASURE));
        TimeUnit.NANOSECONDS.sleep(setup.duration().toNanos());
        jvms.values().forEach(jvm -> jvm.order(BenchNode.END));
        long logged = Resources.logged(setup.data()) - loggedBefore;
        List<Share> shares = new ArrayList<>();
        for (NodeJvm jvm : jvms.values()) {
            shares.add(Share.parse(jvm.await(BenchNode.SHARE, ANSWER_MAX)));
        }
        Share sum = shares.stream().reduce(Share::plus).orElseThrow();
        return new Share(sum.tally(), sum.used().withLogged(logged), sum.heapPeakBytes(), sum.heapLiveBytes())
                .figures(shape);
    }

    private void begin(LoadShape shape) {
        int clients = shape.clients(setup.targets().size());
        for (Map.Entry<NodeId, NodeJvm> jvm : jvms.entrySet()) {
            int client = setup.targets().indexOf(jvm.getKey());
            int slots = client < 0 || client >= clients ? 0 : shape.slots(client, clients);
            jvm.getValue().order(BenchNode.BEGIN + " " + slots + " " + shape.periodNanos(clients));
        }
    }

    /** The JVMs of the nodes. */
    List<ProcessHandle> processes() {
        return jvms.values().stream().map(NodeJvm::handle).toList();
    }

    @Override
    public void close() {
        jvms.values().forEach(NodeJvm::end);
        jvms.values().forEach(NodeJvm::close);
    }
}
