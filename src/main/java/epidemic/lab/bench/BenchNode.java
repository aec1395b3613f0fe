package epidemic.lab.bench;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeStatus;
import epidemic.runtime.cluster.ClusterNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * One node of a bench over processes, in its own JVM, with its client beside it: so no request crosses a process before
 * the node has it. Does what {@link ProcessBench} writes, line by line, until there are no more lines.
 *
 * <table>
 * <caption>Lines</caption>
 * <tr><th>line</th><th>from</th><th>meaning</th></tr>
 * <tr><td>{@code place HOST:PORT}</td><td>node</td><td>where other nodes find it</td></tr>
 * <tr><td>{@code ready}</td><td>node</td><td>it serves</td></tr>
 * <tr><td>{@code begin SLOTS PERIOD}</td><td>bench</td><td>a load begins; without slots it has no client here</td></tr>
 * <tr><td>{@code measure}</td><td>bench</td><td>from now on the figures count</td></tr>
 * <tr><td>{@code end}</td><td>bench</td><td>they do not count any more</td></tr>
 * <tr><td>{@code share …}</td><td>node</td><td>a {@link Share}, when all requests are answered</td></tr>
 * </table>
 */
public final class BenchNode {
    static final String PLACE = "place ";
    static final String READY = "ready";
    static final String BEGIN = "begin";
    static final String MEASURE = "measure";
    static final String END = "end";
    static final String SHARE = "share ";

    private static final Duration STATUS_MAX = Duration.ofSeconds(5);
    private static final long LOOK_MILLIS = 50;
    private static final long END_MILLIS = 5_000;
    private static final String GONE = "gone";

    private final ClusterNode process;
    private final NodeId node;
    private final Updates updates;
    private final Setup setup;
    private final BlockingQueue<String> orders = new LinkedBlockingQueue<>();
    private volatile boolean isBenchGone;
    private int loads;
    private Optional<LoadRun> load = Optional.empty();

    /**
     * What it needs.
     *
     * @param data the directory of the version logs
     * @param run tells this run's request ids from those of other runs on the same data
     * @param onlyList the key of the one list that the strategy appends to; empty if it writes at any key
     * @param keys how many keys are written
     * @param valueBytes the length of values
     * @param seed of the keys and values
     */
    public record Setup(Path data, String run, Optional<String> onlyList, int keys, int valueBytes, long seed) {}

    /** What does the bidding of a bench with a node that was started. */
    public BenchNode(ClusterNode process, NodeId node, Setup setup) {
        this.process = process;
        this.node = node;
        this.setup = setup;
        this.updates = new Updates(setup.onlyList(), setup.keys(), setup.valueBytes(), setup.seed());
    }

    /**
     * Says where it is, then when it is ready, and does what it is told until the bench is gone. A JVM that has not ended
     * some seconds after that is halted, whatever it does.
     *
     * @throws IllegalStateException if the node cannot run
     */
    public void serve(BufferedReader lines, PrintWriter answers) throws Exception {
        Thread reader = new Thread(() -> read(lines), "orders");
        reader.setDaemon(true);
        reader.start();
        say(answers, PLACE + process.place());
        awaitServing();
        say(answers, READY);
        String order = orders.take();
        while (!order.equals(GONE)) {
            obey(order.split(" "), answers);
            order = orders.take();
        }
    }

    /** Apart from what is done with them, so that the end is noticed at any time. */
    private void read(BufferedReader lines) {
        try {
            lines.lines().forEach(orders::add);
        } catch (UncheckedIOException closed) {
            orders.add(GONE);
        }
        isBenchGone = true;
        orders.add(GONE);
        try {
            TimeUnit.MILLISECONDS.sleep(END_MILLIS);
        } catch (InterruptedException atOnce) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }

    private static void say(PrintWriter answers, String line) {
        answers.println(line);
        answers.flush();
    }

    private void awaitServing() throws Exception {
        while (!isBenchGone && !isServing()) {
            Optional<String> failure = process.directory().failureOf(node);
            if (failure.isPresent() || process.failure().isDone()) {
                throw new IllegalStateException(
                        failure.orElseGet(() -> process.failure().getNow("")));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private boolean isServing() throws InterruptedException {
        Optional<ActorRef<NodeCall>> actor = process.directory().node(node);
        if (actor.isEmpty() || !process.established().isDone()) {
            return false;
        }
        try {
            NodeStatus status = AskPattern.<NodeCall, NodeStatus>ask(
                            actor.get(),
                            replyTo -> new NodeCall.GetStatus(0, 0, replyTo),
                            STATUS_MAX,
                            process.system().scheduler())
                    .toCompletableFuture()
                    .get();
            return status.state() == NodeStatus.State.UP && status.view().serving();
        } catch (ExecutionException noAnswerYet) {
            return false;
        }
    }

    private void obey(String[] words, PrintWriter answers) throws Exception {
        switch (words[0]) {
            case BEGIN -> begin(Integer.parseInt(words[1]), Double.parseDouble(words[2]));
            case MEASURE -> load.orElseThrow().measure();
            case END -> {
                try (LoadRun ending = load.orElseThrow()) {
                    say(answers, SHARE + ending.end().line());
                }
            }
            default -> throw new IOException("'" + words[0] + "': begin, measure or end is allowed");
        }
    }

    private void begin(int slots, double periodNanos) {
        loads++;
        LoadRun next = new LoadRun(
                slots == 0 ? List.of() : List.of(client(slots, periodNanos)), periodNanos > 0, setup.data());
        load = Optional.of(next);
        next.begin();
    }

    private ActorRef<Object> client(int slots, double periodNanos) {
        String client = "bench-" + setup.run() + "-" + loads + "-" + node;
        ActorRef<NodeCall> actor = process.directory().node(node).orElseThrow();
        return process.system()
                .systemActorOf(
                        LoadActor.create(client, updates, actor, slots, periodNanos),
                        client,
                        DispatcherSelector.fromConfig("epidemic.node-dispatcher"));
    }
}
