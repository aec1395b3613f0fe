package epidemic.lab.bench;

import epidemic.kernel.NodeId;
import epidemic.runtime.actor.NodeActor;
import epidemic.runtime.actor.NodeDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;

/** Puts loads on the nodes of a running system, one after the other, and measures each. */
public final class Bench {
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final long TICK_MICROS = 200;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Setup setup;
    private final Updates updates;
    private int loads;

    /**
     * What it needs.
     *
     * @param actors runs the clients
     * @param dispatcher on which clients run
     * @param directory where the nodes are
     * @param targets the nodes that take updates; a load is shared out among them
     * @param data the directory of the version logs
     * @param run tells this run's request ids from those of other runs on the same data
     * @param keys how many keys are written
     * @param valueBytes the length of values
     * @param seed of the keys and values
     * @param warmUp how long a load goes on before it is measured
     * @param duration how long it is measured
     */
    public record Setup(
            ActorSystem<?> actors,
            DispatcherSelector dispatcher,
            NodeDirectory directory,
            List<NodeId> targets,
            Path data,
            String run,
            int keys,
            int valueBytes,
            long seed,
            Duration warmUp,
            Duration duration) {}

    /** A bench of running nodes. */
    public Bench(Setup setup) {
        this.setup = setup;
        this.updates = new Updates(setup.keys(), setup.valueBytes(), setup.seed());
    }

    /** Makes one load, waits for its last answers, and gives its figures. */
    public Figures run(LoadShape shape) throws Exception {
        List<ActorRef<Object>> clients = clients(shape);
        ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(Bench::daemon);
        try {
            tellAll(clients, LoadActor.Begin.INSTANCE);
            if (shape.isOpen()) {
                ticker.scheduleAtFixedRate(
                        () -> tellAll(clients, LoadActor.Tick.INSTANCE), 0, TICK_MICROS, TimeUnit.MICROSECONDS);
            }
            return measure(shape, clients);
        } finally {
            ticker.shutdownNow();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "bench-ticker");
        thread.setDaemon(true);
        return thread;
    }

    /** One client for each target, as long as there is a request for each. */
    private List<ActorRef<Object>> clients(LoadShape shape) {
        loads++;
        int count = Math.min(setup.targets().size(), shape.outstanding());
        List<ActorRef<Object>> clients = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            String client = "bench-" + setup.run() + "-" + loads + "-" + index;
            int slots = shape.outstanding() / count + (index < shape.outstanding() % count ? 1 : 0);
            double periodNanos = shape.isOpen() ? NANOS_PER_SECOND * count / shape.perSecond() : 0;
            ActorRef<NodeActor.Command> node =
                    setup.directory().node(setup.targets().get(index)).orElseThrow();
            clients.add(setup.actors()
                    .systemActorOf(
                            LoadActor.create(client, updates, node, slots, periodNanos), client, setup.dispatcher()));
        }
        return clients;
    }

    private Figures measure(LoadShape shape, List<ActorRef<Object>> clients) throws Exception {
        TimeUnit.NANOSECONDS.sleep(setup.warmUp().toNanos());
        Resources.resetHeapPeak();
        Resources before = Resources.now(setup.data());
        tellAll(clients, LoadActor.Measure.INSTANCE);
        TimeUnit.NANOSECONDS.sleep(setup.duration().toNanos());
        List<CompletableFuture<Tally>> tallies = new ArrayList<>();
        for (ActorRef<Object> client : clients) {
            CompletableFuture<Tally> tally = new CompletableFuture<>();
            client.tell(new LoadActor.End(tally));
            tallies.add(tally);
        }
        Resources used = Resources.now(setup.data()).since(before);
        long heapPeakBytes = Resources.heapPeakBytes();
        Tally tally = await(tallies, clients);
        return Figures.of(shape, tally, used, heapPeakBytes, Resources.heapLiveBytes());
    }

    private static Tally await(List<CompletableFuture<Tally>> tallies, List<ActorRef<Object>> clients)
            throws Exception {
        CompletableFuture<Void> all = CompletableFuture.allOf(tallies.toArray(CompletableFuture[]::new));
        try {
            all.get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException missing) {
            tellAll(clients, LoadActor.GiveUp.INSTANCE);
        }
        all.get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        Tally sum = Tally.none();
        for (CompletableFuture<Tally> tally : tallies) {
            sum = sum.plus(tally.get());
        }
        return sum;
    }

    private static void tellAll(List<ActorRef<Object>> clients, Object message) {
        clients.forEach(client -> client.tell(message));
    }
}
