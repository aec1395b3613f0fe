package epidemic.lab.bench;

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

/** One load by the clients in this JVM, step by step; somebody else says when. */
final class LoadRun implements AutoCloseable {
    /** How long the last answers may take, and how long clients may take to say that they have none. */
    static final Duration DRAIN = Duration.ofSeconds(10);

    private static final long TICK_MICROS = 200;

    private final List<ActorRef<Object>> clients;
    private final boolean isOpen;
    private final Path data;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(LoadRun::daemon);
    private Resources before;

    /**
     * Not begun.
     *
     * @param clients load actors, perhaps none
     * @param data the directory of the version logs
     */
    LoadRun(List<ActorRef<Object>> clients, boolean isOpen, Path data) {
        this.clients = clients;
        this.isOpen = isOpen;
        this.data = data;
        this.before = Resources.now(data);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "bench-ticker");
        thread.setDaemon(true);
        return thread;
    }

    /** The clients begin. */
    void begin() {
        tellAll(LoadActor.Begin.INSTANCE);
        if (isOpen && !clients.isEmpty()) {
            ticker.scheduleAtFixedRate(() -> tellAll(LoadActor.Tick.INSTANCE), 0, TICK_MICROS, TimeUnit.MICROSECONDS);
        }
    }

    /** From now on the figures count. */
    void measure() {
        Resources.resetHeapPeak();
        before = Resources.now(data);
        tellAll(LoadActor.Measure.INSTANCE);
    }

    /** From now on they count no more; waits for the last answers. */
    Share end() throws Exception {
        List<CompletableFuture<Tally>> tallies = new ArrayList<>();
        for (ActorRef<Object> client : clients) {
            CompletableFuture<Tally> tally = new CompletableFuture<>();
            client.tell(new LoadActor.End(tally));
            tallies.add(tally);
        }
        Resources used = Resources.now(data).since(before);
        long heapPeakBytes = Resources.heapPeakBytes();
        Tally tally = await(tallies);
        return new Share(tally, used, heapPeakBytes, Resources.heapLiveBytes());
    }

    private Tally await(List<CompletableFuture<Tally>> tallies) throws Exception {
        CompletableFuture<Void> all = CompletableFuture.allOf(tallies.toArray(CompletableFuture[]::new));
        try {
            all.get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException missing) {
            tellAll(LoadActor.GiveUp.INSTANCE);
        }
        all.get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        Tally sum = Tally.none();
        for (CompletableFuture<Tally> tally : tallies) {
            sum = sum.plus(tally.get());
        }
        return sum;
    }

    private void tellAll(Object message) {
        clients.forEach(client -> client.tell(message));
    }

    @Override
    public void close() {
        ticker.shutdownNow();
    }
}
