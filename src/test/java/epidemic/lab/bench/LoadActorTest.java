package epidemic.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.runtime.actor.NodeCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LoadActorTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final double MILLI = 1e6;

    private final TestProbe<NodeCall> node = KIT.createTestProbe();
    private final Updates updates = new Updates(Optional.empty(), 10, 4, 1);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void aClosedLoopHasItsRequestsOutstandingAndNoMore() {
        ActorRef<Object> load = KIT.spawn(LoadActor.create("c", updates, node.ref(), 3, 0));
        load.tell(LoadActor.Begin.INSTANCE);
        List<NodeCall.Execute> first = executes(3);
        node.expectNoMessage(Duration.ofMillis(50));

        commit(first.get(1));

        assertThat(executes(1).get(0).transaction().id().sequence()).isEqualTo(4);
    }

    @Test
    void aStallIsInTheLatencyOfEveryRequestThatItHasDelayed() throws Exception {
        ActorRef<Object> load = KIT.spawn(LoadActor.create("c", updates, node.ref(), 1, 10 * MILLI));
        load.tell(LoadActor.Measure.INSTANCE);
        load.tell(LoadActor.Begin.INSTANCE);
        NodeCall.Execute stalled = executes(1).get(0);
        node.expectNoMessage(Duration.ofMillis(200));

        commit(stalled);
        for (int late = 0; late < 5; late++) {
            commit(executes(1).get(0));
        }
        Tally tally = end(load, executes(1));

        assertThat(tally.committed()).isGreaterThanOrEqualTo(6);
        assertThat(tally.latency().getMinValue()).isGreaterThan((long) (100 * MILLI));
    }

    @Test
    void refusedAndUnknownAreCountedApart() throws Exception {
        ActorRef<Object> load = KIT.spawn(LoadActor.create("c", updates, node.ref(), 2, 0));
        load.tell(LoadActor.Measure.INSTANCE);
        load.tell(LoadActor.Begin.INSTANCE);
        List<NodeCall.Execute> asked = executes(2);
        answer(asked.get(0), new Outcome.Refused(Outcome.Reason.OVERLOADED, "full"));
        answer(asked.get(1), new Outcome.Unknown("lost"));

        Tally tally = end(load, executes(2));

        assertThat(tally.refused()).isEqualTo(1);
        assertThat(tally.unknown()).isEqualTo(1);
        assertThat(tally.committed()).isZero();
        assertThat(tally.unanswered()).isZero();
    }

    @Test
    void requestsWithoutAnAnswerAreTold() throws Exception {
        ActorRef<Object> load = KIT.spawn(LoadActor.create("c", updates, node.ref(), 2, 0));
        load.tell(LoadActor.Begin.INSTANCE);
        executes(2);
        CompletableFuture<Tally> tally = new CompletableFuture<>();
        load.tell(new LoadActor.End(tally));
        load.tell(LoadActor.GiveUp.INSTANCE);

        assertThat(tally.get(10, TimeUnit.SECONDS).unanswered()).isEqualTo(2);
    }

    /** Ends the load, then answers what is open. */
    private static Tally end(ActorRef<Object> load, List<NodeCall.Execute> open) throws Exception {
        CompletableFuture<Tally> tally = new CompletableFuture<>();
        load.tell(new LoadActor.End(tally));
        open.forEach(LoadActorTest::commit);
        return tally.get(10, TimeUnit.SECONDS);
    }

    private List<NodeCall.Execute> executes(int count) {
        List<NodeCall.Execute> executes = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            executes.add(node.expectMessageClass(NodeCall.Execute.class, Duration.ofSeconds(10)));
        }
        return executes;
    }

    private static void commit(NodeCall.Execute execute) {
        answer(execute, new Outcome.Committed(NodeId.of("A1"), 0, 1, List.of()));
    }

    private static void answer(NodeCall.Execute execute, Outcome outcome) {
        execute.replyTo().tell(new NodeCall.Executed(execute.transaction().id(), outcome, 1));
    }
}
