package epidemic.cli;

import epidemic.lab.Scenario;
import epidemic.lab.SeedResult;
import epidemic.lab.SeedRun;
import epidemic.lab.replay.RecordedRun;
import epidemic.runtime.config.EpidemicConfig;
import epidemic.web.EpidemicHttp;
import epidemic.web.ListenException;
import epidemic.web.ReplaySetup;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.ServerBinding;

/** What {@code simulate --watch} has: one simulated run, recorded, and the HTTP server that plays it. */
final class WatchRun implements AutoCloseable {
    private static final double SECOND = 1e9;

    private final SeedResult result;
    private final String url;
    private final ActorSystem<Void> system;

    private WatchRun(SeedResult result, String url, ActorSystem<Void> system) {
        this.result = result;
        this.url = url;
        this.system = system;
    }

    /**
     * Runs a seed, says what came of it and where it can be watched.
     *
     * @param command the command that shows the run again
     * @throws CommandFailure if the server cannot listen
     */
    static WatchRun start(
            EpidemicConfig config,
            Scenario scenario,
            long seed,
            SeedRun.Options options,
            String command,
            PrintWriter out)
            throws InterruptedException {
        RecordedRun run = RecordedRun.of(scenario, seed, options, command);
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "epidemic", config.root());
        ReplaySetup setup = new ReplaySetup(run.recording(), config.http(), config.statusInterval());
        try {
            ServerBinding binding = EpidemicHttp.startReplay(system, setup)
                    .toCompletableFuture()
                    .get();
            String url = config.http().scheme() + "://" + RunningSystem.address(config, binding);
            print(run, out);
            out.println("dashboard: " + url);
            out.flush();
            return new WatchRun(run.result(), url, system);
        } catch (ExecutionException problem) {
            system.terminate();
            throw problem.getCause() instanceof ListenException cannot
                    ? new CommandFailure(cannot.getMessage() + "; --port N names another port, 0 any free one", cannot)
                    : new CommandFailure(String.valueOf(problem.getCause().getMessage()), problem);
        }
    }

    private static void print(RecordedRun run, PrintWriter out) {
        SeedResult result = run.result();
        String verdict = result.violation()
                .map(violation -> violation.guarantee() + " does not hold: " + violation.message())
                .orElse("all checks held");
        out.printf("seed %d: %s%n", result.seed(), verdict);
        out.printf(
                Locale.ROOT,
                "%.3f s of virtual time, %d events, digest %s%n",
                result.virtualNanos() / SECOND,
                result.events(),
                run.recording().facts().digest());
        if (!run.recording().timeline().isWhole()) {
            out.printf(
                    Locale.ROOT,
                    "the run is too long to be kept: its first %.3f s can be watched%n",
                    run.recording().lengthNanos() / SECOND);
        }
    }

    /** Where the dashboard is. */
    String url() {
        return url;
    }

    SeedResult result() {
        return result;
    }

    /** Waits until the process is interrupted. */
    void awaitEnd() throws InterruptedException {
        try {
            system.getWhenTerminated().toCompletableFuture().get();
        } catch (ExecutionException problem) {
            throw new CommandFailure(String.valueOf(problem.getMessage()), problem);
        }
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
