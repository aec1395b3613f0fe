package epidemic.runtime.actor;

import static org.assertj.core.api.Assertions.assertThat;

import epidemic.kernel.MapSettings;
import epidemic.kernel.NodeId;
import epidemic.kernel.Operation;
import epidemic.kernel.Outcome;
import epidemic.kernel.RequestId;
import epidemic.kernel.Transaction;
import epidemic.runtime.storage.DiskCall;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The seven nodes in actors and on files, under time that the test lets pass. */
class LayeredClusterTest {
    private static final NodeId A1 = NodeId.of("A1");
    private static final NodeId A2 = NodeId.of("A2");
    private static final NodeId B1 = NodeId.of("B1");
    private static final NodeId B2 = NodeId.of("B2");
    private static final NodeId C1 = NodeId.of("C1");
    private static final NodeId C2 = NodeId.of("C2");
    private static final Duration STEP = Duration.ofMillis(500);
    private static final Duration LONG_STEP = Duration.ofSeconds(2);

    @TempDir
    Path data;

    private final ActorTestKit kit = ActorTestKit.create(ClusterRig.QUIET.withFallback(ManualTime.config()));
    private final ManualClock clock = new ManualClock(ManualTime.get(kit.system()));
    private ClusterRig rig;

    @BeforeEach
    void startNodes() {
        rig = new ClusterRig(kit, data, clock, MapSettings.layered());
        passUntil(rig::coreServes, Duration.ofSeconds(10));
    }

    @AfterEach
    void stopSystem() {
        kit.shutdownTestKit();
    }

    @Test
    void theTenthUpdateReachesLayerOneAndTheNextPushLayerTwo() {
        update(9);
        pass(Duration.ofSeconds(12));
        assertThat(rig.version(B1)).isZero();
        assertThat(rig.log(B1)).isEmpty();

        update(1);
        passUntil(() -> rig.version(B1) == 10 && rig.version(B2) == 10, Duration.ofSeconds(2));
        assertThat(rig.version(B1)).isEqualTo(10);

        passUntil(() -> rig.version(C1) == 10 && rig.version(C2) == 10, Duration.ofSeconds(11));
        passUntil(() -> rig.lines(C1) == 10 && rig.lines(C2) == 10, Duration.ofSeconds(1));
        assertThat(rig.log(C1)).isEqualTo(rig.log(B2));
        assertThat(rig.log(C2)).isEqualTo(rig.log(B2));
        rig.assertPrefixesOfA1();
    }

    @Test
    void whoAsksANodeThatStopsIsAnsweredAtOnce() {
        ActorRef<NodeCall> stopped = rig.directory.node(A2).orElseThrow();
        rig.crash(A2);
        kit.createTestProbe().expectTerminated(stopped, Duration.ofSeconds(5));
        TestProbe<NodeCall.Executed> client = kit.createTestProbe();
        Transaction late = new Transaction(new RequestId("late", 1), 0, List.of(new Operation.Write("k", "v")));
        stopped.tell(new NodeCall.Execute(late, client.ref()));
        NodeCall.Executed answer = client.expectMessageClass(NodeCall.Executed.class, Duration.ofSeconds(5));
        assertThat(answer.id()).isEqualTo(late.id());
        assertThat(answer.outcome()).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void aStoppedC1DoesNotDelayC2AndCatchesUpLater() {
        rig.crash(C1);
        passUntil(() -> rig.isStopped(C1), Duration.ofSeconds(1));
        update(10);

        passUntil(() -> rig.version(C2) == 10, Duration.ofSeconds(11));
        update(10);
        passUntil(() -> rig.version(C2) == 20, Duration.ofSeconds(11));
        assertThat(rig.log(C1)).isEmpty();

        rig.restart(C1);
        passUntil(() -> rig.version(C1) == 20, Duration.ofSeconds(12));
    }

    @Test
    void withoutUpdatesNoLogGrows() {
        update(20);
        passUntil(() -> rig.version(C1) == 20 && rig.version(C2) == 20, Duration.ofSeconds(12));
        passUntil(() -> ClusterRig.ALL.stream().allMatch(node -> rig.lines(node) == 20), Duration.ofSeconds(1));
        Map<NodeId, byte[]> before = new TreeMap<>();
        ClusterRig.ALL.forEach(node -> before.put(node, rig.log(node)));

        pass(Duration.ofSeconds(60));

        before.forEach((node, log) -> assertThat(rig.log(node)).as("%s", node).isEqualTo(log));
    }

    @Test
    void updatesAreRefusedWhileACoreNodeIsStoppedAndTakenWhenItIsBack() {
        update(3);
        rig.crash(A2);
        passUntil(() -> rig.status(A1).orElseThrow().view().reason().contains("A2 is away"), Duration.ofSeconds(4));

        Outcome refused = rig.write(A1, "k", "refused");
        assertThat(refused)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        outcome -> assertThat(outcome.reason()).isEqualTo(Outcome.Reason.PEER_AWAY));

        rig.restart(A2);
        passUntil(rig::coreServes, Duration.ofSeconds(5));
        assertThat(rig.write(A2, "k", "taken")).isInstanceOf(Outcome.Committed.class);
        passUntil(() -> ClusterRig.CORE.stream().allMatch(node -> rig.lines(node) == 4), Duration.ofSeconds(2));
        assertThat(new String(rig.log(A1), StandardCharsets.UTF_8))
                .contains("\"taken\"")
                .doesNotContain("\"refused\"");
        ClusterRig.CORE.forEach(node -> assertThat(rig.log(node)).isEqualTo(rig.log(A1)));
    }

    @Test
    void aNodeWhoseLogStoppedIsStoppedAndComesBackOnALogOpenedAnew() {
        update(10);
        passUntil(() -> rig.lines(B1) == 10, Duration.ofSeconds(2));
        rig.directory.log(B1).orElseThrow().tell(DiskCall.Close.INSTANCE);
        passUntil(() -> rig.isStopped(B1), Duration.ofSeconds(2));

        rig.restart(B1);
        update(10);

        passUntil(() -> rig.lines(B1) == 20, Duration.ofSeconds(5));
        rig.assertPrefixesOfA1();
    }

    private void update(int count) {
        for (int index = 0; index < count; index++) {
            assertThat(rig.write(ClusterRig.CORE.get(index % 3), "k" + index, "v" + index))
                    .isInstanceOf(Outcome.Committed.class);
        }
    }

    private void pass(Duration duration) {
        for (Duration passed = Duration.ZERO; passed.compareTo(duration) < 0; passed = passed.plus(LONG_STEP)) {
            step(LONG_STEP);
        }
    }

    /** Lets time pass until the condition holds, at most so long. */
    private void passUntil(BooleanSupplier condition, Duration atMost) {
        Duration passed = Duration.ZERO;
        while (!condition.getAsBoolean()) {
            assertThat(passed).as("virtual time until the condition holds").isLessThan(atMost);
            step(STEP);
            passed = passed.plus(STEP);
        }
    }

    /** A little time, and then every node has handled what it was sent. */
    private void step(Duration duration) {
        clock.pass(duration);
        for (int round = 0; round < 2; round++) {
            ClusterRig.ALL.forEach(rig::version);
        }
    }
}
