package epidemic.cli;

import epidemic.client.ClientWatch;
import epidemic.client.Summary;
import epidemic.kernel.Session;
import epidemic.lab.Requests;
import epidemic.lab.Scenario;
import epidemic.lab.ScenarioCatalog;
import epidemic.lab.Workload;
import epidemic.lab.live.Load;
import epidemic.lab.live.Nodes;
import epidemic.lab.live.Settling;
import epidemic.runtime.config.EpidemicConfig;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;

/** The load of a {@code run}: clients that append to lists and read at all layers. */
final class RunLoad {
    private static final long OPERATIONS = 2_000;
    private static final int CLIENTS_MAX = 1_000;
    private static final int KEYS = 12;
    private static final double ZIPF = 1.1;
    private static final int ATTEMPTS = 3;
    private static final double SESSIONS = 0.5;
    private static final Duration SETTLING_MARGIN = Duration.ofSeconds(5);

    private final int clients;
    private final long operations;
    private final Optional<Duration> duration;
    private final Workload workload;
    private final Scenario scenario;
    private final Session wishes;
    private final SplittableRandom random;
    private final Duration patience;
    private Optional<ActorRef<Load.Command>> running = Optional.empty();
    private boolean isToEnd;

    /**
     * The load that options ask for.
     *
     * @param operations of all clients together
     * @param duration begin no operation after so long
     * @param pace a client's pause between an outcome and its next operation
     * @param wishes what sessions want of nodes that are behind; then all clients have one, otherwise half of them
     */
    private RunLoad(
            int clients,
            Optional<Long> operations,
            Optional<Duration> duration,
            Duration pace,
            Optional<Session> wishes,
            EpidemicConfig config) {
        this.clients = clients;
        this.operations = operations.orElse(duration.isPresent() ? Long.MAX_VALUE : OPERATIONS);
        this.duration = duration;
        this.random = new SplittableRandom(config.seed());
        this.patience = config.http().transactionTimeout();
        this.wishes = wishes.orElse(Session.NONE);
        this.scenario = ScenarioCatalog.of(config);
        this.workload = new Workload(
                clients,
                1,
                true,
                KEYS,
                ZIPF,
                pace.toNanos(),
                patience.toNanos(),
                ATTEMPTS,
                wishes.isPresent() ? 1 : SESSIONS);
    }

    /**
     * The load that options ask for, as above.
     *
     * @throws CommandFailure if a number is out of its range
     */
    static RunLoad checked(
            int clients,
            Optional<Long> operations,
            Optional<Duration> duration,
            Duration pace,
            Optional<Session> wishes,
            EpidemicConfig config) {
        if (clients < 1 || clients > CLIENTS_MAX) {
            throw new CommandFailure("--clients " + clients + ": 1 to " + CLIENTS_MAX + " are allowed");
        }
        if (operations.filter(number -> number < 1).isPresent()) {
            throw new CommandFailure("--operations " + operations.get() + ": 1 or more is allowed");
        }
        return new RunLoad(clients, operations, duration, pace, wishes, config);
    }

    /** How many clients there are, the one that settles included. */
    int clientCount() {
        return clients + 1;
    }

    /** Makes load until it has ended, and strikes with it. With a history, a few updates follow that bring all nodes to one version. */
    Summary.Counts run(Nodes nodes, String mark, Optional<RunHistory> history, RunChaos strikes, PrintWriter err)
            throws Exception {
        Requests requests = scenario.requests(workload, nodes.topology(), random);
        long begun = System.nanoTime();
        Load.Figures figures = work(nodes, mark, history, requests, err);
        strikes.end();
        tell(figures, (System.nanoTime() - begun) / 1e9, err);
        if (history.isPresent()) {
            settle(history.get(), nodes, mark, requests, err);
        }
        return figures.counts();
    }

    /** When it ends, nothing shows progress any more: the figures may be told. */
    private Load.Figures work(
            Nodes nodes, String mark, Optional<RunHistory> history, Requests requests, PrintWriter err)
            throws Exception {
        ClientWatch watch = history.<ClientWatch>map(RunHistory::live).orElse(ClientWatch.NONE);
        CompletableFuture<Load.Figures> ended = new CompletableFuture<>();
        try (ProgressMeter meter = new ProgressMeter(err, "operations")) {
            Load.Setup load = new Load.Setup(
                    workload,
                    () -> wishes,
                    operations,
                    duration,
                    requests,
                    nodes.topology(),
                    nodes.directory(),
                    mark,
                    watch,
                    () -> history.filter(one -> one.live().isCrowded()).isPresent(),
                    (done, total) -> meter.advanced(done, total == Long.MAX_VALUE ? -1 : total, ""),
                    ended);
            begun(nodes.system().systemActorOf(Load.create(load), "load", Props.empty()));
            return ended.get();
        }
    }

    private synchronized void begun(ActorRef<Load.Command> load) {
        running = Optional.of(load);
        if (isToEnd) {
            load.tell(Load.Command.END);
        }
    }

    /** Ends it before its time, be it running yet or not: no operation is begun any more. */
    synchronized void end() {
        isToEnd = true;
        running.ifPresent(load -> load.tell(Load.Command.END));
    }

    private static void tell(Load.Figures figures, double seconds, PrintWriter err) {
        Summary.Counts counts = figures.counts();
        long all = counts.committed() + counts.refused() + counts.unknown() + figures.sessionAhead();
        err.printf(Locale.ROOT, "%d operations in %.1f s, %.0f/s%n", all, seconds, all / Math.max(seconds, 0.001));
        if (figures.sessionAhead() > 0) {
            err.println(figures.sessionAhead() + " of them refused: nodes were behind their session");
        }
        err.flush();
    }

    private void settle(RunHistory history, Nodes nodes, String mark, Requests requests, PrintWriter err)
            throws Exception {
        Duration most = history.period().plus(SETTLING_MARGIN);
        err.println("waiting until all nodes hold the same version, " + most.toSeconds() + " s at most");
        err.flush();
        new Settling(nodes, requests, history.live(), clients, mark).await(most);
    }
}
