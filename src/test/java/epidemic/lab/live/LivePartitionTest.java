package epidemic.lab.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import epidemic.check.Guarantee;
import epidemic.check.history.RunRecord;
import epidemic.check.verdict.Verdict;
import epidemic.contract.Nightly;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.ReplicaView;
import epidemic.runtime.actor.LinkFault;
import epidemic.runtime.storage.SyncMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Actors under load whose links are cut, before the judges that know nothing of them. */
class LivePartitionTest {
    private static final List<Guarantee> PROMISED =
            List.of(Guarantee.STRICT_SERIALIZABLE, Guarantee.PREFIX, Guarantee.EXACTLY_ONCE, Guarantee.CONVERGENCE);
    private static final List<String> CORE = List.of("A1", "A2", "A3");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long PAUSE_NANOS = 8_000_000;

    @TempDir
    private Path directory;

    private static List<SyncMode> syncModes() {
        return Nightly.isOn() ? List.of(SyncMode.values()) : List.of(SyncMode.BATCH);
    }

    @ParameterizedTest
    @MethodSource("syncModes")
    void theMajorityGoesOnWhileEachCoreNodeInTurnIsCutOffOrKilled(SyncMode sync) throws Exception {
        try (LiveRig rig = new LiveRig(directory, PAUSE_NANOS, "reconfigure", sync)) {
            CompletableFuture<Load.Figures> load = rig.load(1_600, watch -> watch);
            rig.awaitDone(100);
            long number = 0;
            for (String node : CORE) {
                rig.isolate(node);
                goesOnWithout(rig, node);
                assertThat(rig.readAt(node, ++number))
                        .as("read at %s, cut off", node)
                        .isInstanceOf(Outcome.Refused.class);
                assertThat(rig.view(node).serving()).isFalse();
                rig.heal();
                allServe(rig);
            }
            rig.crash("A2");
            goesOnWithout(rig, "A2");
            rig.restart("A2");
            allServe(rig);
            load.get(60, TimeUnit.SECONDS);
            judge(rig);
        }
    }

    /** The others form a view without it, and commit in it. */
    private static void goesOnWithout(LiveRig rig, String node) {
        List<String> others = CORE.stream().filter(other -> !other.equals(node)).toList();
        for (String other : others) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                ReplicaView view = rig.view(other);
                assertThat(view.members()).extracting(NodeId::name).isEqualTo(others);
                assertThat(view.serving()).isTrue();
            });
        }
        long before = rig.view(others.get(0)).version();
        await().atMost(PATIENCE).until(() -> rig.view(others.get(0)).version() > before + 20);
    }

    private static void allServe(LiveRig rig) {
        rig.awaitServing();
        await().atMost(PATIENCE)
                .until(() ->
                        CORE.stream().allMatch(node -> rig.view(node).members().size() == CORE.size()));
    }

    @Test
    void withRefuseUpdatesWaitForTheLinkAndGoOnBehindIt() throws Exception {
        try (LiveRig rig = new LiveRig(directory, PAUSE_NANOS, "refuse", SyncMode.NEVER)) {
            CompletableFuture<Load.Figures> load = rig.load(800, watch -> watch);
            rig.awaitDone(100);
            rig.isolate("A3");
            for (String node : CORE) {
                await().atMost(PATIENCE).until(() -> !rig.view(node).serving());
                assertThat(rig.view(node).reason()).contains("refuse");
            }
            long stuck = rig.view("A1").version();
            rig.awaitDone(rig.done() + 50);
            assertThat(rig.view("A1").version()).isEqualTo(stuck);
            assertThat(rig.readAt("A3", 1)).isNotInstanceOf(Outcome.Unknown.class);
            rig.heal();
            allServe(rig);
            await().atMost(PATIENCE).until(() -> rig.view("A3").version() > stuck + 20);
            assertThat(load.get(60, TimeUnit.SECONDS).counts().refused()).isPositive();
            judge(rig);
        }
    }

    @Test
    void badLinksCostTimeAndNothingElse() throws Exception {
        try (LiveRig rig = new LiveRig(directory, PAUSE_NANOS, "reconfigure", SyncMode.NEVER)) {
            rig.disturb(
                    List.of("A1", "A2", "A3", "B1", "B2", "C1", "C2"), LinkFault.of(Duration.ofMillis(3), 0.1, 0.1));
            CompletableFuture<Load.Figures> load = rig.load(240, watch -> watch);
            assertThat(load.get(60, TimeUnit.SECONDS).counts().committed()).isGreaterThan(120);
            rig.heal();
            judge(rig);
        }
    }

    private static void judge(LiveRig rig) throws Exception {
        rig.end();
        assertThat(rig.alarms).isEmpty();
        RunRecord run = rig.read();
        assertThat(run.history().faults()).isNotEmpty();
        for (Guarantee guarantee : PROMISED) {
            assertThat(guarantee.judge(run))
                    .as("%s", guarantee)
                    .matches(verdict -> verdict.ruling() == Verdict.Ruling.HOLDS);
        }
    }
}
