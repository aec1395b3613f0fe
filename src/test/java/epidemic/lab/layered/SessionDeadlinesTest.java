package epidemic.lab.layered;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaContext;
import epidemic.kernel.TimerKey;
import epidemic.kernel.Transaction;
import epidemic.lab.PlantedStrategy;
import epidemic.lab.SeedResult;
import epidemic.lab.SeedRun;
import epidemic.protocol.StrategyCatalog;
import epidemic.sim.FaultPlanText;
import epidemic.sim.SimNode;
import epidemic.sim.SimObserver;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who waits for a version is told at its deadline, by its node's clock, whatever that clock does. */
class SessionDeadlinesTest {
    private static final int SEEDS = 60;
    private static final long MILLISECOND = 1_000_000;
    private static final long HEALED_NANOS = 3_000 * MILLISECOND;

    /** The clocks of all lazy nodes stand still before everything heals, drift, and would stand for longer. */
    private static final String STANDING = """
            heal 3s
            links min=100us mean=400us drop=0.0 duplicate=0.0 reorder=0.0 lost-answer=0.0
            disks write=100us slow=0.0 slow-by=0ns tear=0.0
            clock B1 drift-ppm=-2000 wall=0ns
            clock C1 drift-ppm=2000 wall=0ns
            at 2700ms stand-still B1 for=2s
            at 2800ms stand-still B2 for=2s
            at 2900ms stand-still C1 for=2s
            at 2950ms stand-still C2 for=400ms
            """;

    private int toldAfterHealing;

    /** Counts the sessions that waited while everything healed and were told at their deadline. */
    private final class Watcher implements SimObserver {
        private boolean healed;

        @Override
        public void healed(long atNanos) {
            healed = true;
        }

        @Override
        public void replied(SimNode node, Transaction transaction, Outcome outcome) {
            boolean isAhead =
                    outcome instanceof Outcome.Refused refused && refused.reason() == Outcome.Reason.SESSION_AHEAD;
            boolean isSoon = healed && node.simulation().nowNanos() < HEALED_NANOS + 400 * MILLISECOND;
            toldAfterHealing +=
                    isAhead && isSoon && transaction.session().deadlineNanos().isPresent() ? 1 : 0;
        }
    }

    private SeedResult run(LayeredScenario scenario, long seed) {
        SeedRun.Options options = new SeedRun.Options(
                        scenario.defaultFaults(),
                        Optional.of(FaultPlanText.parse(STANDING)),
                        Optional.empty(),
                        Optional.empty())
                .watchedBy(new Watcher());
        return SeedRun.run(scenario, seed, options);
    }

    /** Nodes that wake up later than the next deadline of a session. */
    private static LayeredScenario late(long nanos) {
        PlantedStrategy strategy = new PlantedStrategy((node, replica, method, arguments) -> {
            Object[] given = arguments == null ? new Object[0] : arguments.clone();
            for (int index = 0; index < given.length; index++) {
                given[index] = given[index] instanceof ReplicaContext context ? late(context, nanos) : given[index];
            }
            return PlantedStrategy.called(replica, method, given);
        });
        return new LayeredScenario(strategy, MapSettings.layered(), Set.of());
    }

    private static ReplicaContext late(ReplicaContext context, long nanos) {
        return PlantedStrategy.proxy(ReplicaContext.class, (proxy, method, arguments) -> {
            boolean isDeadline = method.getName().equals("setTimer") && isSessions(arguments[0]);
            Object[] given = isDeadline ? new Object[] {arguments[0], (long) arguments[1] + nanos} : arguments;
            return PlantedStrategy.called(context, method, given);
        });
    }

    private static boolean isSessions(Object key) {
        return key.equals(new TimerKey("sessions"));
    }

    @Test
    void aNodeWhoseClockStoodStillAndDriftsIsInTime() {
        LayeredScenario scenario =
                new LayeredScenario(StrategyCatalog.named("layered"), MapSettings.layered(), Set.of());
        for (long seed = 1; seed <= SEEDS; seed++) {
            assertThat(run(scenario, seed).violation()).as("seed %d", seed).isEmpty();
        }
        assertThat(toldAfterHealing).isGreaterThan(SEEDS / 4);
    }

    @Test
    void aNodeThatIsTwoMillisecondsLateIsCaught() {
        int caught = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            boolean isCaught = run(late(2 * MILLISECOND), seed)
                    .violation()
                    .filter(violation -> violation.guarantee().equals("session")
                            && violation.message().contains("its session is ahead"))
                    .isPresent();
            caught += isCaught ? 1 : 0;
        }
        assertThat(caught).isGreaterThan(SEEDS / 10);
    }
}
