package epidemic.runtime.cluster;

import static epidemic.runtime.cluster.Processes.ALL;
import static epidemic.runtime.cluster.Processes.CORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import epidemic.contract.FreePorts;
import epidemic.contract.Nightly;
import epidemic.kernel.NodeId;
import epidemic.kernel.Outcome;
import epidemic.kernel.Value;
import epidemic.runtime.actor.LinkFault;
import epidemic.runtime.actor.LocalCluster;
import epidemic.runtime.actor.NodeDirectory;
import epidemic.runtime.actor.NodePair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes in processes of their own, here as actor systems of their own. */
class ClusterNodeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final NodeId A1 = NodeId.of("A1");
    private static final NodeId A2 = NodeId.of("A2");
    private static final NodeId A3 = NodeId.of("A3");
    private static final NodeId C2 = NodeId.of("C2");

    @TempDir
    private Path data;

    /** Whatever the order of their start: every update reaches every node, and the logs are the same bytes. */
    @Test
    void sevenProcessesReplicateInOneOrder() {
        try (Processes processes = new Processes(data)) {
            List<NodeId> order = new ArrayList<>(ALL);
            Collections.shuffle(order, new Random(7));
            order.forEach(processes::start);
            processes.awaitServing(ALL);
            for (int number = 0; number < 30; number++) {
                NodeId at = ALL.get(number % ALL.size());
                NodeId to = CORE.get(number % CORE.size());
                assertThat(processes.write(at, to, "key" + number, "value")).isInstanceOf(Outcome.Committed.class);
            }
            await().atMost(PATIENCE).until(() -> ALL.stream().allMatch(node -> processes.version(node) == 30));
            await().atMost(PATIENCE).until(() -> ALL.stream().allMatch(node -> lines(processes.log(node)) == 30));
            for (NodeId node : ALL) {
                assertThat(processes.log(node)).as("%s", node).isEqualTo(processes.log(A1));
            }
        }
    }

    /** The node's peers follow it to where it runs now, with what it had. */
    @Test
    void aNodeMayMoveToAnotherAddress() {
        try (Processes processes = new Processes(data)) {
            CORE.forEach(processes::start);
            processes.awaitServing(CORE);
            assertThat(processes.write(A1, A2, "key", "before")).isInstanceOf(Outcome.Committed.class);
            String before = processes.process(A3).place();
            processes.stop(A3);
            await().atMost(PATIENCE)
                    .until(() -> !Processes.isServing(processes.process(A1), A1)
                            && processes.process(A1).directory().node(A3).isEmpty());
            processes.start(A3);
            processes.awaitServing(CORE);
            assertThat(processes.process(A3).place()).isNotEqualTo(before);
            assertThat(processes.write(A1, A3, "key", "after")).isInstanceOf(Outcome.Committed.class);
            assertThat(processes.version(A3)).isEqualTo(2);
        }
    }

    /** A second process of a node that runs refuses to start, whatever its disk; the first goes on. */
    @Test
    void theSecondProcessOfANodeGivesUp(@TempDir Path otherData) {
        try (Processes processes = new Processes(data)) {
            CORE.forEach(processes::start);
            processes.awaitServing(CORE);
            ClusterNode first = processes.process(A2);
            ClusterNode elsewhere = processes.start(A2, 0, otherData);
            assertThat(elsewhere.failure().orTimeout(40, TimeUnit.SECONDS).join())
                    .isEqualTo("A2 runs already at " + first.place()
                            + ": stop that process first, or give this one another name");
            assertThat(elsewhere.established()).isNotDone();
            await().atMost(PATIENCE)
                    .until(() -> elsewhere
                            .system()
                            .getWhenTerminated()
                            .toCompletableFuture()
                            .isDone());
            assertThat(first.failure()).isNotDone();
            assertThat(otherData.resolve("A2")).doesNotExist();
            assertThat(processes.write(A1, A3, "key", "value")).isInstanceOf(Outcome.Committed.class);
        }
    }

    /** A process that cannot have the data directory is nobody: peers do not follow it. */
    @Test
    void aDirectoryInUseIsNoPlaceForASecondProcess() {
        try (Processes processes = new Processes(data)) {
            ClusterNode first = processes.start(A1);
            await().atMost(PATIENCE).until(() -> first.established().isDone());
            ClusterNode second = processes.start(A1, 0, data, "cluster.seeds=");
            await().atMost(PATIENCE)
                    .until(() -> second.directory().failureOf(A1).isPresent());
            assertThat(second.directory().failureOf(A1).orElseThrow())
                    .contains("is in use by this process: stop it, or choose another data directory");
            assertThat(second.established()).isNotDone();
            assertThat(first.failure()).isNotDone();
        }
    }

    /** Who has never been met may run or not; who is met with a stopped node is known to be stopped. */
    @Test
    void onlyAProcessThatWasMetSaysThatItsNodeIsStopped() {
        try (Processes processes = new Processes(data)) {
            CORE.forEach(processes::start);
            processes.awaitServing(CORE);
            NodeDirectory ofA1 = processes.process(A1).directory();
            assertThat(ALL).filteredOn(ofA1::isMet).containsExactlyElementsOf(CORE);
            assertThat(ofA1.absenceOf(C2)).contains("has not been met yet");
            processes.process(A1).nodes().tell(new LocalCluster.Crash(A2));
            await().atMost(PATIENCE).until(() -> ofA1.node(A2).isEmpty());

            NodeDirectory ofC2 = processes.start(C2).directory();
            await().atMost(PATIENCE).until(() -> ofC2.isMet(A2));
            assertThat(ofC2.absenceOf(A2)).contains("stopped");
            await().atMost(PATIENCE).until(() -> ofA1.isMet(C2));
        }
    }

    /** Crash, restart and links work from any process on any node, and a process that joins later knows of cut links. */
    @Test
    void faultsReachTheProcessesConcerned() {
        try (Processes processes = new Processes(data)) {
            CORE.forEach(processes::start);
            processes.awaitServing(CORE);
            processes.process(A1).nodes().tell(new LocalCluster.Crash(A2));
            await().atMost(PATIENCE)
                    .until(() -> processes.process(A3).directory().node(A2).isEmpty()
                            && processes.process(A2).directory().node(A2).isEmpty());
            processes.process(A3).nodes().tell(new LocalCluster.Restart(A2));
            processes.awaitServing(CORE);

            NodePair pair = NodePair.of(A2, A3);
            processes.process(A1).links().set(List.of(pair), LinkFault.CUT);
            processes.start(C2);
            await().atMost(PATIENCE)
                    .until(() -> List.of(A1, A2, A3, C2).stream()
                            .allMatch(node -> processes
                                    .process(node)
                                    .links()
                                    .between(A2, A3)
                                    .equals(LinkFault.CUT)));
            await().atMost(PATIENCE).until(() -> !Processes.isServing(processes.process(A1), A2));
            processes.process(C2).links().set(List.of(pair), LinkFault.NONE);
            processes.awaitServing(CORE);
        }
    }

    /** A parcel of many frames arrives: a list of long values, read from another process. */
    @Test
    void largeAnswersCrossInPieces() {
        try (Processes processes = new Processes(data, "cluster.frame-max=16KiB")) {
            CORE.forEach(processes::start);
            processes.awaitServing(CORE);
            String value = "v".repeat(60_000);
            for (int number = 0; number < 8; number++) {
                assertThat(processes.append(A1, A2, "list", value)).isInstanceOf(Outcome.Committed.class);
            }
            Outcome outcome = processes.read(A1, A3, "list");
            assertThat(outcome).isInstanceOf(Outcome.Committed.class);
            Value read = ((Outcome.Committed) outcome).reads().get(0).value().orElseThrow();
            assertThat(((Value.Sequence) read).items()).hasSize(8).allMatch(value::equals);
        }
    }

    /** What is asked of a process that goes away has an end: its clients learn that the fate is unknown, or of a refusal. */
    @Test
    void aStoppedProcessIsSeenAtOnce() {
        try (Processes processes = new Processes(data)) {
            CORE.forEach(processes::start);
            processes.awaitServing(CORE);
            long begun = System.nanoTime();
            processes.process(A2).system().terminate();
            await().atMost(PATIENCE)
                    .until(() -> processes.process(A1).directory().node(A2).isEmpty());
            assertThat(processes.process(A1).directory().absenceOf(A2)).hasValue("its process is ending");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
    }

    /** A wrong opinion of the cluster costs a process its membership, not its node: it can join anew with what it had. */
    @Test
    void aProcessThatIsPutOutJoinsAnew() {
        try (Processes processes = new Processes(data, "layered.core.on-failure=reconfigure")) {
            CORE.forEach(processes::start);
            processes.awaitServing(CORE);
            assertThat(processes.write(A1, A2, "key", "before")).isInstanceOf(Outcome.Committed.class);
            ClusterNode out = processes.process(A3);
            long life = out.life();
            Cluster.get(processes.process(A1).system())
                    .manager()
                    .tell(new Down(Cluster.get(out.system()).selfMember().address()));
            await().atMost(PATIENCE)
                    .until(() -> out.system()
                            .getWhenTerminated()
                            .toCompletableFuture()
                            .isDone());
            assertThat(out.wasPutOut()).isTrue();
            processes.startAnew(A3, life);
            processes.awaitServing(CORE);
            assertThat(processes.process(A3).life()).isGreaterThan(life);
            assertThat(processes.write(A1, A3, "key", "after")).isInstanceOf(Outcome.Committed.class);
            assertThat(processes.version(A3)).isEqualTo(2);
        }
    }

    /** It was taken for dead, and another process of its node runs by now: with a disk of its own, so both must not be. */
    @Test
    void aProcessThatWasFollowedDoesNotComeBack(@TempDir Path otherData) {
        try (Processes processes = new Processes(data)) {
            CORE.forEach(processes::start);
            processes.awaitServing(CORE);
            ClusterNode out = processes.process(A3);
            long life = out.life();
            Cluster.get(processes.process(A1).system())
                    .manager()
                    .tell(new Down(Cluster.get(out.system()).selfMember().address()));
            await().atMost(PATIENCE)
                    .until(() -> out.system()
                            .getWhenTerminated()
                            .toCompletableFuture()
                            .isDone());
            ClusterNode successor = processes.start(A3, 0, otherData);
            successor.established().orTimeout(40, TimeUnit.SECONDS).join();

            ClusterNode back = processes.startAnew(A3, life);
            assertThat(back.failure().orTimeout(40, TimeUnit.SECONDS).join())
                    .startsWith("A3 runs already at " + successor.place());
            assertThat(back.established()).isNotDone();
            assertThat(successor.failure()).isNotDone();
        }
    }

    /** A first seed that nobody answered begins a cluster of its own; when it sees the larger one, it joins that. */
    @Test
    void twoClustersBecomeOne() {
        assumeTrue(Nightly.isOn(), "takes half a minute");
        try (Processes processes = new Processes(data)) {
            int portOfA2 = FreePorts.next();
            String both = "cluster.seeds=127.0.0.1:" + processes.seedPort() + ",127.0.0.1:" + portOfA2;
            ClusterNode alone = processes.start(A1, processes.seedPort(), data, both);
            await().atMost(PATIENCE).until(() -> alone.established().isDone());
            long life = alone.life();
            processes.start(A2, portOfA2, data, "cluster.seeds=");
            processes.start(A3, 0, data, "cluster.seeds=127.0.0.1:" + portOfA2);
            await().atMost(PATIENCE)
                    .until(() -> alone.system()
                            .getWhenTerminated()
                            .toCompletableFuture()
                            .isDone());
            assertThat(alone.wasPutOut()).isTrue();
            processes.startAnew(A1, life, both);
            processes.awaitServing(CORE);
            assertThat(processes.process(A3).failure()).isNotDone();
        }
    }

    /** It cannot be found where nodes meet, however large it is; the core, in a smaller one, stays where it is. */
    @Test
    void aClusterThatTheCoreIsNotInStartsAnew() {
        assumeTrue(Nightly.isOn(), "takes half a minute");
        try (Processes processes = new Processes(data, "cluster.stable-after=12s")) {
            processes.start(A1);
            List<ClusterNode> layers =
                    Processes.nodes("B1", "B2").stream().map(processes::start).toList();
            layers.forEach(
                    layer -> layer.established().orTimeout(40, TimeUnit.SECONDS).join());
            processes.stop(A1);
            ClusterNode core = processes.start(A1);
            core.established().orTimeout(40, TimeUnit.SECONDS).join();
            for (ClusterNode layer : layers) {
                await().atMost(PATIENCE)
                        .until(() -> layer.system()
                                .getWhenTerminated()
                                .toCompletableFuture()
                                .isDone());
                assertThat(layer.wasPutOut()).isTrue();
            }
            assertThat(core.wasPutOut()).isFalse();
            processes.startAnew(NodeId.of("B1"), layers.get(0).life());
            await().atMost(PATIENCE)
                    .until(() -> core.directory().node(NodeId.of("B1")).isPresent());
        }
    }

    /** Started anew its processes would only meet again, without end. */
    @Test
    void aClusterWithASeedWaitsForTheCore() {
        assumeTrue(Nightly.isOn(), "takes twenty seconds");
        try (Processes processes = new Processes(data, "cluster.stable-after=2s")) {
            int portOfB1 = FreePorts.next();
            String both = "cluster.seeds=127.0.0.1:" + portOfB1 + ",127.0.0.1:" + processes.seedPort();
            List<ClusterNode> layers = List.of(
                    processes.start(NodeId.of("B1"), portOfB1, data, both),
                    processes.start(NodeId.of("B2"), 0, data, both));
            layers.forEach(
                    layer -> layer.established().orTimeout(40, TimeUnit.SECONDS).join());
            staysAsItIs(layers);
            processes.start(A1, processes.seedPort(), data, both);
            awaitMet(layers, A1);
        }
    }

    /** Layer 0 has one node: it is gone whenever it is restarted. */
    @Test
    void secondariesWaitForTheirMasterWhereASeedIs() {
        assumeTrue(Nightly.isOn(), "takes twenty seconds");
        NodeId master = NodeId.of("M");
        try (Processes processes = new Processes(data, "strategy=replicated-log", "cluster.stable-after=2s")) {
            int portOfS1 = FreePorts.next();
            String both = "cluster.seeds=127.0.0.1:" + processes.seedPort() + ",127.0.0.1:" + portOfS1;
            processes.start(master, processes.seedPort(), data, both);
            List<ClusterNode> secondaries = List.of(
                    processes.start(NodeId.of("S1"), portOfS1, data, both),
                    processes.start(NodeId.of("S2"), 0, data, both));
            secondaries.forEach(secondary ->
                    secondary.established().orTimeout(40, TimeUnit.SECONDS).join());
            processes.stop(master);
            staysAsItIs(secondaries);
            processes.start(master, processes.seedPort(), data, both);
            awaitMet(secondaries, master);
        }
    }

    /** For several times {@code stable-after}. */
    private static void staysAsItIs(List<ClusterNode> processes) {
        await().during(Duration.ofSeconds(7))
                .atMost(PATIENCE)
                .failFast("started anew", () -> processes.stream().anyMatch(ClusterNode::wasPutOut))
                .until(() -> processes.stream().noneMatch(ClusterNode::wasPutOut));
    }

    private static void awaitMet(List<ClusterNode> processes, NodeId node) {
        await().atMost(PATIENCE)
                .until(() -> processes.stream()
                        .allMatch(process -> process.directory().node(node).isPresent()));
        assertThat(processes).noneMatch(ClusterNode::wasPutOut);
    }

    private static long lines(byte[] log) {
        long lines = 0;
        for (byte character : log) {
            lines += character == '\n' ? 1 : 0;
        }
        return lines;
    }
}
