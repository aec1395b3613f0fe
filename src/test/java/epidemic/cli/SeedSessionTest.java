package epidemic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.Detail;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Settings;
import epidemic.kernel.Strategy;
import epidemic.kernel.Topology;
import epidemic.kernel.Transaction;
import epidemic.lab.LabSettings;
import epidemic.protocol.StrategyCatalog;
import epidemic.runtime.config.EpidemicConfig;
import epidemic.sim.FaultLimits;
import epidemic.sim.FaultPlan;
import epidemic.sim.Simulation;
import epidemic.sim.Trace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * The session that the course shows, as a script on virtual time: what it prints, and that each list shows what it has to
 * at its time.
 */
class SeedSessionTest {
    private static final LocalDateTime START = LocalDateTime.of(2022, 3, 30, 13, 50, 4, 710_795_000);
    private static final Strategy PASSIVE = StrategyCatalog.named("passive");
    private static final Settings PACKAGED =
            EpidemicConfig.load(Optional.empty(), List.of()).settings("passive");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Simulated> begun = new ArrayList<>();

    /** The nodes in the simulator: time passes only when the script waits, but for the latencies. */
    private static class Simulated implements ReplicaSystem {
        private static final long STEP_NANOS = 1_000_000;
        private static final long START_NANOS = 100_000_000;

        private final Simulation simulation;
        private long requestCount;
        private boolean isClosed;

        private Simulated(int replicas) {
            Settings settings = new LabSettings(PACKAGED, Set.of()).with("replicas", (long) replicas);
            simulation = new Simulation(new Simulation.Setup(
                    1,
                    PASSIVE,
                    settings,
                    FaultPlan.none(Long.MAX_VALUE / 2),
                    FaultLimits.none(),
                    new Trace(),
                    List.of()));
            simulation.start();
            simulation.runUntil(START_NANOS);
        }

        @Override
        public Topology topology() {
            return simulation.topology();
        }

        @Override
        public void look() {
            // They stay.
        }

        @Override
        public RequestId nextRequest() {
            return new RequestId("script", requestCount++);
        }

        @Override
        public Outcome ask(NodeId node, Transaction transaction) {
            List<Outcome> outcomes = new ArrayList<>();
            simulation.request(0, node, transaction, (outcome, sequence) -> outcomes.add(outcome));
            while (outcomes.isEmpty()) {
                simulation.runUntil(simulation.nowNanos() + STEP_NANOS);
            }
            return outcomes.get(0);
        }

        @Override
        public Optional<Duration> cacheTime() {
            return simulation
                    .node(NodeId.of("M"))
                    .view()
                    .figure("cache time", Detail.Time.class)
                    .map(time -> Duration.ofNanos(time.nanos()));
        }

        @Override
        public void pause(Duration duration) {
            simulation.runUntil(simulation.nowNanos() + duration.toNanos());
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }

    /** Waits for nothing, and knows how long. */
    private static final class LoggedWaits extends Simulated {
        private final List<Duration> logged = new ArrayList<>();

        private LoggedWaits() {
            super(1);
        }

        @Override
        public void pause(Duration duration) {
            logged.add(duration);
        }
    }

    private Simulated begin(int replicas) {
        begun.add(new Simulated(replicas));
        return begun.get(begun.size() - 1);
    }

    private Supplier<ReplicaSystem> prepared(int replicas) {
        if (replicas < 1) {
            throw new IllegalArgumentException(replicas + " replicas: 1 or more");
        }
        return () -> begin(replicas);
    }

    private long run(int replicas, String... lines) {
        return run(begin(replicas), lines);
    }

    private long run(ReplicaSystem system, String... lines) {
        try (ReplicaShell shell = new ReplicaShell(
                system, Optional.of(this::prepared), () -> START, new PrintWriter(out), new PrintWriter(err))) {
            for (String line : lines) {
                if (!shell.script(line)) {
                    break;
                }
            }
            return shell.problemCount();
        }
    }

    @Test
    void printsWhatTheCourseShowsAtItsTimes() {
        long problems = run(
                2,
                "list",
                "update hello",
                "list",
                "wait 10.1",
                "list",
                "cache 20",
                "update hell",
                "list",
                "wait 19.8",
                "list",
                "wait 0.4",
                "list",
                "exit",
                "list");
        assertThat(problems).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().lines().filter(line -> !line.contains("Client: wait")))
                .containsExactly(
                        "connected on 2022-03-30 13:50:04.710795",
                        "Caching time for the update 10",
                        "The number of threads (other replicas): 2",
                        "Receive commond from Client: list",
                        "Data in the main replica: None",
                        "Data in the other replica: None",
                        "Data in the other replica: None",
                        "Receive commond from Client: update hello",
                        "Receive commond from Client: list",
                        "Data in the main replica: hello",
                        "Data in the other replica: None",
                        "Data in the other replica: None",
                        "Receive commond from Client: list",
                        "Data in the main replica: hello",
                        "Data in the other replica: hello",
                        "Data in the other replica: hello",
                        "Receive commond from Client: cache 20",
                        "Receive commond from Client: update hell",
                        "Receive commond from Client: list",
                        "Data in the main replica: hell",
                        "Data in the other replica: hello",
                        "Data in the other replica: hello",
                        "Receive commond from Client: list",
                        "Data in the main replica: hell",
                        "Data in the other replica: hello",
                        "Data in the other replica: hello",
                        "Receive commond from Client: list",
                        "Data in the main replica: hell",
                        "Data in the other replica: hell",
                        "Data in the other replica: hell",
                        "Receive commond from Client: exit",
                        "disconneced on 2022-03-30 13:50:04.710795");
    }

    @Test
    void anUpdateIsCopiedAtItsTimeAndNotBefore() {
        run(1, "update hello", "wait 9.8", "list", "wait 0.4", "list");
        assertThat(others()).containsExactly("None", "hello");
    }

    @Test
    void aCacheTimeThatIsSetWhileAnUpdateWaitsCountsForIt() {
        run(1, "update hello", "cache 3", "wait 2.5", "list", "wait 1", "list");
        assertThat(others()).containsExactly("None", "hello");
    }

    @Test
    void noCacheTimeIsAtOnce() {
        run(1, "cache 0", "update hello", "wait 0.1", "list");
        assertThat(others()).containsExactly("hello");
    }

    /** A configuration would take them for milliseconds. */
    @Test
    void digitsAreSecondsHoweverMany() {
        LoggedWaits waits = new LoggedWaits();
        long problems = run(waits, "wait 1000000", "wait 0.25", "wait 0.0000000005", "wait 1234567ms", "wait 2m");
        assertThat(problems).isZero();
        assertThat(waits.logged)
                .containsExactly(
                        Duration.ofSeconds(1_000_000),
                        Duration.ofMillis(250),
                        Duration.ZERO,
                        Duration.ofMillis(1_234_567),
                        Duration.ofMinutes(2));
        assertThat(run(waits, "wait 31536001", "wait 99999999999999999999", "wait 9999999d", "wait 1e6", "wait -5"))
                .isEqualTo(5);
        assertThat(err.toString())
                .contains("wait '31536001': at most 365 days", "wait '99999999999999999999': at most 365 days")
                .contains("wait '9999999d': at most 365 days", "wait '1e6': seconds", "wait '-5': seconds");
        assertThat(waits.logged).hasSize(5);
    }

    @Test
    void cacheTimesAreSecondsHoweverManyDigits() {
        run(1, "cache 1000000", "cache 10000000000", "program 2");
        assertThat(begun.get(0).cacheTime()).contains(Duration.ofSeconds(1_000_000));
        assertThat(err.toString()).contains("cache time '10000000000': seconds, 0 or more, at most 365 days");
    }

    @Test
    void badCommandsAreToldAndTheSessionGoesOn() {
        long problems = run(
                1,
                "cache -1",
                "cache soon",
                "cache",
                "update",
                "program many",
                "program 0",
                "wait soon",
                "lst",
                "list");
        assertThat(problems).isEqualTo(8);
        assertThat(err.toString().lines())
                .hasSize(8)
                .allMatch(line -> line.startsWith("error: "))
                .anyMatch(line -> line.contains("cache time '-1': seconds, 0 or more"))
                .anyMatch(line -> line.contains("cache time 'soon'"))
                .anyMatch(line -> line.contains("no command 'lst': list, update"));
        assertThat(out.toString()).contains("Data in the main replica: None");
        assertThat(begun).as("program 0 ends nothing").hasSize(1);
    }

    @Test
    void programBeginsAnewWithSoManyReplicas() {
        run(1, "update hello", "cache 5", "program 3", "list");
        assertThat(begun).hasSize(2);
        assertThat(begun).allMatch(system -> system.isClosed);
        assertThat(out.toString())
                .contains("Caching time for the update 10", "The number of threads (other replicas): 3");
        assertThat(others()).containsExactly("None", "None", "None");
    }

    @Test
    void commentsAndBlankLinesArePassedOverAndDataMayHaveBlanks() {
        run(1, "", "# nothing", "  update hello  world ", "list");
        assertThat(out.toString())
                .contains("Data in the main replica: hello  world")
                .doesNotContain("nothing");
    }

    private List<String> others() {
        String words = "Data in the other replica: ";
        return out.toString()
                .lines()
                .filter(line -> line.startsWith(words))
                .map(line -> line.substring(words.length()))
                .toList();
    }
}
