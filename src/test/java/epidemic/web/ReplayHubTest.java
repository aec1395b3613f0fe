package epidemic.web;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.lab.KnownRuns;
import epidemic.lab.Scenario;
import epidemic.lab.layered.LayeredScenario;
import epidemic.lab.replay.RecordedRun;
import epidemic.runtime.actor.NodeClock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order in which the hub of a replay does things, looked at from the thread that it tells its answer in. */
class ReplayHubTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final int PATIENCE_SECONDS = 20;

    private static ActorTestKit kit;
    private static ReplaySetup setup;

    /** An answer, and the position at which the nodes were shown when it came. */
    private record Seen(StatusReply<ReplayPosition> answer, long shownNanos) {}

    private final AtomicLong shown = new AtomicLong();
    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create();
        Scenario scenario = new LayeredScenario(MapSettings.layered(), Set.of());
        setup = new ReplaySetup(
                RecordedRun.of(scenario, 42, KnownRuns.planned(scenario), "").recording(),
                RunningSystem.settings().http(),
                NEVER);
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"seek\":\"1s\"}", "{\"step\":3}", "{\"seek\":\"1s\",\"step\":-1}"})
    void whoHasTheAnswerFindsTheNodesAtItsPosition(String order) throws InterruptedException {
        Seen first = ask(order);
        assertThat(first.answer().isSuccess()).isTrue();
        assertThat(first.answer().getValue().atNanos()).isPositive().isEqualTo(first.shownNanos());
    }

    @Test
    void anOrderThatIsRefusedMovesNothing() throws InterruptedException {
        Seen refused = ask("{\"seek\":\"1s\",\"speed\":0}");
        assertThat(refused.answer().isError()).isTrue();
        assertThat(refused.shownNanos()).isZero();
    }

    private Seen ask(String order) throws InterruptedException {
        ActorRef<ReplayHub.Command> hub =
                kit.spawn(ReplayHub.create(setup, NodeClock.system(), new AtomicInteger(), shown));
        ActorRef<StatusReply<ReplayPosition>> asker = kit.spawn(
                Behaviors.receiveMessage(answer -> {
                    seen.add(new Seen(answer, shown.get()));
                    return Behaviors.same();
                }),
                DispatcherSelector.fromConfig("pekko.test.calling-thread-dispatcher"));
        hub.tell(new ReplayHub.Control(Optional.of(ReplayOrder.parse(order)), asker));
        Seen next = seen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("an answer").isNotNull();
        return next;
    }
}
